import type { KubeObject } from '@vigla/contract/objects';
import { at, list, text } from '../json/json.ts';
import { badRequest } from '../status/status.ts';
import type { LogOptions } from './log-options.ts';

/** From when to when a container wrote. `untilMs`: undefined while it still does. Units: epoch milliseconds. */
export interface LogSpan {
  readonly fromMs: number;
  readonly untilMs: number | undefined;
}

/**
 * The life of the container whose log is wanted: the present one, or with `previous` the one before its last restart.
 * Fails: BadRequest in the words of a kubelet where there was none, or where it has not started.
 */
export function logSpan(pod: KubeObject, { container, previous }: Pick<LogOptions, 'container' | 'previous'>): LogSpan {
  const { name, creationTimestamp } = pod.metadata;
  const status = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses']
    .flatMap((field) => list(at(pod, 'status', field)))
    .find((one) => at(one, 'name') === container);
  const ended = (state: string): LogSpan | undefined => {
    const terminated = at(status, state, 'terminated');
    return terminated === undefined
      ? undefined
      : { fromMs: instantAt(terminated, 'startedAt') ?? 0, untilMs: instantAt(terminated, 'finishedAt') };
  };
  if (previous) {
    const span = ended('lastState');
    if (!span) throw badRequest(`previous terminated container "${container}" in pod "${name}" not found`);
    return span;
  }
  const running = at(status, 'state', 'running');
  const waiting = text(at(status, 'state', 'waiting', 'reason'));
  const span = running === undefined ? (ended('state') ?? ended('lastState')) : undefined;
  if (span) return span;
  if (waiting) throw badRequest(`container "${container}" in pod "${name}" is waiting to start: ${waiting}`);
  const begun = instantAt(running, 'startedAt') ?? instantAt(pod.status, 'startTime') ?? Date.parse(creationTimestamp ?? '');
  return { fromMs: Number.isNaN(begun) ? 0 : begun, untilMs: undefined };
}

function instantAt(value: unknown, field: string): number | undefined {
  const ms = Date.parse(text(at(value, field)));
  return Number.isNaN(ms) ? undefined : ms;
}

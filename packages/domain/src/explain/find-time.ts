import type { GraphEdge } from '@vigla/contract/graph';
import type { EdgeMatter } from './edge-matter.ts';
import { type Culprit, type Finding, finding, type Sourced } from './finding.ts';
import { given } from './given.ts';
import { fits, writeBehind } from './last-write.ts';
import { findObject, refOf, valueAt } from './object-fields.ts';
import { totalOf } from './reports.ts';

/** Requests that the caller's proxy gave up on: what it grants, how long the called side takes, and what that waits for. */
export function findTimeout(matter: EdgeMatter): Finding {
  const { times, graph, to } = matter;
  const average = meanOf(times);
  const limit = timeoutRule(matter);
  const evidence: Sourced[] = [
    ...given(
      limit,
      ({ object, field, timeoutMs }): Sourced => ({
        fact: { kind: 'timeout_rule', object: object && refOf(object), field, timeoutMs },
        source: 'configuration',
      }),
    ),
    ...given(
      average,
      (averageMs): Sourced => ({ fact: { kind: 'slow_callee', averageMs, beforeMs: meanOf(matter.timesBefore) }, source: 'destination' }),
    ),
  ];
  if (limit?.object && limit.isNew)
    return finding(
      'timeout',
      { kind: 'object', object: refOf(limit.object), field: limit.field, part: null, certainty: 'likely' },
      evidence,
    );
  const suspect = waitsFor(graph.edges, to.id, average);
  if (!suspect)
    return finding('timeout', { kind: 'element', element: to.id, certainty: 'likely' }, evidence, [{ kind: 'why_app_fails', name: to.id }]);
  const name = graph.nodes.find(({ id }) => id === suspect.to)?.name ?? suspect.to;
  const { protocol, averageMs } = suspect.traffic;
  const isTcp = protocol === 'tcp';
  const waits: Sourced = {
    fact: { kind: 'waits_for', name, element: suspect.to, protocol, averageMs: isTcp ? null : averageMs },
    source: 'graph',
  };
  return finding(
    'timeout',
    { kind: 'element', element: suspect.to, certainty: 'likely' },
    [...evidence, waits],
    isTcp ? [{ kind: 'tcp_times', name }] : [],
  );
}

/** The rule that grants callers so much time, and whether it was written just before failures began. */
function timeoutRule({ call, objects, onset, graph }: EdgeMatter) {
  const found = call?.legs.find(({ route }) => route.timeoutMs !== null);
  if (!found) return null;
  const object = (found.by && findObject(objects, found.by.object)) ?? null;
  const write = object && writeBehind(object, onset?.at ?? null, graph.at);
  return {
    object,
    field: found.by && `${found.by.path}.timeout`,
    timeoutMs: found.route.timeoutMs ?? 0,
    isNew: write !== null && fits(write, 120),
  };
}

/** Durations of a called side, over all codes alike. */
function meanOf(times: EdgeMatter['times']): number | null {
  const told = times.filter(({ reporter }) => reporter === 'destination').map(({ meanMs }) => meanMs);
  return told.length === 0 ? null : Math.max(...told);
}

/**
 * What a slow callee waits for: the call of its own that takes most of its time, or the only store it asks, whose times
 * nobody measures. None: the time is its own.
 */
function waitsFor(edges: readonly GraphEdge[], id: string, averageMs: number | null): GraphEdge | null {
  const calls = edges.filter(({ from }) => from === id);
  const slow = calls.filter(
    ({ traffic }) => traffic.protocol !== 'tcp' && (traffic.averageMs ?? 0) > 0.5 * (averageMs ?? Number.POSITIVE_INFINITY),
  );
  const [slowest] = slow.sort((a, b) => (b.traffic.averageMs ?? 0) - (a.traffic.averageMs ?? 0));
  if (slowest) return slowest;
  const stores = calls.filter(({ traffic }) => traffic.protocol === 'tcp' && (traffic.bytesPerSecond ?? 0) > 0);
  return stores.length === 1 ? (stores[0] ?? null) : null;
}

/** Requests that were tried again and again: how often, by which rule, and how many that makes at the called side. */
export function findRetries(matter: EdgeMatter): Finding {
  const { reports, to } = matter;
  const rule = retryRule(matter);
  const [sent, received] = [totalOf(reports.source), totalOf(reports.destination)];
  const culprit: Culprit = rule?.object
    ? { kind: 'object', object: rule.object, field: rule.field, part: null, certainty: 'likely' }
    : { kind: 'element', element: to.id, certainty: 'likely' };
  const amplified = sent > 0 && received > sent ? received / sent : null;
  return finding(
    'retries_exhausted',
    culprit,
    [
      ...given(
        amplified,
        (factor): Sourced => ({
          fact: { kind: 'amplified', sentPerSecond: sent, receivedPerSecond: received, factor },
          source: 'destination',
        }),
      ),
      ...given(rule, (fact): Sourced => ({ fact: { kind: 'retry_rule', ...fact }, source: 'configuration' })),
    ],
    [{ kind: 'why_app_fails', name: to.id }],
  );
}

/** How often a request is tried again, and the object that says so; null where the mesh's own default does. */
function retryRule({ call, objects }: EdgeMatter) {
  const found = call?.legs.find(({ route }) => route.retry.attempts > 0);
  if (!found) return null;
  const object = found.by && findObject(objects, found.by.object);
  const path = found.by && `${found.by.path}.retries`;
  const field = path !== null && object && valueAt(object, path) !== null ? path : null;
  return { object: object && field !== null ? refOf(object) : null, field, attempts: found.route.retry.attempts };
}

import type { Hop, Timeline } from '../flow/index.ts';
import { clientOperation, serverOperation, tracedName } from './names.ts';

/** Something that spans are reported of. */
export interface Reported {
  readonly service: string;
  readonly operation: string;
  readonly kind: 'client' | 'server';
}

const known = new WeakMap<Hop, readonly Reported[]>();

/** Everything that traces beginning with a hop may contain. */
export function reportedFrom(entry: Hop): readonly Reported[] {
  const found = known.get(entry) ?? collect(entry);
  known.set(entry, found);
  return found;
}

/** Everything that traces of a timeline may contain, in all the past that is remembered. */
export function reportedIn(timeline: Timeline, untilMs: number): readonly Reported[] {
  const all = timeline
    .epochsIn(timeline.startMs, untilMs)
    .flatMap(({ solution }) => solution.entries.flatMap((entry) => (entry ? reportedFrom(entry) : [])));
  return [...new Map(all.map((one) => [`${one.service} ${one.operation} ${one.kind}`, one])).values()];
}

function collect(entry: Hop): readonly Reported[] {
  const seen = new Set<Hop>();
  const found: Reported[] = [];
  const visit = (hop: Hop): void => {
    if (seen.has(hop) || hop.call.protocol === 'tcp') return;
    seen.add(hop);
    if (hop.caller.proxy !== null) found.push({ service: tracedName(hop.caller), operation: clientOperation(hop), kind: 'client' });
    for (const { workload, leg, reply } of hop.arrivals) {
      if (workload.proxy !== null) found.push({ service: tracedName(workload), operation: serverOperation(leg), kind: 'server' });
      for (const { hop: next } of reply?.calls ?? []) visit(next);
    }
  };
  visit(entry);
  return found;
}

const touched = new WeakMap<Hop, ReadonlySet<string>>();

/** Keys of all workloads that a request beginning with a hop may pass, with or without a proxy. */
export function touchedFrom(entry: Hop): ReadonlySet<string> {
  const found = touched.get(entry) ?? collectTouched(entry);
  touched.set(entry, found);
  return found;
}

function collectTouched(entry: Hop): ReadonlySet<string> {
  const seen = new Set<Hop>();
  const keys = new Set<string>();
  const visit = (hop: Hop): void => {
    if (seen.has(hop)) return;
    seen.add(hop);
    keys.add(hop.caller.key);
    for (const { workload, reply } of hop.arrivals) {
      keys.add(workload.key);
      for (const { hop: next } of reply?.calls ?? []) visit(next);
    }
  };
  visit(entry);
  return keys;
}

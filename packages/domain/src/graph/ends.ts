import type { Sample } from '../samples/index.ts';
import type { End } from './end.ts';
import type { Asked } from './flows.ts';
import { readAsked, readDestination, readSource } from './read-ends.ts';

type Labels = Sample['labels'];

/** Ids of the two ends of a call, and the service it asked for. */
export interface Call {
  readonly from: string;
  readonly to: string;
  readonly asked: Asked | null;
}

/** The ends met in one reading, each made once. Reports may differ in what they know of a workload: what any of them knows is kept. */
export interface Ends {
  readonly get: (id: string) => End | undefined;
  /** The call a sample speaks of; null where a label is missing or the source makes no sense. */
  readonly call: (labels: Labels) => Call | null;
}

const required = ['source_workload_namespace', 'source_workload', 'destination_workload_namespace', 'destination_workload'] as const;
const described = [
  ...required,
  'source_canonical_service',
  'source_canonical_revision',
  'destination_service_namespace',
  'destination_service',
  'destination_service_name',
  'destination_canonical_service',
  'destination_canonical_revision',
] as const;
const describedInClusters = [...described, 'source_cluster', 'destination_cluster'] as const;

/** A registry for one reading. `manyClusters`: whether ends of the same name in different clusters are told apart. */
export function createEnds(manyClusters: boolean): Ends {
  const byId = new Map<string, End>();
  // Twenty buckets and as many outcomes name the same call: parse its labels once.
  const calls = new Map<string, Call | null>();
  const telling = manyClusters ? describedInClusters : described;

  const keep = (end: End): string => {
    const before = byId.get(end.id);
    byId.set(end.id, before ? merged(before, end) : end);
    return end.id;
  };
  const read = (labels: Labels): Call | null => {
    const source = readSource(labels, manyClusters);
    if (!source || required.some((name) => labels[name] === undefined)) return null;
    const asked = readAsked(labels, manyClusters);
    if (labels['destination_service'] === undefined && labels['destination_service_name'] === undefined) return null;
    return { from: keep(source), to: keep(readDestination(labels, asked, manyClusters)), asked };
  };
  return {
    get: (id) => byId.get(id),
    call: (labels) => {
      let key = '';
      for (const name of telling) key += `${labels[name] ?? ''}\u0000`;
      const cached = calls.get(key);
      if (cached !== undefined) return cached;
      const call = read(labels);
      calls.set(key, call);
      return call;
    },
  };
}

function merged(a: End, b: End): End {
  if (a.kind === 'workload' && b.kind === 'workload') return { ...a, app: smaller(a.app, b.app), version: smaller(a.version, b.version) };
  if (a.kind === 'host' && b.kind === 'host') return { ...a, registered: a.registered || b.registered };
  if (a.kind === 'nobody' && b.kind === 'nobody') return { ...a, byAddress: a.byAddress || b.byAddress };
  return a;
}

/** Whatever is known; of two answers always the same one, in whichever order they come. */
const smaller = (a: string | null, b: string | null): string | null => (a === null || b === null ? (a ?? b) : a < b ? a : b);

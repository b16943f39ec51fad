import { failures } from './history-queries.ts';
import { anyOf, quoted } from './text.ts';

/** Whose calls are looked at: names of workloads on either side. Empty: nobody's. */
export interface SightingQuestion {
  readonly callers: readonly string[];
  readonly called: readonly string[];
}

/** One question about a span of time: when calls were made, and when they failed. */
export interface SightingQuery {
  readonly name: 'made' | 'failed';
  readonly query: string;
}

const pair = [
  'reporter',
  'source_workload_namespace',
  'source_workload',
  'source_canonical_service',
  'destination_workload_namespace',
  'destination_workload',
  'destination_canonical_service',
  'destination_service_namespace',
  'destination_service_name',
].join(', ');

/**
 * Two range questions for the few pairs that findings are about. Counters as they are, not rates: a rate needs two samples of
 * a series that has just begun, a counter shows with its first.
 */
export function sightingQueries({ callers, called }: SightingQuestion): readonly [SightingQuery, SightingQuery] {
  const ends = `source_workload=~${quoted(anyOf([...callers, 'unknown']))},destination_workload=~${quoted(anyOf([...called, 'unknown']))}`;
  const counted = (matchers: readonly string[]): string =>
    `sum by (${pair}) (${matchers.map((one) => `istio_requests_total{${ends}${one}}`).join(' or ')})`;
  return [
    { name: 'made', query: counted(['']) },
    { name: 'failed', query: counted(failures.map((failure) => `,${failure}`)) },
  ];
}

import { failures } from './history-queries.ts';
import { anyOf, quoted } from './text.ts';

/** Workloads by name, and all of some namespaces. */
export interface SightingEnds {
  readonly workloads: readonly string[];
  readonly namespaces: readonly string[];
}

/** Whose calls are looked at. */
export interface SightingQuestion {
  readonly callers: SightingEnds;
  readonly called: SightingEnds;
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
  const ends = matchersOf('source', callers).flatMap((from) => matchersOf('destination', called).map((to) => `${from},${to}`));
  const counted = (matchers: readonly string[]): string =>
    `sum by (${pair}) (${matchers.flatMap((one) => ends.map((end) => `istio_requests_total{${end}${one}}`)).join(' or ')})`;
  return [
    { name: 'made', query: counted(['']) },
    { name: 'failed', query: counted(failures.map((failure) => `,${failure}`)) },
  ];
}

/** What reached nobody, or came from nobody known, carries the name `unknown`. */
const matchersOf = (side: 'source' | 'destination', { workloads, namespaces }: SightingEnds): readonly string[] => [
  `${side}_workload=~${quoted(anyOf([...workloads, 'unknown']))}`,
  ...(namespaces.length > 0 ? [`${side}_workload_namespace=~${quoted(anyOf(namespaces))}`] : []),
];

import type { Ending, GraphEdge, ReportedBy } from '@vigla/contract/graph';
import { alike } from './alike.ts';
import type { Flow } from './flows.ts';
import type { TrafficTally } from './traffic-tally.ts';

/** What is known of a call before it is written. Lists are sorted. */
export interface CallFacts {
  readonly traffic: TrafficTally;
  /** By how requests ended and the host they asked for. */
  readonly endings: readonly Ending[];
  /** The flows whose callers tell how they saw requests end, and may be heard. */
  readonly told: readonly { readonly flow: Flow; readonly host: string | null }[];
  readonly reportedBy: ReportedBy;
  /** Some of it found a workload to go to. */
  readonly reached: boolean;
  readonly source: number;
  readonly destination: number;
  readonly secure: number;
  readonly plain: number;
  readonly hosts: readonly string[];
  readonly sourcePrincipals: readonly string[];
  readonly destinationPrincipals: readonly string[];
}

/** What of an edge is the same wherever it is drawn, as it crosses the wire. */
export type Call = Omit<GraphEdge, 'id' | 'from' | 'to' | 'health'>;

/** A sum as it crosses the wire. */
export function callOf(facts: CallFacts): Call {
  const told = facts.secure + facts.plain;
  return {
    traffic: facts.traffic.told,
    endings: facts.traffic.protocol === 'tcp' ? [] : ordered(facts.endings),
    callerSaw: callersSaw(facts),
    reportedBy: facts.reportedBy,
    agreement: facts.source === 0 ? null : facts.destination / facts.source,
    mtlsRatio: told === 0 ? null : Math.min(1, facts.secure / told),
    hosts: [...facts.hosts],
    sourcePrincipals: [...facts.sourcePrincipals],
    destinationPrincipals: [...facts.destinationPrincipals],
  };
}

/** How all callers of an edge saw requests end, if any of them saw it otherwise than what was settled on. */
function callersSaw({ told }: Pick<CallFacts, 'told'>): Ending[] {
  if (told.every(({ flow }) => flow.callerSaw === null)) return [];
  const seen = told.flatMap(({ flow, host }) =>
    (flow.callerSaw ?? flow.endings).map((ending): Ending => ({ ...ending, reporter: 'source', host })),
  );
  return ordered(alike(seen));
}

/** The endings that occurred, most frequent first. They name their host only where there is a choice of several. */
function ordered(endings: readonly Ending[]): Ending[] {
  const flowing = endings.filter(({ requestsPerSecond }) => requestsPerSecond > 0);
  const isOneHost = flowing.every(({ host }) => host === flowing[0]?.host);
  return (isOneHost ? flowing.map((ending) => ({ ...ending, host: null })) : flowing).sort(byRate);
}

const byRate = (a: Ending, b: Ending): number => b.requestsPerSecond - a.requestsPerSecond || (nameOf(a) < nameOf(b) ? -1 : 1);
const nameOf = ({ code, flags, reporter, host }: Ending): string => `${code} ${flags} ${reporter} ${host ?? ''}`;

import type { Ending, GraphEdge } from '@vigla/contract/graph';
import { alike } from './alike.ts';
import type { CallSum } from './call-sum.ts';

/** What of an edge is the same wherever it is drawn, as it crosses the wire. */
export type Call = Omit<GraphEdge, 'id' | 'from' | 'to' | 'health'>;

/** A sum as it crosses the wire. */
export function callOf(sum: Omit<CallSum, 'call' | 'sums'>): Call {
  const told = sum.secure + sum.plain;
  return {
    traffic: sum.traffic.told,
    endings: sum.traffic.protocol === 'tcp' ? [] : ordered(sum.endings),
    callerSaw: callersSaw(sum),
    reportedBy: sum.reportedBy,
    agreement: sum.source === 0 ? null : sum.destination / sum.source,
    mtlsRatio: told === 0 ? null : Math.min(1, sum.secure / told),
    hosts: [...sum.hosts],
    sourcePrincipals: [...sum.sourcePrincipals],
    destinationPrincipals: [...sum.destinationPrincipals],
  };
}

/** How all callers of an edge saw requests end, if any of them saw it otherwise than what was settled on. */
function callersSaw({ told }: Pick<CallSum, 'told'>): Ending[] {
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

import type { Comparison } from '@vigla/contract/compare';
import { type Event, nearbyChange } from './nearby-change.ts';
import { type Counted, seenAt } from './sightings.ts';

/** Findings beyond these are shown without when they began: each costs series of a range query. */
const mostSeen = 20;

/** Whose calls must be looked at over time, to say when findings began: names of workloads on both sides. */
export function pairsToSee({ findings, edges, nodes }: Comparison): { readonly callers: string[]; readonly called: string[] } {
  const ids = new Set(findings.slice(0, mostSeen).map((finding) => finding.edges[0]));
  const mine = edges.filter(({ edge }) => ids.has(edge.id) && edge.traffic.protocol !== 'tcp');
  const names = (which: 'from' | 'to'): string[] => {
    const ends = new Set(mine.map(({ edge }) => edge[which]));
    return [...new Set(nodes.filter(({ node }) => ends.has(node.id) && node.namespace !== null).map(({ node }) => node.name))].sort();
  };
  return mine.length === 0 ? { callers: [], called: [] } : { callers: names('from'), called: names('to') };
}

/** The same comparison, its findings with when they were first seen and what was written shortly before. `counted` is null where it could not be had. */
export function withSightings(comparison: Comparison, counted: Counted | null, events: readonly Event[]): Comparison {
  const findings = comparison.findings.map((finding, index) => {
    const seen = counted && index < mostSeen ? seenAt(finding, comparison, counted) : null;
    const dated = { ...finding, seenAt: seen };
    return { ...dated, nearby: nearbyChange(dated, comparison, events) };
  });
  return { ...comparison, findings };
}

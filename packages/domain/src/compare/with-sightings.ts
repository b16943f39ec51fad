import type { Comparison } from '@vigla/contract/compare';
import type { GraphNode } from '@vigla/contract/graph';
import type { SightingEnds, SightingQuestion } from '../promql/index.ts';
import { type Event, nearbyChange } from './nearby-change.ts';
import { type Counted, seenAt } from './sightings.ts';

/** Findings beyond these are shown without when they began: each costs series of a range query. */
const mostSeen = 20;

/** Groups of more members than this are not looked at: every pair of workloads within costs a series. */
const mostMembers = 40;

/** Whose calls must be looked at over time, to say when findings began. Null: nobody's. */
export function pairsToSee({ findings, edges, nodes }: Comparison): SightingQuestion | null {
  const byId = new Map(nodes.map(({ node }) => [node.id, node]));
  const ids = new Set(findings.slice(0, mostSeen).map((finding) => finding.edges[0]));
  const mine = edges.filter(
    ({ edge }) => ids.has(edge.id) && edge.traffic.protocol !== 'tcp' && [edge.from, edge.to].every((end) => isSmall(byId.get(end))),
  );
  const ends = (which: 'from' | 'to'): SightingEnds => {
    const all = [...new Set(mine.map(({ edge }) => edge[which]))].flatMap((id) => byId.get(id) ?? []);
    const of = (isGroup: boolean) => all.filter(({ kind, namespace }) => namespace !== null && (kind === 'group') === isGroup);
    return {
      workloads: distinct(of(false).map(({ name }) => name)),
      namespaces: distinct(of(true).flatMap(({ namespace }) => namespace ?? [])),
    };
  };
  return mine.length === 0 ? null : { callers: ends('from'), called: ends('to') };
}

/** A group without a namespace, such as a team, has no label of its own. */
const isSmall = (node: GraphNode | undefined): boolean =>
  node?.kind !== 'group' || (node.namespace !== null && sum(Object.values(node.members ?? {})) <= mostMembers);

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

/** The same comparison, its findings with when they were first seen and what was written shortly before. `counted` is null where it could not be had. */
export function withSightings(comparison: Comparison, counted: Counted | null, events: readonly Event[]): Comparison {
  const findings = comparison.findings.map((finding, index) => {
    const seen = counted && index < mostSeen ? seenAt(finding, comparison, counted) : null;
    const dated = { ...finding, seenAt: seen };
    return { ...dated, nearby: nearbyChange(dated, comparison, events) };
  });
  return { ...comparison, findings };
}

import type { Comparison, Finding, NearbyChange } from '@vigla/contract/compare';
import type { GraphNode } from '@vigla/contract/graph';
import type { KubeObject } from '@vigla/contract/objects';
import { at, type EpochSeconds } from '@vigla/contract/units';

/** What was written or started, before it is put beside a finding. */
export type Event = Omit<NearbyChange, 'secondsUntilSeen'>;

/** What came longer before a difference is too far away to be named beside it. Units: seconds. */
const near = 600;
/** The start of a job is worth naming only where it was there at once. */
const nearStart = 60;

/** Jobs that CronJobs have begun within a span, as events of the CronJob. */
export function startsOf(
  objects: readonly KubeObject[],
  { from, to }: { readonly from: EpochSeconds; readonly to: EpochSeconds },
): Event[] {
  return objects.flatMap(({ kind, metadata }): readonly Event[] => {
    const owner = kind === 'Job' ? (metadata.ownerReferences ?? []).find((one) => one.kind === 'CronJob') : undefined;
    const born = Math.floor(Date.parse(metadata.creationTimestamp ?? '') / 1000);
    if (!owner || !(born >= from && born <= to)) return [];
    const object = { apiVersion: 'batch/v1', kind: 'CronJob', namespace: metadata.namespace ?? '', name: owner.name };
    return [{ at: at(born), object, by: metadata.managedFields?.[0]?.manager ?? 'kube-controller-manager', kind: 'started' }];
  });
}

/**
 * The event that is nearest before a finding was first seen, among those about its ends: of one that carries a name of theirs
 * before any other of their namespaces. A caller that nobody knows may be any job that has just begun.
 */
export function nearbyChange(
  finding: Pick<Finding, 'edges' | 'seenAt' | 'rollout'>,
  { nodes, edges }: Pick<Comparison, 'nodes' | 'edges'>,
  events: readonly Event[],
): NearbyChange | null {
  const main = edges.find(({ edge }) => edge.id === finding.edges[0])?.edge;
  const ids = new Set([main?.from, main?.to, ...(finding.rollout?.new ?? [])]);
  const ends = nodes.flatMap(({ node }) => (ids.has(node.id) ? [node] : []));
  const { seenAt } = finding;
  if (seenAt === null) return null;
  const isUnknown = ends.some(({ id, kind }) => kind === 'outside' && id === main?.from);
  const ranked = events
    .filter((event) => event.at <= seenAt && seenAt - event.at <= (event.kind === 'started' ? nearStart : near))
    .map((event) => ({ event, weight: weightOf(event, ends, isUnknown) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || b.event.at - a.event.at || (nameOf(a.event) < nameOf(b.event) ? -1 : 1));
  const [best] = ranked;
  return best ? { ...best.event, secondsUntilSeen: seenAt - best.event.at } : null;
}

function weightOf({ object, kind }: Event, ends: readonly GraphNode[], isUnknown: boolean): number {
  if (kind === 'started' && isUnknown) return 2;
  const names = ends.filter(({ namespace }) => namespace === object.namespace);
  if (names.length === 0) return 0;
  if (names.some(({ name }) => name === object.name)) return 3;
  return names.some(({ app }) => app === object.name) ? 2 : 1;
}

const nameOf = ({ object }: Event): string => `${object.kind}/${object.namespace}/${object.name}`;

import type { NotKnown, RuledOut, VerdictKind } from '@vigla/contract/explain';
import type { EdgeMatter } from './edge-matter.ts';
import { numberOf, listOf } from '../inventory/index.ts';
import { type Mechanism, type Way } from './mechanism.ts';

/** Ways of failing that rule a reason out when nobody saw them, and the verdicts that are about the same. */
const byFlags: readonly (readonly [RuledOut['kind'], readonly Way[], readonly VerdictKind[]])[] = [
  ['timeouts', ['timeout', 'gave_up'], ['timeout']],
  ['access_policy', ['denied', 'unauthenticated'], ['access_denied', 'access_perhaps_denied', 'token_rejected']],
  ['connection_limit', ['overflow'], ['connection_limit']],
  ['rate_limit', ['rate_limit'], ['rate_limited']],
  ['faults', ['fault'], ['fault_injected']],
  ['routes', ['no_route', 'no_cluster', 'blocked'], ['route_missing', 'subset_missing', 'host_missing', 'egress_blocked']],
];

/** What could have been the reason of failing requests, and surely is not. */
export function ruledOut(matter: EdgeMatter, mechanisms: readonly Mechanism[], verdict: VerdictKind): readonly RuledOut[] {
  const { edge, to, call, graph } = matter;
  if (edge.traffic.protocol === 'tcp') return [];
  const seen = new Set(mechanisms.map(({ way }) => way));
  const restarts = restartsOf(matter);
  const [first, second, third, ...rest] = byFlags
    .filter(([, ways, verdicts]) => !verdicts.includes(verdict) && !ways.some((way) => seen.has(way)))
    .filter(([kind]) => kind !== 'access_policy' || !mechanisms.some(({ code }) => code === '403' || code === '401'))
    .map(([kind]): RuledOut => ({ kind }) as RuledOut);
  const failing = graph.edges.filter((one) => one.from === to.id && (one.health === 'failing' || one.health === 'degraded'));
  const ejects = call?.legs.some(({ leg }) => leg.outlier !== null) ?? null;
  const pods = to.pods && restarts !== null && to.pods.ready === to.pods.desired && to.pods.desired > 0 && restarts === 0;
  return [
    ...(pods && to.pods ? [{ kind: 'pods' as const, ...to.pods, restarts: 0 }] : []),
    ...(first ? [first] : []),
    ...(edge.mtlsRatio !== null && edge.mtlsRatio > 0.999 && !seen.has('connection')
      ? [{ kind: 'mtls' as const, share: edge.mtlsRatio }]
      : []),
    ...(second ? [second] : []),
    ...(!seen.has('no_upstream') && verdict !== 'hosts_ejected' && ejects !== null
      ? [{ kind: 'outlier_ejection' as const, rule: ejects }]
      : []),
    ...(third ? [third] : []),
    ...rest,
    ...(failing.length === 0 && verdict !== 'callee_fails' && to.outbound.length > 0 ? [{ kind: 'its_own_calls' as const }] : []),
  ];
}

/** Restarts of the called pods; null where they were not read. */
export function restartsOf({ call, objects }: EdgeMatter): number | null {
  const names = new Set(call?.callee?.pods.map(({ name }) => name));
  if (names.size === 0) return null;
  return objects
    .filter(({ kind, metadata }) => kind === 'Pod' && metadata.namespace === call?.callee?.namespace && names.has(metadata.name))
    .reduce(
      (sum, { status }) =>
        sum + listOf(status, 'containerStatuses').reduce<number>((n, one) => n + (numberOf(one, 'restartCount') ?? 0), 0),
      0,
    );
}

/** What cannot be told whatever the verdict is. */
export function notKnownOf(matter: EdgeMatter, hidden: boolean, isPast: boolean): readonly NotKnown[] {
  const { reports, call, onset, from, to, edge } = matter;
  const asked = edge.traffic.protocol !== 'tcp' && from.kind !== 'restricted' && to.kind !== 'restricted';
  return [
    ...(from.kind === 'restricted' || to.kind === 'restricted' ? [{ kind: 'restricted' as const }] : []),
    ...(hidden ? [{ kind: 'hidden_configuration' as const }] : []),
    ...(asked && reports.source.length > 0 && reports.destination.length === 0 && reports.waypoint.length === 0 && to.inMesh !== true
      ? [{ kind: 'called_side' as const }]
      : []),
    ...(asked && reports.source.length === 0 && reports.destination.length > 0 ? [{ kind: 'calling_side' as const }] : []),
    ...(onset !== null && onset.at === null ? [{ kind: 'began' as const }] : []),
    ...(isPast ? [{ kind: 'past_configuration' as const }] : []),
    ...(call ? [{ kind: 'proxies_in_sync' as const }] : []),
  ];
}

import type { NotKnown, RuledOut, VerdictKind } from '@vigla/contract/explain';
import type { EdgeMatter } from './edge-matter.ts';
import { given } from './given.ts';
import { numberOf, listOf } from '../inventory/index.ts';
import { type Mechanism, type Way } from './mechanism.ts';

type Flagged = Extract<RuledOut['kind'], 'timeouts' | 'access_policy' | 'connection_limit' | 'rate_limit' | 'faults' | 'routes'>;

/** Ways of failing that rule a reason out when nobody saw them, and the verdicts that are about the same. */
const byFlags: readonly (readonly [Flagged, readonly Way[], readonly VerdictKind[]])[] = [
  ['timeouts', ['timeout', 'gave_up'], ['timeout']],
  ['access_policy', ['denied', 'unauthenticated'], ['access_denied', 'access_perhaps_denied', 'token_rejected']],
  ['connection_limit', ['overflow'], ['connection_limit']],
  ['rate_limit', ['rate_limit'], ['rate_limited']],
  ['faults', ['fault'], ['fault_injected']],
  ['routes', ['no_route', 'no_cluster', 'blocked'], ['route_missing', 'subset_missing', 'host_missing', 'egress_blocked']],
];

const isIll = ({ health }: EdgeMatter['edge']): boolean => health === 'failing' || health === 'degraded';

/** What could have been the reason of failing requests, and surely is not. Order: what people ask first comes first. */
export function ruledOut(matter: EdgeMatter, mechanisms: readonly Mechanism[], verdict: VerdictKind): readonly RuledOut[] {
  if (matter.edge.traffic.protocol === 'tcp') return [];
  const seen = new Set(mechanisms.map(({ way }) => way));
  const denied = mechanisms.some(({ code }) => code === '403' || code === '401');
  const [first, second, third, ...rest] = byFlags
    .filter(([, ways, verdicts]) => !verdicts.includes(verdict) && !ways.some((way) => seen.has(way)))
    .filter(([kind]) => kind !== 'access_policy' || !denied)
    .map(([kind]): RuledOut => ({ kind }));
  const at = (one: RuledOut | undefined): readonly RuledOut[] => given(one, (is) => is);
  return [
    ...podsAreWell(matter),
    ...at(first),
    ...encrypted(matter, seen),
    ...at(second),
    ...nobodyEjected(matter, seen, verdict),
    ...at(third),
    ...rest,
    ...ownCallsAreWell(matter, verdict),
  ];
}

function podsAreWell(matter: EdgeMatter): readonly RuledOut[] {
  const { pods } = matter.to;
  const well = pods !== null && pods.desired > 0 && pods.ready === pods.desired && restartsOf(matter) === 0;
  return well ? [{ kind: 'pods', ...pods, restarts: 0 }] : [];
}

const encrypted = ({ edge: { mtlsRatio } }: EdgeMatter, seen: ReadonlySet<Way>): readonly RuledOut[] =>
  mtlsRatio !== null && mtlsRatio > 0.999 && !seen.has('connection') ? [{ kind: 'mtls', share: mtlsRatio }] : [];

const nobodyEjected = ({ call }: EdgeMatter, seen: ReadonlySet<Way>, verdict: VerdictKind): readonly RuledOut[] =>
  call && !seen.has('no_upstream') && verdict !== 'hosts_ejected'
    ? [{ kind: 'outlier_ejection', rule: call.legs.some(({ leg }) => leg.outlier !== null) }]
    : [];

function ownCallsAreWell({ graph, to }: EdgeMatter, verdict: VerdictKind): readonly RuledOut[] {
  const failing = graph.edges.some((one) => one.from === to.id && isIll(one));
  return !failing && verdict !== 'callee_fails' && to.outbound.length > 0 ? [{ kind: 'its_own_calls' }] : [];
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
  const { call, onset, from, to } = matter;
  const restricted = from.kind === 'restricted' || to.kind === 'restricted';
  const kinds: readonly (readonly [
    boolean,
    Exclude<NotKnown['kind'], 'needs_limit' | 'who' | 'which_pod' | 'why_app_fails' | 'attributes' | 'tcp_times'>,
  ])[] = [
    [restricted, 'restricted'],
    [hidden, 'hidden_configuration'],
    ...(restricted ? [] : silentSides(matter)),
    [onset !== null && onset.at === null, 'began'],
    [isPast, 'past_configuration'],
    [call !== null, 'proxies_in_sync'],
  ];
  return kinds.flatMap(([is, kind]): readonly NotKnown[] => (is ? [{ kind }] : []));
}

/** Sides of a call that tell nothing because nobody counts there. */
function silentSides({ reports, to, edge }: EdgeMatter): readonly (readonly [boolean, 'called_side' | 'calling_side'])[] {
  if (edge.traffic.protocol === 'tcp') return [];
  const calledTells = reports.destination.length > 0 || reports.waypoint.length > 0;
  return [
    [reports.source.length > 0 && !calledTells && to.inMesh === false, 'called_side'],
    [reports.source.length === 0 && calledTells, 'calling_side'],
  ];
}

import type { Cause, Explanation, NotKnown } from '@vigla/contract/explain';
import type { ObjectReference } from '@vigla/contract/istio';
import { at } from '@vigla/contract/units';
import type { EdgeMatter } from './edge-matter.ts';
import { findVerdict } from './find-verdict.ts';
import { templateChange } from './find-app.ts';
import { type Culprit, type Finding, finding, type Sourced } from './finding.ts';
import { given } from './given.ts';
import { writeBehind } from './last-write.ts';
import { type Mechanism, mechanismsOf } from './mechanism.ts';
import { findObject, valueAt } from './object-fields.ts';
import { codesIn, failedOf, totalOf } from './reports.ts';
import { notKnownOf, ruledOut } from './ruled-out.ts';
import { endOf, stationsOf } from './stations.ts';

/** The last writes of a cluster are those of now: an instant so long ago may have had others. Units: seconds. */
const pastSeconds = 300;

/**
 * Why the calls of one edge end as they do. `queries` and `before` of the cause are the server's to add, which asks for them.
 * Total: what is not known is said so; an edge that fails for no known reason is `not_explained`.
 */
export function explainEdge(matter: EdgeMatter, now: number): Explanation {
  const { edge, graph, reports, from, to } = matter;
  const restricted = from.kind === 'restricted' || to.kind === 'restricted';
  const mechanisms = significant(mechanismsOf(reports, edge.traffic.protocol), edge.health);
  const [main = null] = mechanisms;
  const found = restricted && main ? finding('not_explained', null) : findVerdict(matter, main);
  const cause = causeOf(matter, found.culprit);
  const ends = { from: endOf(from), to: endOf(to) };
  const told: Told = { kind: found.kind, hasDelay: cause?.kind === 'object' && cause.write?.delaySeconds != null };
  return {
    element: edge.id,
    edge: edge.id,
    at: graph.at,
    window: graph.window,
    subject: { kind: 'edge', ...ends },
    ends,
    health: edge.health,
    protocol: edge.traffic.protocol,
    requestsPerSecond: sentOf(matter),
    p95Ms: edge.traffic.p95Ms,
    mtlsRatio: edge.mtlsRatio,
    verdict: verdictOf(matter, found.kind, main),
    since: sinceOf(matter),
    cause,
    contribution: null,
    within: null,
    stations: [...stationsOf(matter, found, main)],
    evidence: [...numbers(matter, told, mechanisms), ...shown(matter, found.evidence)],
    ruledOut: main ? [...ruledOut(matter, mechanisms, found.kind)] : [],
    notKnown: distinct([
      ...found.notKnown.map((one) => named(one, matter)),
      ...ofCause(cause),
      ...notKnownOf(matter, cause?.kind === 'hidden', now - graph.at > pastSeconds),
    ]),
    queries: [],
    gaps: [...graph.gaps],
  };
}

/** TCP has no requests that could fail. */
function verdictOf({ edge }: EdgeMatter, kind: Finding['kind'], main: Mechanism | null): Explanation['verdict'] {
  if (edge.traffic.protocol === 'tcp') return { kind, failedPerSecond: null, share: null };
  return { kind, failedPerSecond: main?.perSecond ?? 0, share: main?.share ?? 0 };
}

/** How many requests the caller sent: its own count, where it counts. */
function sentOf({ reports, edge }: EdgeMatter): number | null {
  return reports.source.length > 0 ? totalOf(reports.source) : edge.traffic.requestsPerSecond;
}

/** A healthy call may have a stray failure: that is no reason to look for one. */
const significant = (mechanisms: readonly Mechanism[], health: EdgeMatter['edge']['health']): readonly Mechanism[] =>
  health === 'healthy' || health === 'idle' ? mechanisms.filter(({ share }) => share > 0.001) : mechanisms;

const sinceOf = ({ onset }: EdgeMatter): Explanation['since'] => (onset?.at == null ? null : at(Math.round(onset.at)));

interface Told {
  readonly kind: Finding['kind'];
  /** The cause says already when failures began. */
  readonly hasDelay: boolean;
}

/** What was counted, before any configuration: who ended the calls, what the other side saw of it, and since when. */
function numbers(matter: EdgeMatter, { kind, hasDelay }: Told, [main]: readonly Mechanism[]): Sourced[] {
  const { reports, edge, onset } = matter;
  const told = reports.destination.length > 0 ? 'destination' : reports.waypoint.length > 0 ? 'waypoint' : 'source';
  if (!main)
    return kind === 'healthy' ? [...given(edge.traffic.requestsPerSecond, (perSecond) => wellKnown(reports, perSecond, told))] : [];
  const began = given(
    !hasDelay && sinceOf(matter),
    (since): Sourced => ({
      fact: { kind: 'began', at: since, beforeShare: onset?.beforeShare ?? 0, stepSeconds: onset?.stepSeconds ?? 0 },
      source: 'series',
    }),
  );
  const { perSecond, code, flag, share, bothSay, way } = main;
  if (main.by === 'called_proxy') return [{ fact: { kind: 'called_proxy_answered', perSecond, code, flag }, source: told }, ...began];
  if (main.by === 'app') return [{ fact: { kind: 'app_answered', perSecond, share, code, bothSay }, source: told }, ...began];
  return [byCallerProxy(matter, main), ...arrival(matter, way), ...tries(matter, way), ...began];
}

const wellKnown = (
  { source, destination, waypoint }: EdgeMatter['reports'],
  perSecond: number,
  told: 'source' | 'destination' | 'waypoint',
): Sourced => ({
  fact: { kind: 'all_well', perSecond, bothSay: source.length > 0 && destination.length + waypoint.length > 0 },
  source: told,
});

/** What the caller's proxy did: it answered by itself, or a connection broke. */
function byCallerProxy({ times, call }: EdgeMatter, { way, perSecond, code, flag }: Mechanism): Sourced {
  if (way === 'connection') return { fact: { kind: 'connection_broke', perSecond, code, flag }, source: 'source' };
  const withinMs = times.find((one) => one.reporter === 'source' && one.code === code)?.meanMs ?? null;
  const proxies = call?.caller?.pods.filter(({ ready, injected }) => ready && injected).length ?? null;
  return { fact: { kind: 'caller_proxy_answered', perSecond, code, flag, proxies, withinMs }, source: 'source' };
}

/** Of requests that were tried again: how the called app answered the tries. */
function tries({ reports, edge }: EdgeMatter, way: Mechanism['way']): Sourced[] {
  const bad = way === 'retries' ? failedOf(reports.destination, edge.traffic.protocol) : [];
  if (bad.length === 0) return [];
  const perSecond = totalOf(bad);
  return [
    {
      fact: {
        kind: 'app_answered',
        perSecond,
        share: Math.min(1, perSecond / totalOf(reports.destination)),
        code: codesIn(bad),
        bothSay: false,
      },
      source: 'destination',
    },
  ];
}

/** What the called side received of calls that the caller's proxy ended. */
function arrival({ reports, edge, to }: EdgeMatter, way: Mechanism['way']): Sourced[] {
  if (way === 'timeout' || way === 'retries' || reports.source.length === 0) return [];
  const called = reports.destination;
  if (called.length === 0 && to.inMesh !== true) return [];
  if (called.length === 0) return [{ fact: { kind: 'nobody_received' }, source: 'destination' }];
  const [sent, received] = [totalOf(reports.source), totalOf(called)];
  const goodPerSecond = received - totalOf(failedOf(called, edge.traffic.protocol));
  return [
    {
      fact: {
        kind: 'never_arrived',
        receivedPerSecond: received,
        goodPerSecond,
        missingPerSecond: Math.max(0, sent - received),
        codes: codesIn(called),
      },
      source: 'destination',
    },
  ];
}

/** What is behind it, as the reader may see it, with its last write. */
function causeOf(matter: EdgeMatter, culprit: Culprit | null): Cause | null {
  if (!culprit) return null;
  if (culprit.kind === 'object') return objectCause(matter, culprit);
  const node = matter.graph.nodes.find(({ id }) => id === culprit.element);
  if (!node || node.kind === 'restricted') return null;
  const { id, namespace, name, version } = node;
  return { kind: 'element', element: id, namespace, name, version, certainty: culprit.certainty };
}

function objectCause({ objects, maySee, onset, graph }: EdgeMatter, culprit: Extract<Culprit, { kind: 'object' }>): Cause {
  const { object: ref, field, part, certainty } = culprit;
  if (!maySee(homeOf(ref))) return { kind: 'hidden' };
  const object = findObject(objects, ref);
  const base = { kind: 'object' as const, object: ref, field, part, certainty };
  if (!object) return { ...base, value: null, before: null, write: null };
  const rolled = object.kind === 'Deployment' ? templateChange(object, objects) : null;
  return {
    ...base,
    value: field === null ? null : valueAt(object, field),
    before: rolled && rolled.field === field ? { value: rolled.before, from: 'replica_set' } : null,
    write: writeBehind(object, onset?.at ?? null, graph.at),
  };
}

/** A namespace belongs to itself. */
const homeOf = ({ kind, name, namespace }: ObjectReference): string => (kind === 'Namespace' ? name : namespace);

/** Facts without the names of objects that the reader may not see. */
function shown({ maySee }: EdgeMatter, evidence: readonly Sourced[]): Sourced[] {
  return evidence.map(({ fact, source }) =>
    'object' in fact && fact.object !== null && !maySee(homeOf(fact.object))
      ? { fact: { ...fact, object: null, ...('field' in fact && { field: null }), ...('nearest' in fact && { nearest: null }) }, source }
      : { fact, source },
  );
}

/** Names of nodes in place of their ids. */
function named(one: NotKnown, { graph }: EdgeMatter): NotKnown {
  if (!('name' in one)) return one;
  const node = graph.nodes.find(({ id }) => id === one.name);
  return node ? { ...one, name: node.name } : one;
}

function ofCause(cause: Cause | null): NotKnown[] {
  if (cause?.kind !== 'object' || !cause.write) return [];
  return [{ kind: 'who', manager: cause.write.by }, ...(cause.write.kind === 'changed' ? [{ kind: 'reason_of_change' as const }] : [])];
}

const distinct = (all: readonly NotKnown[]): NotKnown[] => [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];

import type { Cause, Explanation, NotKnown } from '@vigla/contract/explain';
import { at } from '@vigla/contract/units';
import type { EdgeMatter } from './edge-matter.ts';
import { findVerdict } from './find-verdict.ts';
import { templateChange } from './find-app.ts';
import type { Culprit, Finding, Sourced } from './finding.ts';
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
  const mechanisms =
    from.kind === 'restricted' && to.kind === 'restricted' ? [] : significant(mechanismsOf(reports, edge.traffic.protocol), edge.health);
  const [main = null] = mechanisms;
  const restricted = from.kind === 'restricted' || to.kind === 'restricted';
  const found: Finding =
    restricted && main ? { kind: 'not_explained', culprit: null, evidence: [], notKnown: [] } : findVerdict(matter, main);
  const cause = causeOf(matter, found.culprit);
  const hidden = cause?.kind === 'hidden';
  return {
    element: edge.id,
    edge: edge.id,
    at: graph.at,
    window: graph.window,
    subject: { kind: 'edge', from: endOf(from), to: endOf(to) },
    ends: { from: endOf(from), to: endOf(to) },
    health: edge.health,
    protocol: edge.traffic.protocol,
    requestsPerSecond: sentOf(matter),
    p95Ms: edge.traffic.p95Ms,
    mtlsRatio: edge.mtlsRatio,
    verdict: {
      kind: found.kind,
      failedPerSecond: main?.perSecond ?? (edge.traffic.protocol === 'tcp' ? null : 0),
      share: main?.share ?? (edge.traffic.protocol === 'tcp' ? null : 0),
    },
    cause,
    contribution: null,
    stations: [...stationsOf(matter, found, main)],
    evidence: [...numbers(matter, found, mechanisms), ...shown(matter, found.evidence)],
    ruledOut: main ? [...ruledOut(matter, mechanisms, found.kind)] : [],
    notKnown: distinct([
      ...found.notKnown.map((one) => named(one, matter)),
      ...ofCause(cause),
      ...notKnownOf(matter, hidden, now - graph.at > pastSeconds),
    ]),
    queries: [],
    gaps: [...graph.gaps],
  };
}

/** How many requests the caller sent: its own count, where it counts. */
function sentOf({ reports, edge }: EdgeMatter): number | null {
  return reports.source.length > 0 ? totalOf(reports.source) : edge.traffic.requestsPerSecond;
}

/** A healthy call may have a stray failure: that is no reason to look for one. */
const significant = (mechanisms: readonly Mechanism[], health: EdgeMatter['edge']['health']): readonly Mechanism[] =>
  health === 'healthy' || health === 'idle' ? mechanisms.filter(({ share }) => share > 0.001) : mechanisms;

/** What was counted, before any configuration: who ended the calls, what the other side saw of it, and since when. */
function numbers(matter: EdgeMatter, { kind }: Finding, mechanisms: readonly Mechanism[]): Sourced[] {
  const { reports, times, call, edge, onset } = matter;
  const [main] = mechanisms;
  const called = reports.destination.length > 0 ? reports.destination : reports.waypoint;
  const told = reports.destination.length > 0 ? 'destination' : reports.waypoint.length > 0 ? 'waypoint' : 'source';
  if (!main) {
    const perSecond = edge.traffic.requestsPerSecond;
    return kind === 'healthy' && perSecond !== null
      ? [{ fact: { kind: 'all_well', perSecond, bothSay: reports.source.length > 0 && called.length > 0 }, source: told }]
      : [];
  }
  const { perSecond, code, flag, share, bothSay, way } = main;
  const began: Sourced[] =
    onset?.at == null
      ? []
      : [
          {
            fact: { kind: 'began', at: at(Math.round(onset.at)), beforeShare: onset.beforeShare, stepSeconds: onset.stepSeconds },
            source: 'series',
          },
        ];
  if (main.by === 'called_proxy') return [{ fact: { kind: 'called_proxy_answered', perSecond, code, flag }, source: told }, ...began];
  if (main.by === 'app') return [{ fact: { kind: 'app_answered', perSecond, share, code, bothSay }, source: told }, ...began];
  const withinMs = times.find((one) => one.reporter === 'source' && one.code === code)?.meanMs ?? null;
  const proxies = call?.caller?.pods.filter(({ ready, injected }) => ready && injected).length ?? null;
  const first: Sourced =
    way === 'connection'
      ? { fact: { kind: 'connection_broke', perSecond, code, flag }, source: 'source' }
      : { fact: { kind: 'caller_proxy_answered', perSecond, code, flag, proxies, withinMs }, source: 'source' };
  return [first, ...arrival(matter, way), ...began];
}

/** What the called side received of calls that the caller's proxy ended. */
function arrival({ reports, edge }: EdgeMatter, way: Mechanism['way']): Sourced[] {
  if (way === 'timeout' || way === 'retries' || reports.source.length === 0) return [];
  const called = reports.destination;
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
function causeOf({ objects, maySee, onset, graph }: EdgeMatter, culprit: Culprit | null): Cause | null {
  if (!culprit) return null;
  if (culprit.kind === 'element') {
    const node = graph.nodes.find(({ id }) => id === culprit.element);
    if (!node || node.kind === 'restricted') return null;
    return {
      kind: 'element',
      element: node.id,
      namespace: node.namespace,
      name: node.name,
      version: node.version,
      certainty: culprit.certainty,
    };
  }
  const { object: ref, field, part, certainty } = culprit;
  const home = ref.kind === 'Namespace' ? ref.name : ref.namespace;
  if (!maySee(home)) return { kind: 'hidden' };
  const object = findObject(objects, ref);
  const value = object && field !== null ? valueAt(object, field) : null;
  const rolled = object?.kind === 'Deployment' ? templateChange(object, objects) : null;
  return {
    kind: 'object',
    object: ref,
    field,
    part,
    value,
    before: rolled && rolled.field === field ? { value: rolled.before, from: 'replica_set' } : null,
    write: object ? writeBehind(object, onset?.at ?? null, graph.at) : null,
    certainty,
  };
}

/** Facts without the names of objects that the reader may not see. */
function shown({ maySee }: EdgeMatter, evidence: readonly Sourced[]): Sourced[] {
  return evidence.map(({ fact, source }) =>
    'object' in fact && fact.object !== null && !maySee(fact.object.namespace)
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

import type { Leg, Outlier } from '../semantics/index.ts';
import type { EdgeMatter } from './edge-matter.ts';
import { partOf, placeOf, ruleBehind } from './find-limit.ts';
import { type Culprit, type Finding, finding, type Sourced } from './finding.ts';
import { writeBehind } from './last-write.ts';
import { nearestText } from './nearest-text.ts';
import { findObject, refOf, valueAt } from './object-fields.ts';
import { allLegs } from './semantic-call.ts';

/** Requests whose route leads nowhere: a subset or host that nobody defines, or no route at all. */
export function findMissing(matter: EdgeMatter, way: 'no_route' | 'no_cluster'): Finding {
  const { call, objects } = matter;
  const found = allLegs(call?.routes ?? []).find(({ leg }) => leg.missing !== null);
  if (!found) return withoutRoute(matter, way);
  const { leg, index, by } = found;
  const object = by && findObject(objects, by.object);
  const ref = object ? refOf(object) : null;
  const part = leg.missing === 'subset' ? 'subset' : 'host';
  const field = by && (object?.kind === 'VirtualService' ? `${by.path}.route[${index}].destination.${part}` : by.path);
  const culprit: Culprit | null = ref && { kind: 'object', object: ref, field, part: null, certainty: 'sure' };
  if (part === 'host')
    return finding('host_missing', culprit, [
      { fact: { kind: 'host_missing', object: ref, field, host: leg.host }, source: 'configuration' },
    ]);
  const { subset, host, share } = leg;
  return finding('subset_missing', culprit, [
    { fact: { kind: 'subset_missing', object: ref, field, subset: subset ?? '', host, share }, source: 'configuration' },
  ]);
}

/** A VirtualService whose rules take none of these requests. */
function withoutRoute({ call, objects }: EdgeMatter, way: 'no_route' | 'no_cluster'): Finding {
  const owner = call?.steps.find(({ object }) => object?.kind === 'VirtualService')?.object;
  const object = owner && findObject(objects, owner);
  const culprit: Culprit | null = object
    ? { kind: 'object', object: refOf(object), field: 'spec.http', part: null, certainty: 'likely' }
    : null;
  return finding(way === 'no_route' ? 'route_missing' : 'host_missing', culprit);
}

/** Requests that may not leave the mesh: no entry registers their host. The closest one that is registered may be a slip of the pen. */
export function findBlocked(matter: EdgeMatter): Finding {
  const { call, objects, onset, graph } = matter;
  const host = (call?.host ?? matter.to.name).replace(/:\d+$/, '');
  const entries = objects
    .filter(({ kind, metadata }) => kind === 'ServiceEntry' && matter.maySee(metadata.namespace ?? ''))
    .flatMap((entry) =>
      [0, 1, 2, 3, 4, 5, 6, 7].flatMap((n) => {
        const written = valueAt(entry, `spec.hosts[${n}]`);
        return written === null ? [] : [{ entry, written, field: `spec.hosts[${n}]` }];
      }),
    );
  const nearest = nearestText(
    host,
    entries.map(({ written }) => written),
  );
  const near = entries.find(({ written }) => written === nearest);
  const write = near && writeBehind(near.entry, onset?.at ?? null, graph.at);
  const object = near ? refOf(near.entry) : null;
  const evidence: Sourced[] = [
    { fact: { kind: 'host_not_registered', host, nearest: near?.written ?? null, object }, source: 'configuration' },
  ];
  const certainty = write?.delaySeconds != null && write.delaySeconds < 300 ? 'sure' : 'likely';
  return finding('egress_blocked', near && object ? { kind: 'object', object, field: near.field, part: null, certainty } : null, evidence, [
    { kind: 'mesh_settings' },
  ]);
}

/** Faults that a route tells the caller's proxy to make. */
export function findFault({ call, objects }: EdgeMatter): Finding {
  const found = call?.routes.find(({ route }) => route.kind === 'forward' && route.fault !== null);
  const fault = found?.route.kind === 'forward' ? found.route.fault : null;
  const object = found?.by && findObject(objects, found.by.object);
  if (!fault || !object || !found?.by) return finding('fault_injected', null);
  const field = `${found.by.path}.fault`;
  const { abortShare, abortCode, delayShare, delayMs } = fault;
  return finding('fault_injected', { kind: 'object', object: refOf(object), field, part: null, certainty: 'sure' }, [
    { fact: { kind: 'fault_rule', object: refOf(object), field, abortShare, abortCode, delayShare, delayMs }, source: 'configuration' },
  ]);
}

/** No endpoint was left: its pods are not ready, or the caller's proxy has left them all out. */
export function findNoUpstream(matter: EdgeMatter): Finding {
  const { call, to } = matter;
  if (!call) return finding('no_healthy_upstream', null);
  const legs = call.legs.length > 0 ? call.legs : allLegs(call.routes);
  const found = legs.reduce((sum, { leg }) => sum + leg.endpoints.reduce((n, { pods }) => n + pods.length, 0), 0);
  const pods: Sourced = { fact: { kind: 'pods', ready: found, desired: found, ...to.pods, restarts: null }, source: 'pods' };
  if (found === 0) return finding('no_ready_pods', { kind: 'element', element: to.id, certainty: 'sure' }, [pods]);
  const leg = legs.map((one) => one.leg).find(({ outlier }) => outlier !== null);
  return leg?.outlier ? ejected(matter, leg, leg.outlier, pods) : finding('no_healthy_upstream', null, [pods]);
}

/** A rule that lets callers leave out pods, up to all of them. */
function ejected(matter: EdgeMatter, { host, subset }: Leg, outlier: Outlier, pods: Sourced): Finding {
  const rule = ruleBehind(matter, host, subset);
  const place = rule && placeOf(rule, subset, 'outlierDetection');
  const percent = `${place ?? ''}.maxEjectionPercent`;
  const field = valueAt(rule, percent) === null ? place : percent;
  const object = rule && refOf(rule);
  const { consecutive5xx, consecutiveGateway, baseEjectionMs, maxEjectionPercent } = outlier;
  return finding('hosts_ejected', object && { kind: 'object', object, field, part: partOf(place, subset), certainty: 'sure' }, [
    pods,
    {
      fact: {
        kind: 'outlier_rule',
        object,
        field,
        consecutive: consecutive5xx > 0 ? consecutive5xx : consecutiveGateway,
        ejectionMs: baseEjectionMs,
        maxPercent: maxEjectionPercent,
      },
      source: 'configuration',
    },
  ]);
}

import type { EdgeMatter } from './edge-matter.ts';
import { placeOf, ruleBehind } from './find-limit.ts';
import { type Culprit, type Finding, finding, type Sourced } from './finding.ts';
import { writeBehind } from './last-write.ts';
import { nearestText } from './nearest-text.ts';
import { findObject, refOf, valueAt } from './object-fields.ts';

/** Requests whose route leads nowhere: a subset or host that nobody defines, or no route at all. */
export function findMissing(matter: EdgeMatter, way: 'no_route' | 'no_cluster'): Finding {
  const { call, objects } = matter;
  const found = call?.legs.find(({ leg }) => leg.missing !== null);
  const all =
    found ??
    call?.routes
      .flatMap(({ route, by }) => (route.kind === 'forward' ? route.legs.map((leg, index) => ({ leg, index, by })) : []))
      .find(({ leg }) => leg.missing !== null);
  if (!all) {
    const steps = call?.steps.filter(({ object }) => object?.kind === 'VirtualService') ?? [];
    const object = steps[0]?.object && findObject(objects, steps[0].object);
    const culprit: Culprit | null = object
      ? { kind: 'object', object: refOf(object), field: 'spec.http', part: null, certainty: 'likely' }
      : null;
    return finding(way === 'no_route' ? 'route_missing' : 'host_missing', culprit);
  }
  const { leg, index, by } = all;
  const object = by && findObject(objects, by.object);
  const path = by && object?.kind === 'VirtualService' ? `${by.path}.route[${index}].destination` : (by?.path ?? null);
  const ref = object ? refOf(object) : null;
  if (leg.missing === 'subset') {
    const field = path && `${path}.subset`;
    const culprit: Culprit | null = ref && { kind: 'object', object: ref, field, part: null, certainty: 'sure' };
    return finding('subset_missing', culprit, [
      {
        fact: { kind: 'subset_missing', object: ref, field, subset: leg.subset ?? '', host: leg.host, share: leg.share },
        source: 'configuration',
      },
    ]);
  }
  const field = path && `${path}.host`;
  return finding('host_missing', ref && { kind: 'object', object: ref, field, part: null, certainty: 'sure' }, [
    { fact: { kind: 'host_missing', object: ref, field, host: leg.host }, source: 'configuration' },
  ]);
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
  const legs = call?.legs.length
    ? call.legs
    : (call?.routes.flatMap(({ route, by }) =>
        route.kind === 'forward' ? route.legs.map((leg, index) => ({ leg, index, route, by })) : [],
      ) ?? []);
  const ready = legs.reduce((sum, { leg }) => sum + leg.endpoints.reduce((n, { pods }) => n + pods.length, 0), 0);
  const desired = to.pods?.desired ?? 0;
  const pods: Sourced = { fact: { kind: 'pods', ready: to.pods?.ready ?? ready, desired, restarts: null }, source: 'pods' };
  if (call && ready === 0) return finding('no_ready_pods', { kind: 'element', element: to.id, certainty: 'sure' }, [pods]);
  const limited = legs.find(({ leg }) => leg.outlier !== null);
  if (!limited?.leg.outlier) return finding('no_healthy_upstream', null, call ? [pods] : []);
  const { leg } = limited;
  const rule = ruleBehind(matter, leg.host, leg.subset);
  const place = rule && placeOf(rule, leg.subset, 'outlierDetection');
  const percent = place && `${place}.maxEjectionPercent`;
  const field = percent && valueAt(rule, percent) !== null ? percent : place;
  const object = rule ? refOf(rule) : null;
  const { consecutive5xx, consecutiveGateway, baseEjectionMs, maxEjectionPercent } = limited.leg.outlier;
  return finding('hosts_ejected', object && { kind: 'object', object, field, part: leg.subset, certainty: 'sure' }, [
    pods,
    {
      fact: {
        kind: 'outlier_rule',
        object,
        field,
        consecutive: consecutive5xx || consecutiveGateway,
        ejectionMs: baseEjectionMs,
        maxPercent: maxEjectionPercent,
      },
      source: 'configuration',
    },
  ]);
}

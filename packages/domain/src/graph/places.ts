import type { GroupBy, NodeKind } from '@vigla/contract/graph';
import { type MeshFacts, serviceKey } from '../inventory/index.ts';
import { type End, idOf } from './end.ts';
import type { Asked, Flow } from './flows.ts';
import { neighbourhood } from './neighbourhood.ts';

/** Where an end of a flow is drawn. */
export interface Place {
  readonly id: string;
  readonly kind: Exclude<NodeKind, 'store'>;
  readonly namespace: string | null;
  readonly name: string;
  readonly app: string | null;
  readonly version: string | null;
}

/** Decides for each end of each flow which node it belongs to, under one grouping. */
export interface Places {
  readonly caller: (flow: Flow) => Place;
  readonly callee: (flow: Flow) => Place;
  /** Where a workload without traffic is drawn; the same place it has with traffic. */
  readonly workload: (namespace: string, name: string) => Place;
  readonly service: (namespace: string, name: string) => Place;
}

type WorkloadEnd = Extract<End, { kind: 'workload' }>;

/**
 * Requests that reached no workload belong to the service they asked for, or, where exactly one node can be meant, to
 * that node: 503s of a service with one workload are drawn on the edge to it, those of a service with three versions on
 * an edge to the service.
 *
 * Grouped by service, a caller is drawn as its service only where it has exactly one: what a workload behind two
 * services sends is sent once, and cannot be divided between them. Gateways and waypoints always stay themselves.
 */
export function createPlaces(flows: readonly Flow[], facts: MeshFacts | null, groupBy: GroupBy): Places {
  const near = neighbourhood(flows, facts);
  const ofWorkload = (end: WorkloadEnd): Place => {
    const role = facts?.workloads.get(serviceKey(end))?.role;
    if (role === 'gateway' || role === 'waypoint') return { ...plain(end), kind: role };
    return groupBy === 'app' && end.app !== null ? appPlace(end.namespace, end.app) : plain(end);
  };
  const caller = (end: End): Place => {
    if (end.kind !== 'workload') return direct(end);
    const place = ofWorkload(end);
    const [only, ...others] = groupBy === 'service' && place.kind === 'workload' ? near.servicesOf(end) : [];
    return only && others.length === 0 ? servicePlace(only.namespace, only.name) : place;
  };
  const unreached = (end: { readonly namespace: string; readonly name: string }): Place => {
    if (groupBy === 'service') return servicePlace(end.namespace, end.name);
    const places = new Map(near.workloadsOf(end).map((workload) => [ofWorkload(workload).id, ofWorkload(workload)]));
    const [only, ...others] = places.values();
    return only && others.length === 0 ? only : servicePlace(end.namespace, end.name);
  };
  const callee = ({ to, from, asked }: Flow): Place => {
    if (to.kind === 'service') return unreached(to);
    if (to.kind === 'host') {
      const service = near.serviceOfName(to.name, from);
      return service ? unreached(service) : { ...direct(to), kind: to.registered || near.isRegistered(to.name) ? 'external' : 'outside' };
    }
    if (to.kind !== 'workload' || groupBy !== 'service') return to.kind === 'workload' ? ofWorkload(to) : direct(to);
    return ofWorkload(to).kind === 'workload' && namesService(asked) ? servicePlace(asked.namespace, asked.name) : caller(to);
  };
  return {
    caller: ({ from }) => caller(from),
    callee,
    workload: (namespace, name) => caller(near.workload(namespace, name)),
    service: servicePlace,
  };
}

const namesService = (asked: Asked | null): asked is Asked & { namespace: string } => asked !== null && asked.namespace !== null;

const plain = ({ id, namespace, name, app, version }: WorkloadEnd): Place => ({ id, kind: 'workload', namespace, name, app, version });

const appPlace = (namespace: string, app: string): Place => ({
  id: idOf.app(namespace, app),
  kind: 'app',
  namespace,
  name: app,
  app,
  version: null,
});

const servicePlace = (namespace: string, name: string): Place => ({
  id: idOf.service(namespace, name),
  kind: 'service',
  namespace,
  name,
  app: null,
  version: null,
});

function direct(end: Exclude<End, WorkloadEnd>): Place {
  if (end.kind === 'app') return appPlace(end.namespace, end.name);
  if (end.kind === 'service') return servicePlace(end.namespace, end.name);
  return { id: end.id, kind: 'outside', namespace: null, name: end.name, app: null, version: null };
}

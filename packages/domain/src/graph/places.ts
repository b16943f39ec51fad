import type { GroupBy, NodeKind } from '@vigla/contract/graph';
import { type End, idOf, type Located } from './end.ts';
import type { Asked, Flow } from './flows.ts';
import type { LocatedFacts } from './locate-facts.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import { kept } from './once.ts';

/** Where an end of a flow is drawn. */
export interface Place {
  readonly id: string;
  readonly kind: Exclude<NodeKind, 'store'>;
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly name: string;
  readonly app: string | null;
  readonly version: string | null;
  /** Of targets nobody knows: some callers named an address. */
  readonly byAddress?: boolean;
}

/** Decides for each end of each flow which node it belongs to, under one grouping. */
export interface Places {
  readonly caller: (flow: Flow) => Place;
  readonly callee: (flow: Flow) => Place;
  readonly service: (at: Located) => Place & Located;
  /** Where something is drawn that may have no traffic. Made each time: there may be thousands of it. */
  readonly resting: (kind: 'workload' | 'service', at: Located) => Place;
  /** One classified kind of request to a service, or to whatever stands for it. */
  readonly operation: (owner: Located, name: string) => Place;
  readonly end: (end: End) => Place;
}

interface Drawing {
  readonly groupBy: GroupBy;
  /** Services are nodes of their own: what reached no workload goes no further than its service. */
  readonly services: boolean;
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
export function createPlaces(near: Neighbourhood, facts: LocatedFacts, { groupBy, services }: Drawing): Places {
  const service = kept(servicePlace);
  const operations = new Map<string, Place>();
  const workloadPlace = (end: WorkloadEnd): Place => {
    const role = facts.workload(end)?.role;
    if (role === 'gateway' || role === 'waypoint') return { ...plain(end), kind: role };
    return groupBy === 'app' && end.app !== null ? appPlace({ ...end, name: end.app }) : plain(end);
  };
  const ofWorkload = kept(workloadPlace);
  const sending = (end: WorkloadEnd, place: Place): Place => {
    const [only, ...others] = groupBy === 'service' && place.kind === 'workload' ? near.servicesOf(end) : [];
    return only && others.length === 0 ? servicePlace(only) : place;
  };
  const caller = kept((end: End): Place => (end.kind === 'workload' ? sending(end, ofWorkload(end)) : direct(end)));
  const unreached = kept((asked: Located): Place => {
    if (groupBy === 'service' || services) return servicePlace(asked);
    const places = new Map(near.workloadsOf(asked).map((workload) => [ofWorkload(workload).id, ofWorkload(workload)]));
    const [only, ...others] = places.values();
    return only && others.length === 0 ? only : servicePlace(asked);
  });
  const callee = ({ to, from, asked }: Flow): Place => {
    if (to.kind === 'service') return unreached(to);
    if (to.kind === 'host') {
      const meant = near.serviceOfName(to.name, from);
      return meant ? unreached(meant) : { ...direct(to), kind: to.registered || near.isRegistered(to.name) ? 'external' : 'outside' };
    }
    if (to.kind !== 'workload' || groupBy !== 'service') return to.kind === 'workload' ? ofWorkload(to) : direct(to);
    return ofWorkload(to).kind === 'workload' && namesService(asked) ? service(asked) : caller(to);
  };
  return {
    caller: ({ from }) => caller(from),
    callee,
    service,
    resting(kind, at) {
      if (kind === 'service') return servicePlace(at);
      const end = near.workload(at);
      return sending(end, workloadPlace(end));
    },
    operation(owner, name) {
      const place = operationPlace(owner, name);
      const ready = operations.get(place.id) ?? place;
      operations.set(place.id, ready);
      return ready;
    },
    end: (end) => (end.kind === 'workload' ? ofWorkload(end) : direct(end)),
  };
}

/** Whether requests asked for a service of the cluster rather than for a host outside. */
export const namesService = (asked: Asked | null): asked is Asked & { namespace: string } => asked !== null && asked.namespace !== null;

const plain = ({ id, cluster, namespace, name, app, version }: WorkloadEnd): Place => ({
  id,
  kind: 'workload',
  cluster,
  namespace,
  name,
  app,
  version,
});

const appPlace = ({ cluster, namespace, name }: Located): Place => ({
  id: idOf.app(namespace, name, cluster),
  kind: 'app',
  cluster,
  namespace,
  name,
  app: name,
  version: null,
});

const servicePlace = ({ cluster, namespace, name }: Located): Place & Located => ({
  id: idOf.service(namespace, name, cluster),
  kind: 'service',
  cluster,
  namespace,
  name,
  app: null,
  version: null,
});

const operationPlace = (owner: Located, operation: string): Place => ({
  id: idOf.operation(owner, operation),
  kind: 'operation',
  cluster: owner.cluster,
  namespace: owner.namespace,
  name: operation,
  app: null,
  version: null,
});

function direct(end: Exclude<End, WorkloadEnd>): Place {
  if (end.kind === 'app') return appPlace(end);
  if (end.kind === 'service') return servicePlace(end);
  const nowhere = { cluster: null, namespace: null, app: null, version: null };
  const byAddress = end.kind === 'nobody' && end.byAddress;
  return { id: end.id, kind: 'outside', name: end.name, ...nowhere, ...(byAddress && { byAddress }) };
}

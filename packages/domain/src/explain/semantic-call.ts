import type { Protocol } from '@vigla/contract/graph';
import { type End, type Flow } from '../graph/index.ts';
import {
  type Admission,
  known,
  type Leg,
  type Mesh,
  type PossibleRoute,
  type Route,
  type Service,
  type Step,
  type Workload,
} from '../semantics/index.ts';
import type { RequestClass } from '../semantics/index.ts';

/** A call as the mesh's rules meet it. Null where nothing is known of it. */
export interface SemanticCall {
  readonly caller: Workload | null;
  readonly callee: Workload | null;
  readonly service: Service | null;
  readonly host: string;
  readonly routes: readonly PossibleRoute[];
  /** Destinations that lead to the called workload, each with the route that it is of; all of them where no workload was reached. */
  readonly legs: readonly {
    readonly leg: Leg;
    readonly index: number;
    readonly route: Extract<Route, { kind: 'forward' }>;
    readonly by: PossibleRoute['by'];
  }[];
  readonly steps: readonly Step[];
  readonly admission: Admission | null;
}

/** Looks up what rules apply to a call of which only host, protocol and ends are known: the rest of the request is not, and stays so. */
export function semanticCall(mesh: Mesh, flows: readonly Flow[], protocol: Protocol): SemanticCall {
  const caller = firstWorkload(
    mesh,
    flows.map(({ from }) => from),
  );
  const callee = firstWorkload(
    mesh,
    flows.map(({ to }) => to),
  );
  const host = hostOf(flows);
  const service = serviceOf(mesh, host, caller?.namespace ?? '');
  const request = requestOf(host, portOf(service, host, protocol), protocol);
  const routes = caller?.proxy ? mesh.decide(caller, request).flatMap((part) => part.routes) : [];
  const security = flows.some(({ securePerSecond }) => securePerSecond > 0);
  return {
    caller,
    callee,
    service,
    host,
    routes,
    legs: legsTo(routes, callee),
    steps: caller?.proxy ? mesh.explainRoute(caller, request) : [],
    admission: callee?.proxy ? admit(mesh, { caller, callee, service, request, security }) : null,
  };
}

const firstWorkload = (mesh: Mesh, ends: readonly End[]): Workload | null =>
  ends.map((end) => workloadOf(mesh, end)).find((one) => one !== null) ?? null;

/** How the caller named what it called. */
function hostOf(flows: readonly Flow[]): string {
  const flow = flows.find(({ asked }) => asked !== null) ?? flows[0];
  return flow?.asked?.host ?? (flow?.to.kind === 'host' ? flow.to.name : '');
}

function workloadOf({ registry }: Mesh, end: End): Workload | null {
  if (end.kind === 'workload') return registry.workloads.get(`${end.namespace}/${end.name}`) ?? null;
  if (end.kind !== 'app') return null;
  return (
    [...registry.workloads.values()].find(
      ({ namespace, canonicalService }) => namespace === end.namespace && canonicalService === end.name,
    ) ?? null
  );
}

const serviceOf = ({ registry }: Mesh, host: string, namespace: string): Service | null => {
  const bare = host.replace(/:\d+$/, '');
  const full = bare.includes('.') ? bare : `${bare}.${namespace}.svc.cluster.local`;
  return registry.services.get(full) ?? null;
};

function portOf(service: Service | null, host: string, protocol: Protocol): number {
  const written = /:(\d+)$/.exec(host)?.[1];
  if (written !== undefined) return Number(written);
  const fitting = service?.ports.find((port) => port.protocol === protocol) ?? service?.ports[0];
  return fitting?.number ?? 80;
}

const unknown = { kind: 'unknown' } as const;

/** A bundle of requests of which nothing is known but where they go. */
export const requestOf = (host: string, port: number, protocol: Protocol): RequestClass => ({
  host: host.replace(/:\d+$/, ''),
  port,
  protocol,
  method: unknown,
  path: unknown,
  headers: unknown,
  token: unknown,
  sourceIp: unknown,
  remoteIp: unknown,
  sni: known(null),
});

/** Every destination of every possible route. */
export const allLegs = (routes: readonly PossibleRoute[]): SemanticCall['legs'] =>
  routes.flatMap(({ route, by }) => (route.kind === 'forward' ? route.legs.map((leg, index) => ({ leg, index, route, by })) : []));

function legsTo(routes: readonly PossibleRoute[], callee: Workload | null): SemanticCall['legs'] {
  const all = allLegs(routes);
  const to = callee === null ? [] : all.filter(({ leg }) => leg.endpoints.some(({ workload }) => workload.key === callee.key));
  return to.length > 0 ? to : callee === null ? all : [];
}

interface Arriving {
  readonly caller: Workload | null;
  readonly callee: Workload;
  readonly service: Service | null;
  readonly request: RequestClass;
  readonly security: boolean;
}

function admit(mesh: Mesh, { caller, callee, service, request, security }: Arriving): Admission {
  const port = service?.ports.find(({ number }) => number === request.port)?.target ?? request.port;
  const peer = mesh.peer(caller, security ? 'mutual_tls' : 'none');
  return mesh.admit(callee, { peer, request, port, destinationIp: unknown });
}

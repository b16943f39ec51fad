import type { KubeObject } from '@vigla/contract/objects';
import { readAuthorization, type Authorize } from './authorization.ts';
import type { Peer } from './authorization-rule.ts';
import { readDestinationRules } from './destination-rule.ts';
import { readGatewayServers } from './gateways.ts';
import { handshake, type Handshake } from './handshake.ts';
import { readHeadless } from './headless.ts';
import { readMeshSettings, type MeshSettings } from './mesh-settings.ts';
import { readPeerAuthentications } from './peer-authentication.ts';
import { readRateLimits, type RateLimits } from './rate-limit.ts';
import { byAge, reference, type Unsupported } from './reference.ts';
import { buildRegistry, type Registry } from './registry.ts';
import type { Call } from './request.ts';
import { readTracing, type Side, type TracingPlan } from './telemetry.ts';
import { plainLeg, route, type Leg, type Route, type RouteBook } from './routing.ts';
import { readVirtualService } from './virtual-service.ts';
import { findService, type Service } from './registry.ts';
import type { Workload } from './workloads.ts';

/** What proxies do, compiled from the objects of a cluster. Pure: the same objects give the same answers. */
export interface Mesh {
  readonly registry: Registry;
  readonly settings: MeshSettings;
  /** Configuration that is not followed: results may differ from a real mesh where these apply. */
  readonly unsupported: readonly Unsupported[];
  /** What the proxy of a caller does with a request. */
  route(caller: Workload, call: Call): Route;
  /** Where a caller without a proxy ends up: the service's endpoints; null when nobody has the host. */
  direct(call: Call, namespace: string): Leg | null;
  /** How a connection to a workload's port opens. `caller` null or without a proxy speaks plain text. */
  connect(caller: Workload | null, leg: Leg, server: Workload): Handshake;
  /** Who a server sees behind a connection. */
  peer(caller: Workload | null, security: 'mutual_tls' | 'none'): Peer;
  readonly authorize: Authorize;
  /** What a workload's proxy does about traces. */
  readonly tracing: (workload: Workload, side: Side) => TracingPlan;
  /** The buckets that the proxies of a workload keep. */
  readonly rateLimits: RateLimits;
  /** Without `spiffe://`. */
  readonly principal: (workload: Workload) => string;
}

const unfollowed: Readonly<Record<string, string>> = {
  RequestAuthentication: 'tokens are not checked: requests of this mesh carry none',
  Sidecar: 'is not followed: callers see every service',
  ServiceEntry: 'is not followed: its hosts count as unknown',
  WorkloadEntry: 'is not followed',
  Telemetry: 'is followed for tracing only: metrics are the standard ones, access logs are written everywhere',
  WasmPlugin: 'is not followed',
  TrafficExtension: 'is not followed',
  ProxyConfig: 'is not followed',
  HTTPRoute: 'is not followed: use a VirtualService',
  GRPCRoute: 'is not followed: use a VirtualService',
};

/** Compiles the objects of a cluster. Total: broken objects read as absent, what is not followed is listed. */
export function compileMesh(objects: readonly KubeObject[]): Mesh {
  const unsupported: Unsupported[] = [];
  const report = (one: Unsupported): void => void unsupported.push(one);
  const book = readBook(objects, report);
  const { registry, settings } = book;
  const peers = readPeerAuthentications(objects, settings.rootNamespace);
  const authorize = readAuthorization(objects, settings.rootNamespace, report);
  for (const object of objects) {
    const detail = isMeshKind(object) ? unfollowed[object.kind] : undefined;
    if (detail !== undefined) report({ object: reference(object), path: '', detail });
  }
  const mayTryMtls = readHeadless(objects);
  const principal = ({ namespace, serviceAccount }: Workload): string => `${settings.trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
  return {
    registry,
    settings,
    unsupported,
    authorize,
    tracing: readTracing(objects, settings.rootNamespace),
    rateLimits: readRateLimits(objects, settings.rootNamespace, report),
    principal,
    route: (caller, call) => route(book, caller, call),
    direct: (call, namespace) => directLeg(book, findService(registry, call.host, namespace), call),
    connect: (caller, leg, server) =>
      handshake({
        client: caller?.proxy ? leg.tls : null,
        server: server.proxy ? peers.mode(server, targetOf(leg)) : null,
        autoMtls:
          settings.autoMtls && peers.namespaceMode(leg.service?.namespace ?? server.namespace) !== 'DISABLE' && mayTryMtls(leg.service),
      }),
    peer: (caller, security) => peerOf(caller, security === 'mutual_tls' ? principal : null),
  };
}

const isMeshKind = ({ apiVersion }: KubeObject): boolean => /\.istio\.io\/|^gateway\.networking\.k8s\.io\//.test(apiVersion);

/** The port of the pods behind a leg. */
export const targetOf = ({ service, port }: Leg): number => service?.ports.find(({ number }) => number === port)?.target ?? port;

function readBook(objects: readonly KubeObject[], report: (one: Unsupported) => void): RouteBook {
  const services = objects.filter(({ kind }) => kind === 'VirtualService').sort(byAge);
  return {
    registry: buildRegistry(objects),
    settings: readMeshSettings(objects),
    virtualServices: services.map((object) => readVirtualService(object, report)),
    destinationRules: readDestinationRules(objects, report),
    servers: readGatewayServers(objects),
  };
}

const directLeg = (book: RouteBook, service: Service | undefined, { port }: Call): Leg | null =>
  service ? plainLeg(book, null, service, port) : null;

function peerOf(caller: Workload | null, principal: ((workload: Workload) => string) | null): Peer {
  const ip = caller?.pods[0]?.ip ?? null;
  if (!caller || !principal) return { principal: null, namespace: null, serviceAccount: null, ip };
  return { principal: principal(caller), namespace: caller.namespace, serviceAccount: caller.serviceAccount, ip };
}

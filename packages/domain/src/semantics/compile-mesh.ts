import type { KubeObject } from '@vigla/contract/objects';
import { readAuthorization } from './authorization.ts';
import type { Arrival, KnownPeer } from './authorization-arrival.ts';
import { admission, admitKnown, type Admit, type AdmitKnown } from './authorization-admission.ts';
import { explainAdmission } from './authorization-explanation.ts';
import { readDestinationRules } from './destination-rule.ts';
import type { Step } from './explanation.ts';
import { providerState, type ExternalProvider, type ProviderState } from './external-authorization.ts';
import { readGatewayServers } from './gateways.ts';
import { handshake, type Handshake } from './handshake.ts';
import { known } from './known.ts';
import { readMeshSettings, type MeshSettings } from './mesh-settings.ts';
import { readPeerAuthentications } from './peer-authentication.ts';
import { byAge, reference, type Unsupported } from './reference.ts';
import { buildRegistry, type Registry } from './registry.ts';
import type { Call } from './request.ts';
import { readRequestAuthentications } from './request-authentication.ts';
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
  peer(caller: Workload | null, security: 'mutual_tls' | 'none'): KnownPeer;
  /** What a workload's proxy makes of requests that come in: token, then policies. */
  readonly admit: Admit;
  /** The same for one call of which everything is known, and which carries no token. */
  readonly authorize: AdmitKnown;
  /** The same in steps. */
  explainAdmission(workload: Workload, arrival: Arrival): readonly Step[];
  /** Whether a provider of external authorization could answer. */
  providerState(provider: ExternalProvider): ProviderState;
  /** Without `spiffe://`. */
  readonly principal: (workload: Workload) => string;
}

const unfollowed: Readonly<Record<string, string>> = {
  Sidecar: 'is not followed: callers see every service',
  EnvoyFilter: 'is not followed',
  ServiceEntry: 'is not followed: its hosts count as unknown',
  WorkloadEntry: 'is not followed',
  Telemetry: 'is not followed: standard metrics only',
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
  const policies = readAuthorization(objects, report);
  const admit = admission(readRequestAuthentications(objects, settings.rootNamespace, report), policies);
  for (const object of objects) {
    const detail = isMeshKind(object) ? unfollowed[object.kind] : undefined;
    if (detail !== undefined) report({ object: reference(object), path: '', detail });
  }
  const principal = ({ namespace, serviceAccount }: Workload): string => `${settings.trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
  return {
    registry,
    settings,
    unsupported,
    admit,
    authorize: admitKnown(admit),
    explainAdmission: (workload, arrival) => explainAdmission(admit, policies.policiesOf(workload), workload, arrival),
    providerState: (provider) => providerState(provider, registry, settings.rootNamespace),
    principal,
    route: (caller, call) => route(book, caller, call),
    direct: (call, namespace) => directLeg(book, findService(registry, call.host, namespace), call),
    connect: (caller, leg, server) =>
      handshake({
        client: caller?.proxy ? leg.tls : null,
        server: server.proxy ? peers.mode(server, targetOf(leg)) : null,
        autoMtls: settings.autoMtls && peers.namespaceMode(leg.service?.namespace ?? server.namespace) !== 'DISABLE',
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

function peerOf(caller: Workload | null, principal: ((workload: Workload) => string) | null): KnownPeer {
  return { identity: known(caller && principal ? principal(caller) : null), ip: caller?.pods[0]?.ip ?? null };
}

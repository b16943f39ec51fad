import type { KubeObject } from '@vigla/contract/objects';
import { admission, admitKnown, type Admit, type AdmitKnown } from './authorization-admission.ts';
import type { Arrival, KnownPeer } from './authorization-arrival.ts';
import { explainAdmission } from './authorization-explanation.ts';
import { readAuthorization } from './authorization.ts';
import { decide, route, type DecidedPart } from './decide.ts';
import { readDestinationRules } from './destination-rule.ts';
import { explainRoute } from './explain-route.ts';
import type { Step } from './explanation.ts';
import { providerState, type ExternalProvider, type ProviderState } from './external-authorization.ts';
import { readGatewayApi, type GatewayApi } from './gateway-api.ts';
import type { Attachment } from './gateway-attachment.ts';
import { readGatewayServers } from './gateways.ts';
import { handshake, type Handshake } from './handshake.ts';
import { readHeadless } from './headless.ts';
import { known } from './known.ts';
import { readMeshSettings, type MeshSettings } from './mesh-settings.ts';
import { readPeerAuthentications } from './peer-authentication.ts';
import { readRateLimits, type RateLimits } from './rate-limit.ts';
import { reference, type Unsupported } from './reference.ts';
import { buildRegistry, findService, grouped, type Registry, type Service } from './registry.ts';
import type { RequestClass } from './request-class.ts';
import type { Call } from './request.ts';
import { readRequestAuthentications } from './request-authentication.ts';
import { plainLeg, type Leg, type Route, type RouteBook } from './routing.ts';
import { indexRules } from './rules-index.ts';
import { readSidecars } from './sidecar.ts';
import { readVirtualServices } from './virtual-service.ts';
import { readTracing, type Side, type TracingPlan } from './telemetry.ts';
import { spread } from './spread.ts';
import { tree } from './read.ts';
import type { Pod, Workload } from './workloads.ts';

/** What proxies do, compiled from the objects of a cluster. Pure: the same objects give the same answers. */
export interface Mesh {
  readonly registry: Registry;
  readonly settings: MeshSettings;
  /** Configuration that is not followed: results may differ from a real mesh where these apply. */
  readonly unsupported: readonly Unsupported[];
  /** What the proxy of a caller does with a request. */
  route(caller: Workload, call: Call): Route;
  /** Every route that a bundle of requests may take, where not all of it is known. */
  decide(caller: Workload, request: RequestClass): readonly DecidedPart[];
  /** Where a caller without a proxy ends up: the service's endpoints; null when nobody has the host. */
  direct(call: Call, namespace: string): Leg | null;
  /** How the caller's proxy comes to its route, step by step. */
  explainRoute(caller: Workload, request: RequestClass): readonly Step[];
  /** What came of the parents that routes of the Gateway API name. */
  readonly attachments: readonly Attachment[];
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
  /** How the requests of one pod spread over the endpoints of a leg by where they run, as long as none is left out. */
  spread(from: Pod, leg: Leg): ReadonlyMap<Pod, number>;
  /** What a workload's proxy does about traces. */
  readonly tracing: (workload: Workload, side: Side) => TracingPlan;
  /** The buckets that the proxies of a workload keep. */
  readonly rateLimits: RateLimits;
  /** Without `spiffe://`. */
  readonly principal: (workload: Workload) => string;
}

const unfollowed: Readonly<Record<string, string>> = {
  Telemetry: 'is followed for tracing only: metrics are the standard ones, access logs are written everywhere',
  WasmPlugin: 'is not followed',
  TrafficExtension: 'is not followed',
  ProxyConfig: 'is not followed',
  UDPRoute: 'is not followed',
};

/** Compiles the objects of a cluster. Total: broken objects read as absent, what is not followed is listed. */
export function compileMesh(objects: readonly KubeObject[]): Mesh {
  const unsupported: Unsupported[] = [];
  const report = (one: Unsupported): void => void unsupported.push(one);
  const settings = readMeshSettings(objects);
  const api = readGatewayApi(objects, settings.retry, report);
  const book = readBook(objects, { settings, api, report });
  const { registry } = book;
  const peers = readPeerAuthentications(objects, settings.rootNamespace);
  const policies = readAuthorization(objects, report);
  reportPlaces(objects, registry, report);
  const admit = admission(readRequestAuthentications(objects, settings.rootNamespace, report), policies);
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
    admit,
    authorize: admitKnown(admit),
    explainAdmission: (workload, arrival) => explainAdmission(admit, policies.policiesOf(workload), workload, arrival),
    providerState: (provider) => providerState(provider, registry, settings.rootNamespace),
    spread: (from, leg) => spreadOf(settings, from, leg),
    tracing: readTracing(objects, settings.rootNamespace),
    rateLimits: readRateLimits(objects, settings.rootNamespace, report),
    principal,
    route: (caller, call) => route(book, caller, call),
    decide: (caller, request) => decide(book, caller, request),
    explainRoute: (caller, request) => explainRoute(book, caller, request),
    attachments: api.attachments,
    direct: (call, namespace) => directLeg(book, findService(registry, call.host, namespace), call),
    connect: (caller, leg, server) =>
      handshake({
        client: caller?.proxy ? spokenTo(leg) : null,
        server: server.proxy ? peers.mode(server, targetOf(leg)) : null,
        autoMtls:
          settings.autoMtls &&
          !leg.service?.external &&
          peers.namespaceMode(leg.service?.namespace ?? server.namespace) !== 'DISABLE' &&
          mayTryMtls(leg.service),
      }),
    peer: (caller, security) => peerOf(caller, security === 'mutual_tls' ? principal : null),
  };
}

function spreadOf(settings: MeshSettings, from: Pod, { endpoints, balance, outlier }: Leg): ReadonlyMap<Pod, number> {
  const rules = { locality: balance.locality ?? settings.locality, noticesFailures: outlier !== null };
  return spread(
    from.place,
    endpoints.flatMap(({ pods }) => pods),
    rules,
    () => true,
  );
}

/** Where pods have places, rules that look at them move traffic between pods of a workload: more than rates of whole workloads show. */
function reportPlaces(objects: readonly KubeObject[], { workloads }: Registry, report: Reading['report']): void {
  if (![...workloads.values()].some(({ pods }) => pods.some(({ place }) => place.region !== ''))) return;
  for (const object of objects.filter(({ kind }) => kind === 'DestinationRule')) {
    const { outlierDetection, loadBalancer } = tree(tree(object.spec)['trafficPolicy']);
    if (outlierDetection === undefined && tree(loadBalancer)['localityLbSetting'] === undefined) continue;
    const detail = 'requests prefer near places, which routes tell pod by pod (spread) and rates of workloads do not follow';
    report({ object: reference(object), path: 'spec.trafficPolicy', detail });
  }
}

/** Servers outside of the mesh are taken to understand the TLS that a rule tells callers to speak: to the mesh it is no identity. */
const spokenTo = ({ tls, service }: Leg): Leg['tls'] => (service?.external && (tls === 'SIMPLE' || tls === 'MUTUAL') ? 'DISABLE' : tls);

const isMeshKind = ({ apiVersion }: KubeObject): boolean => /\.istio\.io\/|^gateway\.networking\.k8s\.io\//.test(apiVersion);

/** The port of the pods behind a leg. */
export const targetOf = ({ service, port }: Leg): number => service?.ports.find(({ number }) => number === port)?.target ?? port;

interface Reading {
  readonly settings: MeshSettings;
  readonly api: GatewayApi;
  readonly report: (one: Unsupported) => void;
}

function readBook(objects: readonly KubeObject[], { settings, api, report }: Reading): RouteBook {
  // Unverified: that routes of the Gateway API and VirtualServices for one host at sidecars are told apart by age alone.
  const rules = [...readVirtualServices(objects, settings, report), ...api.rules].sort((a, b) => a.createdMs - b.createdMs);
  return {
    registry: buildRegistry(objects, { exportTo: settings.exportTo.services, report }),
    settings,
    rules: indexRules(rules),
    destinationRules: grouped(readDestinationRules(objects, report).map((rule) => [rule.namespace, rule] as const)),
    servers: [...readGatewayServers(objects, report), ...api.servers],
    sidecars: readSidecars(objects, report),
  };
}

const directLeg = (book: RouteBook, service: Service | undefined, { port }: Call): Leg | null =>
  service ? plainLeg(book, null, service, port) : null;

function peerOf(caller: Workload | null, principal: ((workload: Workload) => string) | null): KnownPeer {
  return { identity: known(caller && principal ? principal(caller) : null), ip: caller?.pods[0]?.ip ?? null };
}

import type { IstioObject } from '@vigla/contract/istio';
import type { Resource } from '../sources/index.ts';

/** What people may write through this server, by API group. Whatever is not here is refused, Secrets and workloads above all. */
const plurals: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'networking.istio.io': {
    VirtualService: 'virtualservices',
    DestinationRule: 'destinationrules',
    Gateway: 'gateways',
    ServiceEntry: 'serviceentries',
    Sidecar: 'sidecars',
    WorkloadEntry: 'workloadentries',
    WorkloadGroup: 'workloadgroups',
    EnvoyFilter: 'envoyfilters',
    ProxyConfig: 'proxyconfigs',
  },
  'security.istio.io': {
    AuthorizationPolicy: 'authorizationpolicies',
    PeerAuthentication: 'peerauthentications',
    RequestAuthentication: 'requestauthentications',
  },
  'telemetry.istio.io': { Telemetry: 'telemetries' },
  'gateway.networking.k8s.io': {
    Gateway: 'gateways',
    HTTPRoute: 'httproutes',
    GRPCRoute: 'grpcroutes',
    TLSRoute: 'tlsroutes',
    TCPRoute: 'tcproutes',
    ReferenceGrant: 'referencegrants',
    BackendTLSPolicy: 'backendtlspolicies',
  },
};

/** Where objects of this kind live in the API; undefined for a kind that is not written here. */
export function resourceOf({ apiVersion, kind }: Pick<IstioObject, 'apiVersion' | 'kind'>): Resource | undefined {
  const [group = '', version = ''] = apiVersion.split('/');
  const kinds = Object.hasOwn(plurals, group) ? plurals[group] : undefined;
  const plural = kinds && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  return plural === undefined ? undefined : { group, version, plural, kind };
}

import { custom, readOnly, type Resource } from './resource.ts';

const istio = ['istio-io', 'networking-istio-io'];
const networking = (
  kind: string,
  plural: string,
  shortNames: readonly string[],
  versions: Resource['versions'] = ['v1', 'v1beta1', 'v1alpha3'],
) => custom('networking.istio.io', versions, { kind, plural, shortNames, categories: istio });

const security = (kind: string, plural: string, shortName: string) =>
  custom('security.istio.io', ['v1', 'v1beta1'], { kind, plural, shortNames: [shortName], categories: ['istio-io', 'security-istio-io'] });

const gatewayApi = (kind: string, plural: string, given: Partial<Resource> = {}, versions: Resource['versions'] = ['v1', 'v1beta1']) =>
  custom('gateway.networking.k8s.io', versions, { kind, plural, categories: ['gateway-api'], ...given });

/** The kinds of the operator that installs Istio: they are read and patched, but not made here. */
const sail = (kind: string, plural: string, shortNames: readonly string[] = []) =>
  custom('sailoperator.io', ['v1'], { kind, plural, namespaced: false, shortNames, verbs: [...readOnly, 'patch'] });

/** The kinds of Istio and of the Gateway API. Every version of a kind shows the same stored objects. */
export const customResources: readonly Resource[] = [
  networking('DestinationRule', 'destinationrules', ['dr']),
  networking('EnvoyFilter', 'envoyfilters', [], ['v1alpha3']),
  networking('Gateway', 'gateways', ['gw']),
  networking('ProxyConfig', 'proxyconfigs', [], ['v1beta1']),
  networking('ServiceEntry', 'serviceentries', ['se']),
  networking('Sidecar', 'sidecars', []),
  networking('VirtualService', 'virtualservices', ['vs']),
  networking('WorkloadEntry', 'workloadentries', ['we']),
  networking('WorkloadGroup', 'workloadgroups', ['wg']),
  security('AuthorizationPolicy', 'authorizationpolicies', 'ap'),
  security('PeerAuthentication', 'peerauthentications', 'pa'),
  security('RequestAuthentication', 'requestauthentications', 'ra'),
  custom('telemetry.istio.io', ['v1', 'v1alpha1'], {
    kind: 'Telemetry',
    plural: 'telemetries',
    shortNames: ['telemetry'],
    categories: ['istio-io'],
  }),
  custom('extensions.istio.io', ['v1alpha1'], { kind: 'TrafficExtension', plural: 'trafficextensions', categories: ['istio-io'] }),
  custom('extensions.istio.io', ['v1alpha1'], { kind: 'WasmPlugin', plural: 'wasmplugins', categories: ['istio-io'] }),
  gatewayApi('GatewayClass', 'gatewayclasses', { namespaced: false, shortNames: ['gc'] }),
  gatewayApi('Gateway', 'gateways', { shortNames: ['gtw'] }),
  gatewayApi('HTTPRoute', 'httproutes'),
  gatewayApi('GRPCRoute', 'grpcroutes', {}, ['v1']),
  gatewayApi('TLSRoute', 'tlsroutes', {}, ['v1']),
  gatewayApi('TCPRoute', 'tcproutes', {}, ['v1']),
  sail('Istio', 'istios'),
  sail('IstioCNI', 'istiocnis'),
  sail('IstioRevision', 'istiorevisions', ['istiorev']),
  sail('IstioRevisionTag', 'istiorevisiontags', ['istiorevtag']),
  sail('ZTunnel', 'ztunnels'),
  gatewayApi('ReferenceGrant', 'referencegrants', { shortNames: ['refgrant'], subresources: [] }, ['v1beta1']),
];

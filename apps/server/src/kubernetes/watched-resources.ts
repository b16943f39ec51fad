/** A kind the server keeps a reading of. `versions`: those we can read, best first; discovery picks the first one served. */
export interface WatchedResource {
  readonly group: string;
  readonly versions: readonly string[];
  readonly plural: string;
  readonly kind: string;
}

const of = (group: string, versions: readonly string[], kinds: Readonly<Record<string, string>>): readonly WatchedResource[] =>
  Object.entries(kinds).map(([plural, kind]) => ({ group, versions, plural, kind }));

/** Everything the server reads for all callers. Secrets are not among it and never will be: the server has no use for them. */
export const watchedResources: readonly WatchedResource[] = [
  ...of('', ['v1'], { namespaces: 'Namespace', pods: 'Pod', services: 'Service' }),
  ...of('apps', ['v1'], { deployments: 'Deployment', replicasets: 'ReplicaSet', statefulsets: 'StatefulSet', daemonsets: 'DaemonSet' }),
  ...of('batch', ['v1'], { cronjobs: 'CronJob', jobs: 'Job' }),
  ...of('networking.istio.io', ['v1', 'v1beta1', 'v1alpha3'], {
    virtualservices: 'VirtualService',
    destinationrules: 'DestinationRule',
    gateways: 'Gateway',
    serviceentries: 'ServiceEntry',
    sidecars: 'Sidecar',
    workloadentries: 'WorkloadEntry',
    workloadgroups: 'WorkloadGroup',
    envoyfilters: 'EnvoyFilter',
  }),
  ...of('security.istio.io', ['v1', 'v1beta1'], {
    authorizationpolicies: 'AuthorizationPolicy',
    peerauthentications: 'PeerAuthentication',
    requestauthentications: 'RequestAuthentication',
  }),
  ...of('telemetry.istio.io', ['v1', 'v1alpha1'], { telemetries: 'Telemetry' }),
  ...of('gateway.networking.k8s.io', ['v1', 'v1beta1'], {
    gateways: 'Gateway',
    httproutes: 'HTTPRoute',
    grpcroutes: 'GRPCRoute',
    referencegrants: 'ReferenceGrant',
  }),
];

import {
  about,
  anything,
  count,
  duration,
  exportTo,
  flag,
  labels,
  legacySelector,
  listOf,
  mapOf,
  number,
  object,
  oneOf,
  type Schema,
  selector,
  texts,
  whole,
  words,
} from './schema.ts';

const stringMatch = object({ exact: words, prefix: words, regex: words });
const percent = object({ value: number });
const portSelector = object({ number: count });
const destination = object(
  { 'host!': words, subset: words, port: portSelector },
  'Where requests go: a service and, optionally, one of its subsets.',
);
const headerChange = object({ set: mapOf(words), add: mapOf(words), remove: texts });
const headers = object({ request: headerChange, response: headerChange });

const httpMatch = object({
  name: words,
  uri: stringMatch,
  scheme: stringMatch,
  method: stringMatch,
  authority: stringMatch,
  headers: mapOf(stringMatch),
  withoutHeaders: mapOf(stringMatch),
  queryParams: mapOf(stringMatch),
  ignoreUriCase: flag,
  port: count,
  sourceLabels: labels,
  sourceNamespace: words,
  gateways: texts,
  statPrefix: words,
});

const fault = object({
  delay: object({ percent: whole, percentage: percent, fixedDelay: duration, exponentialDelay: duration }),
  abort: object({ percentage: percent, httpStatus: whole, grpcStatus: words, http2Error: words }),
});

const httpRule = object({
  name: words,
  match: listOf(httpMatch, 'Any of these must fit; absent fits every request.'),
  route: listOf(object({ 'destination!': destination, weight: whole, headers }), 'Destinations with their relative weights.'),
  redirect: object({
    uri: words,
    prefixRewrite: words,
    authority: words,
    scheme: words,
    redirectCode: count,
    port: count,
    derivePort: words,
  }),
  directResponse: object({ 'status!': count, body: object({ string: words, bytes: words }) }),
  delegate: object({ name: words, namespace: words }),
  rewrite: object({ uri: words, authority: words, uriRegexRewrite: object({ match: words, rewrite: words }) }),
  timeout: about('How long a request may take; none by default.', duration),
  retries: object({
    attempts: whole,
    perTryTimeout: duration,
    retryOn: words,
    retryRemoteLocalities: { ...flag },
    retryIgnorePreviousHosts: flag,
    backoff: duration,
  }),
  fault,
  mirror: destination,
  mirrors: listOf(object({ 'destination!': destination, percentage: percent })),
  mirrorPercent: count,
  mirror_percent: count,
  mirrorPercentage: percent,
  corsPolicy: object({
    allowOrigin: texts,
    allowOrigins: listOf(stringMatch),
    allowMethods: texts,
    allowHeaders: texts,
    exposeHeaders: texts,
    maxAge: duration,
    allowCredentials: flag,
    unmatchedPreflights: oneOf('UNSPECIFIED', 'FORWARD', 'IGNORE'),
  }),
  headers,
});

const l4Match = { destinationSubnets: texts, port: count, sourceLabels: labels, gateways: texts, sourceNamespace: words };
const l4Route = listOf(object({ 'destination!': destination, weight: whole }));

/** How requests to hosts are routed. Source: Istio API reference, VirtualService. */
export const virtualService = object(
  {
    hosts: about('The hosts whose requests these rules route.', texts),
    gateways: about('Gateways and `mesh` (the default) to which the rules apply.', texts),
    http: listOf(httpRule, 'HTTP rules in order; the first that fits decides.'),
    tls: listOf(object({ 'match!': listOf(object({ 'sniHosts!': texts, ...l4Match })), route: l4Route })),
    tcp: listOf(object({ match: listOf(object({ ...l4Match, sourceSubnet: words })), route: l4Route })),
    exportTo,
  },
  'Routes the requests of hosts.',
);

const tls = object({
  mode: oneOf('DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'),
  clientCertificate: words,
  privateKey: words,
  caCertificates: words,
  credentialName: words,
  subjectAltNames: texts,
  sni: words,
  insecureSkipVerify: flag,
  caCrl: words,
});

const connectionPool = object({
  tcp: object({
    maxConnections: whole,
    connectTimeout: duration,
    tcpKeepalive: object({ probes: count, time: duration, interval: duration }),
    maxConnectionDuration: duration,
    idleTimeout: duration,
  }),
  http: object({
    http1MaxPendingRequests: whole,
    http2MaxRequests: whole,
    maxRequestsPerConnection: whole,
    maxRetries: whole,
    idleTimeout: duration,
    h2UpgradePolicy: oneOf('DEFAULT', 'DO_NOT_UPGRADE', 'UPGRADE'),
    useClientProtocol: flag,
    maxConcurrentStreams: whole,
    http2KeepAlive: anything,
  }),
});

const outlierDetection = object({
  consecutiveErrors: whole,
  splitExternalLocalOriginErrors: flag,
  consecutiveLocalOriginFailures: count,
  consecutiveGatewayErrors: count,
  consecutive5xxErrors: count,
  interval: duration,
  baseEjectionTime: duration,
  maxEjectionPercent: whole,
  minHealthPercent: whole,
});

const loadBalancer = object({
  simple: oneOf('UNSPECIFIED', 'LEAST_CONN', 'RANDOM', 'PASSTHROUGH', 'ROUND_ROBIN', 'LEAST_REQUEST'),
  consistentHash: anything,
  localityLbSetting: anything,
  zoneAwareLbSetting: anything,
  backendUtilization: anything,
  warmupDurationSecs: words,
  warmup: object({ 'duration!': duration, minimumPercent: number, aggression: number }),
});

const portPolicy: Readonly<Record<string, Schema>> = { connectionPool, loadBalancer, outlierDetection, tls };
const trafficPolicy = object({
  ...portPolicy,
  portLevelSettings: listOf(object({ port: portSelector, ...portPolicy })),
  tunnel: object({ protocol: words, 'targetHost!': words, 'targetPort!': count }),
  proxyProtocol: object({ version: oneOf('V1', 'V2') }),
  retryBudget: object({ percent: number, minRetryConcurrency: count }),
});

/** What happens to requests after routing. Source: Istio API reference, DestinationRule. */
export const destinationRule = object(
  {
    'host!': about('The service this is about.', words),
    trafficPolicy,
    subsets: listOf(object({ 'name!': words, labels, trafficPolicy }), 'Named parts of the service, told apart by pod labels.'),
    exportTo,
    workloadSelector: selector,
  },
  'Load balancing, TLS, limits and subsets of a service.',
);

const serverTls = object({
  httpsRedirect: flag,
  mode: oneOf('PASSTHROUGH', 'SIMPLE', 'MUTUAL', 'AUTO_PASSTHROUGH', 'ISTIO_MUTUAL', 'OPTIONAL_MUTUAL'),
  serverCertificate: words,
  privateKey: words,
  caCertificates: words,
  caCrl: words,
  credentialName: words,
  credentialNames: texts,
  caCertCredentialName: words,
  tlsCertificates: anything,
  subjectAltNames: texts,
  verifyCertificateSpki: texts,
  verifyCertificateHash: texts,
  minProtocolVersion: oneOf('TLS_AUTO', 'TLSV1_0', 'TLSV1_1', 'TLSV1_2', 'TLSV1_3'),
  maxProtocolVersion: oneOf('TLS_AUTO', 'TLSV1_0', 'TLSV1_1', 'TLSV1_2', 'TLSV1_3'),
  cipherSuites: texts,
});

/** What a gateway listens to. Source: Istio API reference, Gateway. */
export const gateway = object(
  {
    selector: about('Labels of the gateway pods.', labels),
    servers: listOf(
      object({
        name: words,
        'port!': object({ 'number!': count, 'protocol!': words, 'name!': words, targetPort: count }),
        'hosts!': texts,
        bind: words,
        tls: serverTls,
        defaultEndpoint: words,
      }),
    ),
  },
  'Ports and hosts that gateway pods serve.',
);

const endpoint = object({
  address: words,
  ports: mapOf(count),
  labels,
  network: words,
  locality: words,
  weight: count,
  serviceAccount: words,
});

/** Hosts outside the mesh, or inside without a Service. Source: Istio API reference, ServiceEntry. */
export const serviceEntry = object(
  {
    'hosts!': texts,
    addresses: texts,
    ports: listOf(object({ 'number!': count, protocol: words, 'name!': words, targetPort: count })),
    location: oneOf('MESH_EXTERNAL', 'MESH_INTERNAL'),
    resolution: oneOf('NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS'),
    endpoints: listOf(endpoint),
    workloadSelector: legacySelector,
    exportTo,
    subjectAltNames: texts,
  },
  'Adds hosts to the registry of the mesh.',
);

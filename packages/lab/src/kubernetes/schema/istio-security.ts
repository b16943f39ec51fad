import { about, anything, count, flag, listOf, mapOf, object, oneOf, selector, targetRef, texts, words } from './schema.ts';

const source = object({
  principals: texts,
  notPrincipals: texts,
  requestPrincipals: texts,
  notRequestPrincipals: texts,
  namespaces: texts,
  notNamespaces: texts,
  serviceAccounts: texts,
  notServiceAccounts: texts,
  trustDomains: texts,
  notTrustDomains: texts,
  ipBlocks: texts,
  notIpBlocks: texts,
  remoteIpBlocks: texts,
  notRemoteIpBlocks: texts,
});

const operation = object({
  hosts: texts,
  notHosts: texts,
  ports: texts,
  notPorts: texts,
  methods: texts,
  notMethods: texts,
  paths: texts,
  notPaths: texts,
});

const targets = { selector, targetRef, targetRefs: listOf(targetRef) };

/** Who may call what. Source: Istio API reference, AuthorizationPolicy. */
export const authorizationPolicy = object(
  {
    ...targets,
    action: about('What happens to a request that a rule fits; ALLOW by default.', oneOf('ALLOW', 'DENY', 'AUDIT', 'CUSTOM')),
    provider: object({ name: words }),
    rules: listOf(
      object({
        from: listOf(object({ source })),
        to: listOf(object({ operation })),
        when: listOf(object({ 'key!': words, values: texts, notValues: texts })),
      }),
      'A request fits when from, to and when of one rule fit it.',
    ),
  },
  'Allows or refuses requests by who sends them and what they ask.',
);

const mtls = object({ mode: oneOf('UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT') });

/** Whether plain text is accepted. Source: Istio API reference, PeerAuthentication. */
export const peerAuthentication = object(
  { selector, mtls, portLevelMtls: mapOf(mtls) },
  'Says whether pods accept mutual TLS only, plain text too, or neither.',
);

/** Which tokens are accepted. Source: Istio API reference, RequestAuthentication. */
export const requestAuthentication = object(
  {
    ...targets,
    jwtRules: listOf(
      object({
        issuer: words,
        audiences: texts,
        jwksUri: words,
        jwks_uri: words,
        jwks: words,
        fromHeaders: listOf(object({ 'name!': words, prefix: words })),
        fromParams: texts,
        fromCookies: texts,
        outputPayloadToHeader: words,
        outputClaimToHeaders: listOf(object({ 'header!': words, 'claim!': words })),
        forwardOriginalToken: flag,
        timeout: words,
        spaceDelimitedClaims: texts,
      }),
    ),
  },
  'Says which JSON web tokens are good.',
);

/** What proxies see and how far they listen. Source: Istio API reference, Sidecar. */
export const sidecar = object(
  {
    workloadSelector: object({ labels: mapOf(words) }),
    ingress: listOf(anything),
    egress: listOf(
      object({
        port: object({ number: count, protocol: words, name: words, targetPort: count }),
        bind: words,
        captureMode: oneOf('DEFAULT', 'IPTABLES', 'NONE'),
        hosts: texts,
      }),
    ),
    inboundConnectionPool: anything,
    outboundTrafficPolicy: object({ mode: oneOf('REGISTRY_ONLY', 'ALLOW_ANY', 'ALLOW_ANY_DYNAMIC_DNS'), egressProxy: anything }),
  },
  'Narrows what the proxies of a namespace know.',
);

import { addressField, headerField, identityField, requestField, serverNameField, tokenField, type Field } from './authorization-field.ts';
import { compileAccount, compileNamespace, compilePrincipal, compileTrustDomain } from './authorization-identity.ts';
import { compilePath, compileText } from './authorization-text.ts';
import { claimPath, compileAudience, compileClaim, compilePresenter, compileRequestPrincipal } from './authorization-token.ts';
import { known, tri } from './known.ts';
import { number } from './read.ts';

const principals = identityField(compilePrincipal);
const namespaces = identityField(compileNamespace);
const serviceAccounts = identityField(compileAccount);
const trustDomains = identityField(compileTrustDomain);
const ipBlocks = addressField('source ip', ({ request }) => request.sourceIp);
const remoteIpBlocks = addressField('remote ip', ({ request }) => request.remoteIp);
const requestPrincipals = tokenField(compileRequestPrincipal);

const port: Field = {
  http: false,
  compile: (wanted) => {
    const own = number(wanted);
    return own === undefined || own > 65_535 ? undefined : (arrival) => tri(arrival.port === own);
  },
};

/** What a star means for parts that proxies keep as headers: being there is enough, even when empty. */
const present = (wanted: string): ((given: string) => boolean) => (wanted === '*' ? () => true : compileText(wanted));

/** Fields of a source. Source: Istio reference, AuthorizationPolicy, Source. */
export const sources: Readonly<Record<string, Field>> = {
  principals,
  namespaces,
  serviceAccounts,
  trustDomains,
  ipBlocks,
  remoteIpBlocks,
  requestPrincipals,
};

/** Fields of an operation. Source: Istio reference, AuthorizationPolicy, Operation. Unverified: hosts are compared without the port that a Host header may carry. */
export const operations: Readonly<Record<string, Field>> = {
  hosts: requestField(
    'host',
    ({ request }) => known(request.host.toLowerCase()),
    (wanted) => present(wanted.toLowerCase()),
  ),
  ports: port,
  methods: requestField('method', ({ request }) => request.method, present),
  paths: requestField('path', ({ request }) => request.path, compilePath),
};

const conditions: Readonly<Record<string, Field>> = {
  'source.ip': ipBlocks,
  'remote.ip': remoteIpBlocks,
  'source.namespace': namespaces,
  'source.principal': principals,
  'source.serviceAccount': serviceAccounts,
  'source.trustDomain': trustDomains,
  'request.auth.principal': requestPrincipals,
  'request.auth.audiences': tokenField(compileAudience),
  'request.auth.presenter': tokenField(compilePresenter),
  'destination.ip': addressField('destination ip', ({ destinationIp }) => destinationIp),
  'destination.port': port,
  'connection.sni': serverNameField(compileText),
};

/**
 * The field behind the key of a condition.
 * `bad_name`: the key is known, what stands in its brackets is not a name. `unknown`: nobody knows the key.
 * Source: Istio reference, AuthorizationPolicy conditions.
 */
export function conditionOf(key: string): Field | 'bad_name' | 'unknown' {
  const [, kind, brackets = ''] = /^(request\.headers|request\.auth\.claims)(.*)$/s.exec(key) ?? [];
  if (kind === undefined) return Object.hasOwn(conditions, key) ? (conditions[key] ?? 'unknown') : 'unknown';
  if (kind === 'request.headers') {
    const name = /^\[([^[\]]+)\]$/.exec(brackets)?.[1];
    return name === undefined ? 'bad_name' : headerField(name.toLowerCase(), present);
  }
  const path = claimPath(brackets);
  return path ? tokenField(compileClaim(path)) : 'bad_name';
}

import type { KubeObject } from '@vigla/contract/objects';
import { at, isRecord, list, record, text } from '../json/json.ts';
import type { Findings } from './findings.ts';
import { checkPort, checkSelection, isAddressOrRange } from './primitives.ts';

const identity = [
  'principals',
  'notPrincipals',
  'requestPrincipals',
  'notRequestPrincipals',
  'namespaces',
  'notNamespaces',
  'serviceAccounts',
  'notServiceAccounts',
  'trustDomains',
  'notTrustDomains',
];
const addresses = ['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks'];
const operations = ['hosts', 'notHosts', 'ports', 'notPorts', 'methods', 'notMethods', 'paths', 'notPaths'];

/** What Istio's webhook says of an AuthorizationPolicy. */
export function reviewAuthorizationPolicy({ spec, metadata }: KubeObject, findings: Findings): void {
  const { errors } = findings;
  const action = text(at(spec, 'action')) || 'ALLOW';
  const rules = list(at(spec, 'rules'));
  checkSelection(spec, findings);
  if (action === 'CUSTOM' && text(at(spec, 'provider', 'name')) === '') errors.push('CUSTOM action must have a provider with a name');
  if (action !== 'CUSTOM' && at(spec, 'provider') !== undefined) errors.push(`action ${action} must not have a provider`);
  if ((action === 'CUSTOM' || action === 'DENY') && rules.length === 0)
    errors.push(`action ${action} without rules is meaningless: it never triggers`);
  if (action === 'ALLOW' && rules.length === 0) findings.warnings.push('ALLOW without rules denies all requests to the selected workloads');
  rules.forEach((rule, index) => checkRule(rule, action, `rules[${index}]`, findings));
  checkDryRun(metadata.annotations?.['istio.io/dry-run'], action, findings);
}

function checkDryRun(dryRun: string | undefined, action: string, { errors }: Findings): void {
  if (dryRun === undefined) return;
  if (action !== 'ALLOW' && action !== 'DENY') errors.push('the dry-run annotation is only supported for ALLOW and DENY');
  if (!/^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(dryRun))
    errors.push(`the dry-run annotation must be a boolean, not "${dryRun}"`);
}

function checkRule(rule: unknown, action: string, path: string, findings: Findings): void {
  const { errors } = findings;
  if (!isRecord(rule)) {
    errors.push(`${path}: a rule may not be null`);
    return;
  }
  for (const name of ['from', 'to'] as const)
    if (Array.isArray(rule[name]) && rule[name].length === 0) errors.push(`${path}.${name}: must not be empty when it is given`);
  list(rule['from']).forEach((from, index) => checkSource(at(from, 'source'), action, `${path}.from[${index}].source`, findings));
  list(rule['to']).forEach((to, index) => checkOperation(at(to, 'operation'), `${path}.to[${index}].operation`, findings));
  list(rule['when']).forEach((when, index) => checkCondition(when, action, `${path}.when[${index}]`, findings));
}

function checkSource(source: unknown, action: string, path: string, { errors }: Findings): void {
  const given = (names: readonly string[]): readonly string[] => names.filter((name) => list(at(source, name)).length > 0);
  if (given([...identity, ...addresses]).length === 0) errors.push(`${path}: a source must name at least one thing`);
  for (const name of given([...identity, ...addresses]))
    if (list(at(source, name)).includes('')) errors.push(`${path}.${name}: an empty value is not allowed`);
  if (
    given(['serviceAccounts', 'notServiceAccounts']).length > 0 &&
    given(['principals', 'notPrincipals', 'namespaces', 'notNamespaces']).length > 0
  )
    errors.push(`${path}: serviceAccounts cannot be combined with principals or namespaces`);
  if (action === 'CUSTOM') for (const name of given(identity)) errors.push(`${path}.${name}: not supported with the CUSTOM action`);
  for (const name of given(addresses))
    for (const block of list(at(source, name)))
      if (!isAddressOrRange(text(block))) errors.push(`${path}.${name}: "${text(block)}" is neither an IP address nor a CIDR range`);
}

function checkOperation(operation: unknown, path: string, { errors }: Findings): void {
  const given = operations.filter((name) => list(at(operation, name)).length > 0);
  if (given.length === 0) errors.push(`${path}: an operation must name at least one thing`);
  for (const name of given) {
    for (const value of list(at(operation, name)).map(text)) {
      if (value === '') errors.push(`${path}.${name}: an empty value is not allowed`);
      else if (/ports$/i.test(name) && !(/^\d+$/.test(value) && Number(value) <= 65_535))
        errors.push(`${path}.${name}: "${value}" is not a port`);
      else if (/paths$/i.test(name) && !isPathTemplate(value))
        errors.push(`${path}.${name}: "${value}": {*} and {**} must be whole segments, and {**} the last one`);
    }
  }
}

function isPathTemplate(path: string): boolean {
  const segments = path.split('/');
  const last = segments.indexOf('{**}');
  return (
    segments.every((segment) => segment === '{*}' || segment === '{**}' || !/[{}]/.test(segment)) &&
    (last === -1 || !segments.slice(last + 1).some((segment) => segment.startsWith('{')))
  );
}

const keys = [
  'source.ip',
  'remote.ip',
  'source.namespace',
  'source.principal',
  'source.serviceAccount',
  'source.trustDomain',
  'request.auth.principal',
  'request.auth.audiences',
  'request.auth.presenter',
  'destination.ip',
  'destination.port',
  'connection.sni',
];
const keysWithName = ['request.headers', 'request.auth.claims', 'experimental.envoy.filters.'];

function checkCondition(when: unknown, action: string, path: string, { errors }: Findings): void {
  const key = text(at(when, 'key'));
  const values = [...list(at(when, 'values')), ...list(at(when, 'notValues'))].map(text);
  const isKnown = keys.includes(key) || (keysWithName.some((prefix) => key.startsWith(prefix)) && /\[.+\]$/.test(key));
  if (!isKnown) errors.push(`${path}.key: unknown attribute "${key}"`);
  if (values.length === 0) errors.push(`${path}: at least one of values and notValues must be given`);
  if (key.endsWith('.ip'))
    for (const value of values) if (!isAddressOrRange(value)) errors.push(`${path}: "${value}" is neither an IP address nor a CIDR range`);
  if (key === 'destination.port')
    for (const value of values) if (!(/^\d+$/.test(value) && Number(value) <= 65_535)) errors.push(`${path}: "${value}" is not a port`);
  if (action === 'CUSTOM' && /^(?:source\.(?:namespace|serviceAccount|trustDomain|principal)$|request\.auth\.)/.test(key))
    errors.push(`${path}.key: ${key} is not supported with the CUSTOM action`);
}

/** What Istio's webhook says of a PeerAuthentication. */
export function reviewPeerAuthentication({ spec }: KubeObject, findings: Findings): void {
  checkSelection(spec, findings);
  const ports = at(spec, 'portLevelMtls');
  if (ports === undefined) return;
  const labels = record(at(spec, 'selector', 'matchLabels'));
  if (Object.keys(labels).length === 0)
    findings.errors.push('portLevelMtls needs a selector with labels: it cannot apply to a whole namespace or mesh');
  if (Object.keys(record(ports)).length === 0) findings.errors.push('portLevelMtls: at least one port must be given');
  for (const port of Object.keys(record(ports))) checkPort(Number(port), `portLevelMtls.${port}`, findings);
}

/** Where a token may be found, and which field of such a place names it. */
const locations = [
  ['fromHeaders', 'name'],
  ['fromParams', ''],
  ['fromCookies', ''],
] as const;

/** What Istio's webhook says of a RequestAuthentication. */
export function reviewRequestAuthentication({ spec }: KubeObject, findings: Findings): void {
  checkSelection(spec, findings);
  list(at(spec, 'jwtRules')).forEach((rule, index) => {
    const path = `jwtRules[${index}]`;
    const [issuer, uri, jwks] = ['issuer', 'jwksUri', 'jwks'].map((name) => text(at(rule, name)));
    if (!issuer && !uri) findings.errors.push(`${path}: issuer or jwksUri must be given`);
    if (uri && jwks) findings.errors.push(`${path}: only one of jwks and jwksUri can be set`);
    if (uri && !/^https?:\/\/[^/]+/.test(uri)) findings.errors.push(`${path}.jwksUri: "${uri}" is not an http or https URL`);
    for (const [field, names] of locations)
      list(at(rule, field)).forEach((one, place) => {
        if (names === '' ? text(one) === '' : text(at(one, names)) === '')
          findings.errors.push(`${path}.${field}[${place}]: location must not be empty`);
      });
    if (jwks && !isKeySet(jwks)) findings.errors.push(`${path}.jwks: not a JSON web key set`);
  });
}

function isKeySet(value: string): boolean {
  try {
    return Array.isArray(at(JSON.parse(value), 'keys'));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

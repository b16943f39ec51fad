import type { KubeObject } from '@vigla/contract/objects';
import { at, isRecord, list, record, text } from '../json/json.ts';
import type { Findings } from './findings.ts';
import { checkDuration, checkExportTo, checkPort, isDnsLabel, isWildcardDomain } from './primitives.ts';

/** What Istio's webhook says of a DestinationRule. */
export function reviewDestinationRule({ spec, metadata }: KubeObject, findings: Findings): void {
  const { errors } = findings;
  const host = text(at(spec, 'host'));
  if (!isWildcardDomain(host)) errors.push(`host: "${host}" is not a valid host`);
  checkPolicy(at(spec, 'trafficPolicy'), 'trafficPolicy', findings);
  const subsets = list(at(spec, 'subsets'));
  const names = subsets.map((subset) => text(at(subset, 'name')));
  subsets.forEach((subset, index) => checkSubset(subset, `subsets[${index}]`, findings));
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) errors.push(`duplicate subset names: ${repeated}`);
  checkExportTo(spec, metadata.namespace ?? '', findings);
}

function checkSubset(subset: unknown, path: string, findings: Findings): void {
  const name = text(at(subset, 'name'));
  if (!isDnsLabel(name)) findings.errors.push(`${path}.name: "${name}" is not a valid subset name`);
  for (const [key, value] of Object.entries(record(at(subset, 'labels')))) {
    if (!/^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(text(value)))
      findings.errors.push(`${path}.labels.${key}: "${text(value)}" is not a label value`);
  }
  checkPolicy(at(subset, 'trafficPolicy'), `${path}.trafficPolicy`, findings);
}

function checkPolicy(policy: unknown, path: string, findings: Findings): void {
  if (policy === undefined) return;
  if (Object.keys(record(policy)).length === 0) {
    findings.errors.push(`${path}: traffic policy must have at least one field`);
    return;
  }
  if (at(policy, 'tunnel') !== undefined && at(policy, 'proxyProtocol') !== undefined)
    findings.errors.push(`${path}: tunnel and proxyProtocol cannot both be set`);
  checkBlocks(policy, path, findings);
  list(at(policy, 'portLevelSettings')).forEach((port, index) => {
    const here = `${path}.portLevelSettings[${index}]`;
    if (at(port, 'port') === undefined) findings.errors.push(`${here}.port: port must be set for port-level settings`);
    checkPort(at(port, 'port', 'number'), `${here}.port.number`, findings);
    checkBlocks(port, here, findings);
  });
}

function checkBlocks(policy: unknown, path: string, findings: Findings): void {
  checkTls(at(policy, 'tls'), `${path}.tls`, findings);
  checkPool(at(policy, 'connectionPool'), `${path}.connectionPool`, findings);
  checkOutliers(at(policy, 'outlierDetection'), `${path}.outlierDetection`, findings);
  checkBalancer(at(policy, 'loadBalancer'), `${path}.loadBalancer`, findings);
}

function checkTls(tls: unknown, path: string, { errors }: Findings): void {
  const mode = at(tls, 'mode');
  const has = (name: string): boolean => text(at(tls, name)) !== '';
  const simple = mode === 'SIMPLE' || mode === 'MUTUAL';
  if (simple && has('credentialName') && ['clientCertificate', 'privateKey', 'caCertificates'].some(has))
    errors.push(`${path}: credentialName cannot be combined with certificate files`);
  if (mode === 'MUTUAL' && !has('credentialName') && !(has('clientCertificate') && has('privateKey')))
    errors.push(`${path}: client certificate and private key are required for mutual TLS`);
}

function checkPool(pool: unknown, path: string, findings: Findings): void {
  if (pool === undefined) return;
  if (at(pool, 'http') === undefined && at(pool, 'tcp') === undefined)
    findings.errors.push(`${path}: connection pool must have http or tcp settings`);
  const numbers = [
    ...['http1MaxPendingRequests', 'http2MaxRequests', 'maxRequestsPerConnection', 'maxRetries', 'maxConcurrentStreams'].map(
      (name) => ['http', name] as const,
    ),
    ['tcp', 'maxConnections'] as const,
  ];
  for (const [block, name] of numbers) {
    const value = at(pool, block, name);
    if (typeof value === 'number' && value < 0) findings.errors.push(`${path}.${block}.${name}: must be non-negative`);
  }
  for (const [block, name] of [
    ['http', 'idleTimeout'],
    ['tcp', 'connectTimeout'],
    ['tcp', 'maxConnectionDuration'],
  ] as const)
    checkDuration(at(pool, block, name), `${path}.${block}.${name}`, findings);
  if (at(pool, 'http', 'h2UpgradePolicy') === 'UPGRADE' && at(pool, 'http', 'useClientProtocol') === true)
    findings.errors.push(`${path}.http: useClientProtocol must not be true when h2UpgradePolicy is UPGRADE`);
}

function checkOutliers(outliers: unknown, path: string, findings: Findings): void {
  if (!isRecord(outliers)) return;
  checkDuration(outliers['interval'], `${path}.interval`, findings);
  checkDuration(outliers['baseEjectionTime'], `${path}.baseEjectionTime`, findings);
  for (const name of ['maxEjectionPercent', 'minHealthPercent']) {
    const percent = outliers[name];
    if (typeof percent === 'number' && (percent < 0 || percent > 100))
      findings.errors.push(`${path}.${name}: percentage ${percent} is not in the range 0..100`);
  }
  if (outliers['consecutiveErrors'] !== undefined)
    findings.warnings.push(`${path}.consecutiveErrors is deprecated; use consecutiveGatewayErrors or consecutive5xxErrors`);
  if (Number(outliers['consecutiveLocalOriginFailures'] ?? 0) > 0 && outliers['splitExternalLocalOriginErrors'] !== true)
    findings.errors.push(`${path}: consecutiveLocalOriginFailures needs splitExternalLocalOriginErrors`);
}

function checkBalancer(balancer: unknown, path: string, { errors }: Findings): void {
  const given = ['simple', 'consistentHash', 'backendUtilization'].filter((name) => at(balancer, name) !== undefined);
  if (given.length > 1) errors.push(`${path}: only one of ${given.join(' and ')} can be set`);
  const hash = at(balancer, 'consistentHash');
  if (hash === undefined) return;
  const keys = ['httpHeaderName', 'httpCookie', 'useSourceIp', 'httpQueryParameterName'].filter((name) => at(hash, name) !== undefined);
  if (keys.length > 1) errors.push(`${path}.consistentHash: only one of ${keys.join(' and ')} can be set`);
  if (at(hash, 'httpCookie') !== undefined && text(at(hash, 'httpCookie', 'name')) === '')
    errors.push(`${path}.consistentHash.httpCookie.name: required`);
  for (const distribute of list(at(balancer, 'localityLbSetting', 'distribute'))) {
    const sum = Object.values(record(at(distribute, 'to'))).reduce<number>((total, share) => total + Number(share), 0);
    if (sum !== 100) errors.push(`${path}.localityLbSetting: total locality weight ${sum} != 100`);
  }
}

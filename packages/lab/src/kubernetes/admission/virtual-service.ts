import type { KubeObject } from '@vigla/contract/objects';
import { at, equal, isRecord, list, record, text } from '../json/json.ts';
import type { Findings } from './findings.ts';
import { checkHttpAction } from './http-action.ts';
import { checkDuration, checkExportTo, checkPort, checkRegex, isDnsLabel, isFqdn, isHost, isWildcardDomain } from './primitives.ts';

/** What Istio's webhook says of a VirtualService, as far as routing depends on it. */
export function reviewVirtualService({ spec, metadata }: KubeObject, findings: Findings): void {
  const { errors } = findings;
  const hosts = list(at(spec, 'hosts')).map(text);
  const gateways = list(at(spec, 'gateways')).map(text);
  const isDelegate = hosts.length === 0;
  const onMesh = gateways.length === 0 || gateways.includes('mesh');
  const blocks = ['http', 'tls', 'tcp'].filter((name) => list(at(spec, name)).length > 0);
  if (isDelegate && (gateways.length > 0 || blocks.some((name) => name !== 'http')))
    errors.push('a virtual service without hosts is a delegate: it must have no gateways, tls or tcp');
  if (blocks.length === 0) errors.push('http, tcp or tls must be provided in virtual service');
  checkHosts(hosts, !isDelegate && onMesh, findings);
  for (const name of gateways) checkGatewayName(name, findings);
  list(at(spec, 'http')).forEach((rule, index) => checkHttpRule(rule, `http[${index}]`, isDelegate, findings));
  for (const name of ['tls', 'tcp']) {
    list(at(spec, name)).forEach((rule, index) => {
      if (list(at(rule, 'route')).length === 0) errors.push(`${name}[${index}]: a route is required`);
      checkDestinations(list(at(rule, 'route')), `${name}[${index}]`, findings);
    });
  }
  warnOfUnreachable(list(at(spec, 'http')), findings);
  checkExportTo(spec, metadata.namespace ?? '', findings);
}

function checkHosts(hosts: readonly string[], onMesh: boolean, { errors }: Findings): void {
  for (const host of hosts) {
    if (!isHost(host)) errors.push(`host "${host}" is neither a domain name nor an IP address`);
    if (host === '*' && onMesh) errors.push('wildcard host * is not allowed for virtual services bound to the mesh gateway');
  }
  const repeated = hosts.find((host, index) => hosts.indexOf(host) !== index);
  if (repeated !== undefined) errors.push(`duplicate hosts in virtual service: ${repeated}`);
}

function checkGatewayName(name: string, { errors, warnings }: Findings): void {
  const parts = name.split('/');
  if (parts.length === 2 ? !parts.every(isDnsLabel) : !isFqdn(name)) errors.push(`gateway "${name}" must be "name" or "namespace/name"`);
  else if (parts.length === 1 && name.includes('.')) warnings.push(`gateway "${name}" uses the old form with dots; write namespace/name`);
}

function checkHttpRule(rule: unknown, path: string, isDelegate: boolean, findings: Findings): void {
  const { errors } = findings;
  if (!isRecord(rule)) {
    errors.push(`${path}: an HTTP route may not be null`);
    return;
  }
  const has = (name: string): boolean => rule[name] !== undefined && !(Array.isArray(rule[name]) && rule[name].length === 0);
  if (has('delegate')) {
    if (isDelegate) errors.push(`${path}: a delegate may not delegate further`);
    if (has('route') || has('redirect')) errors.push(`${path}: delegate cannot be combined with route or redirect`);
  } else checkAction(has, path, findings);
  list(rule['match']).forEach((match, index) => checkMatch(match, `${path}.match[${index}]`, findings));
  checkDestinations(list(rule['route']), path, findings);
  checkHttpAction(rule, path, findings);
  checkFault(rule['fault'], `${path}.fault`, findings);
  checkDuration(rule['timeout'], `${path}.timeout`, findings);
  checkRetries(rule['retries'], `${path}.retries`, findings);
  if (rule['mirror'] !== undefined) checkDestination(rule['mirror'], `${path}.mirror`, findings);
  const mirrored = at(rule, 'mirrorPercentage', 'value');
  if (typeof mirrored === 'number' && (mirrored < 0 || mirrored > 100))
    errors.push(`${path}.mirrorPercentage: ${mirrored} must be in the range 0..100`);
}

function checkAction(has: (name: string) => boolean, path: string, { errors }: Findings): void {
  const actions = ['route', 'redirect', 'directResponse'].filter(has);
  if (actions.length === 0) errors.push(`${path}: HTTP route, redirect or direct response is required`);
  if (actions.length > 1) errors.push(`${path}: HTTP route cannot contain both ${actions.join(' and ')}`);
  if ((has('redirect') || has('directResponse')) && (has('fault') || has('rewrite')))
    errors.push(`${path}: ${actions[0]} cannot be combined with fault or rewrite`);
  if (has('mirror') && has('mirrors')) errors.push(`${path}: mirror and mirrors cannot both be set`);
}

function checkMatch(match: unknown, path: string, findings: Findings): void {
  const single = ['uri', 'scheme', 'method', 'authority'].map((name) => [name, at(match, name)] as const);
  const named = ['headers', 'withoutHeaders', 'queryParams'].flatMap((name) =>
    Object.entries(record(at(match, name))).map(([key, value]) => [`${name}.${key}`, value] as const),
  );
  for (const [name, value] of [...single, ...named]) {
    if (!isRecord(value)) continue;
    const kinds = Object.keys(value);
    if (kinds.length > 1) findings.errors.push(`${path}.${name}: only one of exact, prefix and regex can be set`);
    const regex = at(value, 'regex');
    if (typeof regex === 'string') checkRegex(regex, `${path}.${name}`, findings);
  }
  checkPort(at(match, 'port'), `${path}.port`, findings);
}

function checkDestinations(routes: readonly unknown[], path: string, findings: Findings): void {
  const weights = routes.map((route) => Number(at(route, 'weight') ?? 0));
  routes.forEach((route, index) => checkDestination(at(route, 'destination'), `${path}.route[${index}].destination`, findings));
  if (weights.some((weight) => weight < 0)) findings.errors.push(`${path}: weight must be greater than or equal to 0`);
  if (routes.length > 1 && weights.reduce((sum, weight) => sum + weight, 0) === 0)
    findings.errors.push(`${path}: total destination weight = 0`);
}

function checkDestination(destination: unknown, path: string, findings: Findings): void {
  const host = text(at(destination, 'host'));
  if (host === '*' || !isWildcardDomain(host)) findings.errors.push(`${path}.host: "${host}" is not a valid host`);
  const subset = at(destination, 'subset');
  if (subset !== undefined && !isDnsLabel(text(subset)))
    findings.errors.push(`${path}.subset: "${text(subset)}" is not a valid subset name`);
  checkPort(at(destination, 'port', 'number'), `${path}.port.number`, findings);
}

function checkFault(fault: unknown, path: string, findings: Findings): void {
  if (fault === undefined) return;
  const { errors } = findings;
  const [abort, delay] = [at(fault, 'abort'), at(fault, 'delay')];
  if (abort === undefined && delay === undefined) errors.push(`${path}: HTTP fault injection must have an abort and/or a delay`);
  for (const [name, part] of [
    ['abort', abort],
    ['delay', delay],
  ] as const) {
    const percent = at(part, 'percentage', 'value');
    if (typeof percent === 'number' && (percent < 0 || percent > 100 || (percent > 0 && percent < 0.0001)))
      errors.push(`${path}.${name}.percentage: ${percent} must be 0 or in the range 0.0001..100`);
  }
  checkAbort(abort, path, findings);
  if (delay !== undefined && at(delay, 'fixedDelay') === undefined) errors.push(`${path}.delay.fixedDelay: required`);
  checkDuration(at(delay, 'fixedDelay'), `${path}.delay.fixedDelay`, findings);
}

function checkAbort(abort: unknown, path: string, { errors }: Findings): void {
  const status = at(abort, 'httpStatus');
  if (typeof status === 'number' && (status < 200 || status > 600))
    errors.push(`${path}.abort.httpStatus: HTTP status ${status} is not in the range 200..600`);
  if (at(abort, 'http2Error') !== undefined) errors.push(`${path}.abort.http2Error: not supported`);
}

const retryWords =
  '5xx gateway-error reset reset-before-request connect-failure retriable-4xx refused-stream retriable-status-codes retriable-headers envoy-ratelimited http3-post-connect-failure cancelled deadline-exceeded internal resource-exhausted unavailable'.split(
    ' ',
  );

function checkRetries(retries: unknown, path: string, findings: Findings): void {
  if (retries === undefined) return;
  const attempts = Number(at(retries, 'attempts') ?? 0);
  if (attempts < 0) findings.errors.push(`${path}.attempts: cannot be negative`);
  if (attempts === 0 && ['perTryTimeout', 'retryOn', 'retryRemoteLocalities'].some((name) => at(retries, name) !== undefined))
    findings.errors.push(`${path}: http retry policy configured when attempts are set to 0 (disabled)`);
  checkDuration(at(retries, 'perTryTimeout'), `${path}.perTryTimeout`, findings);
  const unknown = text(at(retries, 'retryOn'))
    .split(',')
    .filter((word) => word !== '' && !retryWords.includes(word) && !/^[1-5]\d\d$/.test(word));
  for (const word of unknown) findings.errors.push(`${path}.retryOn: "${word}" is neither a retry policy nor an HTTP status`);
}

/** A rule without conditions catches everything: what stands behind it never runs. */
function warnOfUnreachable(rules: readonly unknown[], { warnings }: Findings): void {
  const catches = (rule: unknown): boolean => {
    const matches = list(at(rule, 'match'));
    return (
      matches.length === 0 ||
      matches.some((match) =>
        Object.keys(record(match)).every((key) => key === 'name' || (key === 'uri' && equal(at(match, 'uri'), { prefix: '/' }))),
      )
    );
  };
  const last = rules.findIndex(catches);
  if (last === -1) return;
  rules.slice(last + 1).forEach((rule, index) => {
    const name = text(at(rule, 'name')) || `#${last + 1 + index}`;
    warnings.push(`virtualService rule ${name} not used (only the last rule can have no matches)`);
  });
}

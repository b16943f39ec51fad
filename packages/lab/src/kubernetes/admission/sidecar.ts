import type { KubeObject } from '@vigla/contract/objects';
import { at, list, scalarText, text } from '../json/json.ts';
import type { Findings } from './findings.ts';
import { checkPort, isDnsLabel, isWildcardDomain } from './primitives.ts';

/** What Istio's webhook says of a Sidecar. */
export function reviewSidecar({ spec }: KubeObject, findings: Findings): void {
  const [ingress, egress] = ['ingress', 'egress'].map((name) => list(at(spec, name)));
  const seen = new Set<string>();
  ingress?.forEach((listener, index) => checkIngress(listener, `ingress[${index}]`, seen, findings));
  egress?.forEach((listener, index) => checkEgress(listener, `egress[${index}]`, findings));
  const open = egress?.filter((listener) => at(listener, 'port') === undefined) ?? [];
  if (open.length > 1) findings.errors.push('egress: only one listener may be without a port, it takes what no other takes');
  const last = egress?.at(-1);
  if (open.length === 1 && last !== undefined && at(last, 'port') !== undefined)
    findings.errors.push('egress: the listener without a port must be the last one');
  const mode = text(at(spec, 'outboundTrafficPolicy', 'mode'));
  if (at(spec, 'outboundTrafficPolicy', 'egressProxy') !== undefined && mode !== 'ALLOW_ANY')
    findings.errors.push('outboundTrafficPolicy: egressProxy must be set only with ALLOW_ANY');
}

function checkIngress(listener: unknown, path: string, seen: Set<string>, findings: Findings): void {
  const { errors } = findings;
  const number = scalarText(at(listener, 'port', 'number'));
  if (at(listener, 'port') === undefined) errors.push(`${path}: port is required for ingress listeners`);
  else checkPort(at(listener, 'port', 'number') ?? 0, `${path}.port.number`, findings);
  if (number !== '' && seen.has(number)) errors.push(`${path}: ports on IP bound listeners must be unique: ${number}`);
  seen.add(number);
  const target = text(at(listener, 'defaultEndpoint'));
  if (target !== '' && !/^(?:(?:127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):\d+|unix:\/\/.+)$/.test(target))
    errors.push(
      `${path}.defaultEndpoint: "${target}" must be of the form 127.0.0.1:PORT, [::1]:PORT, 0.0.0.0:PORT, [::]:PORT or unix:///path`,
    );
}

function checkEgress(listener: unknown, path: string, findings: Findings): void {
  const { errors } = findings;
  const hosts = list(at(listener, 'hosts')).map(text);
  if (hosts.length === 0) errors.push(`${path}: egress listener must contain at least one host`);
  for (const host of hosts) if (!isScopedHost(host)) errors.push(`${path}.hosts: "${host}" must be of the form namespace/dnsName`);
  checkPort(at(listener, 'port', 'number'), `${path}.port.number`, findings);
  const bind = text(at(listener, 'bind'));
  if (bind !== '' && at(listener, 'port') === undefined) errors.push(`${path}: bind needs a port beside it`);
}

/** `namespace/host`, either of which may be a star; `.` is the own namespace and `~` none at all. */
function isScopedHost(host: string): boolean {
  const [namespace = '', name, ...more] = host.split('/');
  if (name === undefined || more.length > 0) return false;
  return (['*', '.', '~'].includes(namespace) || isDnsLabel(namespace)) && (name === '*' || isWildcardDomain(name));
}

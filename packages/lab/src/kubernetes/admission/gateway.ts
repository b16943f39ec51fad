import { isIP } from 'node:net';
import type { KubeObject } from '@vigla/contract/objects';
import { at, list, text } from '../json/json.ts';
import type { Findings } from './findings.ts';
import { checkPort, isDnsLabel, isWildcardDomain } from './primitives.ts';

const plain = ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB', 'HTTP_PROXY'];
const secured = ['HTTPS', 'TLS'];
const others = ['TCP', 'MONGO', 'REDIS', 'MYSQL', 'UDP'];

/** What Istio's webhook says of a Gateway. */
export function reviewGateway({ spec, metadata }: KubeObject, findings: Findings): void {
  const { errors } = findings;
  const servers = list(at(spec, 'servers'));
  if (!isDnsLabel(metadata.name)) errors.push(`invalid gateway name: "${metadata.name}" must be a DNS label`);
  if (servers.length === 0) errors.push('gateway must have at least one server');
  servers.forEach((server, index) => checkServer(server, `servers[${index}]`, findings));
  const names = servers.map((server) => text(at(server, 'port', 'name')));
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) errors.push(`port names in servers must be unique: duplicate name ${repeated}`);
}

function checkServer(server: unknown, path: string, findings: Findings): void {
  const { errors } = findings;
  const hosts = list(at(server, 'hosts')).map(text);
  if (hosts.length === 0) errors.push(`${path}: server config must contain at least one host`);
  for (const host of hosts)
    if (!isGatewayHost(host)) errors.push(`${path}.hosts: "${host}" is neither *, a domain name, an IP address nor namespace/host`);
  const protocol = text(at(server, 'port', 'protocol')).toUpperCase();
  checkPort(at(server, 'port', 'number'), `${path}.port.number`, findings);
  if (at(server, 'port', 'targetPort') !== undefined) errors.push(`${path}.port.targetPort: must not be set on a gateway`);
  if (text(at(server, 'port', 'name')) === '') errors.push(`${path}.port.name: required`);
  if (![...plain, ...secured, ...others].includes(protocol)) errors.push(`${path}.port.protocol: "${protocol}" is not supported`);
  checkTls(at(server, 'tls'), protocol, path, findings);
}

function checkTls(tls: unknown, protocol: string, path: string, findings: Findings): void {
  const { errors } = findings;
  if (secured.includes(protocol) && tls === undefined) errors.push(`${path}: server must have TLS settings for HTTPS/TLS protocols`);
  if (tls === undefined) return;
  const mode = text(at(tls, 'mode')) || 'PASSTHROUGH';
  const has = (name: string): boolean => text(at(tls, name)) !== '' || list(at(tls, name)).length > 0;
  if (plain.includes(protocol) && (!mode.endsWith('PASSTHROUGH') || has('serverCertificate') || has('privateKey') || has('caCertificates')))
    errors.push(`${path}: TLS settings of a plain HTTP port may only redirect`);
  if (others.includes(protocol)) errors.push(`${path}: server cannot have TLS settings for non HTTPS/TLS protocols`);
  checkCertificates(mode, has, `${path}.tls`, findings);
}

function checkCertificates(mode: string, has: (name: string) => boolean, path: string, { errors }: Findings): void {
  const sources = [
    has('serverCertificate') && has('privateKey'),
    has('credentialName'),
    has('credentialNames'),
    has('tlsCertificates'),
  ].filter(Boolean).length;
  if (sources > 1) errors.push(`${path}: only one source of certificates can be given`);
  if (mode === 'ISTIO_MUTUAL' && (sources > 0 || has('caCertificates')))
    errors.push(`${path}: ISTIO_MUTUAL brings its own certificates, none can be given`);
  const needsFiles =
    /^(?:SIMPLE|MUTUAL|OPTIONAL_MUTUAL)$/.test(mode) && !has('credentialName') && !has('credentialNames') && !has('tlsCertificates');
  if (!needsFiles) return;
  if (!(has('serverCertificate') && has('privateKey')))
    errors.push(`${path}: ${mode} needs a credentialName, or serverCertificate and privateKey`);
  if (mode !== 'SIMPLE' && !has('caCertificates')) errors.push(`${path}: ${mode} needs caCertificates`);
}

function isGatewayHost(host: string): boolean {
  const slash = host.indexOf('/');
  const [namespace, name] = slash === -1 ? [undefined, host] : [host.slice(0, slash), host.slice(slash + 1)];
  if (namespace !== undefined && namespace !== '*' && namespace !== '.' && !isDnsLabel(namespace)) return false;
  if (name === '*' || isIP(name) !== 0) return true;
  return name.includes('.') && isWildcardDomain(name) && (!name.startsWith('*') || name.startsWith('*.'));
}

import { isIP } from 'node:net';
import type { KubeObject } from '@vigla/contract/objects';
import { at, list, scalarText, text } from '../json/json.ts';
import type { Findings } from './findings.ts';
import { checkExportTo, checkPort, isAddressOrRange, isFqdn, isWildcardDomain } from './primitives.ts';

const protocols = ['HTTP', 'HTTPS', 'GRPC', 'GRPC-WEB', 'HTTP2', 'HTTP_PROXY', 'MONGO', 'TCP', 'TLS', 'REDIS', 'MYSQL', 'UDP'];

/** What Istio's webhook says of a ServiceEntry. */
export function reviewServiceEntry({ spec, metadata }: KubeObject, findings: Findings): void {
  const { errors } = findings;
  const hosts = list(at(spec, 'hosts')).map(text);
  if (hosts.length === 0) errors.push('service entry must have at least one host');
  for (const host of hosts) if (host === '*' || !isWildcardDomain(host)) errors.push(`invalid host ${host}`);
  checkAddresses(spec, findings);
  checkPorts(spec, findings);
  checkResolution(spec, hosts, findings);
  checkExportTo(spec, metadata.namespace ?? '', findings);
}

function checkAddresses(spec: unknown, { errors }: Findings): void {
  const addresses = list(at(spec, 'addresses')).map(text);
  for (const address of addresses)
    if (!isAddressOrRange(address)) errors.push(`addresses: "${address}" is neither an IP address nor a CIDR range`);
  const resolution = text(at(spec, 'resolution')) || 'NONE';
  if (addresses.some((address) => address.includes('/')) && resolution !== 'NONE' && resolution !== 'STATIC')
    errors.push('CIDR addresses are allowed only for NONE/STATIC resolution types');
}

function checkPorts(spec: unknown, findings: Findings): void {
  const { errors } = findings;
  const ports = list(at(spec, 'ports'));
  const seen = new Set<string>();
  ports.forEach((port, index) => {
    const [name, number, protocol] = [text(at(port, 'name')), scalarText(at(port, 'number')), text(at(port, 'protocol')).toUpperCase()];
    if (seen.has(`name ${name}`)) errors.push(`service entry port name "${name}" already defined`);
    if (seen.has(`number ${number}`)) errors.push(`service entry port ${number} already defined`);
    seen.add(`name ${name}`).add(`number ${number}`);
    if (name === '') errors.push(`ports[${index}].name: required`);
    checkPort(at(port, 'number') ?? 0, `ports[${index}].number`, findings);
    checkPort(at(port, 'targetPort'), `ports[${index}].targetPort`, findings);
    if (protocol !== '' && !protocols.includes(protocol)) errors.push(`ports[${index}].protocol: "${protocol}" is not supported`);
  });
}

function checkResolution(spec: unknown, hosts: readonly string[], findings: Findings): void {
  const { errors } = findings;
  const endpoints = list(at(spec, 'endpoints'));
  const selects = at(spec, 'workloadSelector') !== undefined;
  if (selects && endpoints.length > 0) errors.push('only one of WorkloadSelector or Endpoints is allowed in Service Entry');
  const resolution = text(at(spec, 'resolution')) || 'NONE';
  const addresses = endpoints.map((endpoint) => text(at(endpoint, 'address')));
  switch (resolution) {
    case 'NONE':
      if (endpoints.length > 0) errors.push('no endpoints should be provided for resolution type none');
      break;
    case 'STATIC':
      if (endpoints.length === 0 && !selects) errors.push('endpoints must be provided if service entry resolution mode is static');
      for (const address of addresses)
        if (isIP(address) === 0 && !address.startsWith('unix://')) errors.push(`endpoint address "${address}" is not a valid IP address`);
      break;
    default:
      checkByName({ resolution, hosts, addresses, selects }, findings);
  }
  endpoints.forEach((endpoint, index) => checkEndpoint(endpoint, spec, `endpoints[${index}]`, findings));
}

function checkByName(
  given: {
    readonly resolution: string;
    readonly hosts: readonly string[];
    readonly addresses: readonly string[];
    readonly selects: boolean;
  },
  { errors }: Findings,
): void {
  const { resolution, hosts, addresses, selects } = given;
  if (resolution === 'DNS_ROUND_ROBIN' && addresses.length > 1)
    errors.push(`there must only be 0 or 1 endpoint for resolution mode ${resolution}`);
  if (resolution !== 'DYNAMIC_DNS' && addresses.length === 0 && !selects)
    for (const host of hosts)
      if (!isFqdn(host)) errors.push(`hosts must be FQDN if no endpoints are provided for resolution mode ${resolution}: "${host}" is not`);
  for (const address of addresses)
    if (isIP(address) === 0 && !isFqdn(address)) errors.push(`endpoint address "${address}" is not a valid FQDN or an IP address`);
}

function checkEndpoint(endpoint: unknown, spec: unknown, path: string, findings: Findings): void {
  const names = new Set(list(at(spec, 'ports')).map((port) => text(at(port, 'name'))));
  const ports = Object.entries(Object(at(endpoint, 'ports') ?? {}));
  if (text(at(endpoint, 'address')).startsWith('unix://') && ports.length > 0)
    findings.errors.push(`${path}: unix endpoint must not include ports`);
  for (const [name, number] of ports) {
    if (!names.has(name)) findings.errors.push(`${path}.ports: endpoint port "${name}" is not defined by the service entry`);
    checkPort(number, `${path}.ports.${name}`, findings);
  }
}

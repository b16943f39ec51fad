import { targetOf } from '@vigla/domain/semantics';
import { roll } from '../flow/index.ts';
import { clusterOf, writtenCode, type Exchange, type Passage } from '../jaeger/index.ts';
import type { LoggedContainer, LogLine } from '../kubernetes/index.ts';

/** A line that a request left. Units: `startMs` is when the whole request began. */
export interface RequestLine extends LogLine {
  readonly startMs: number;
}

/** What the proxy of a pod writes about a request: a line for each call and each try, when it has ended. */
export const accessLines = ({ exchanges, requestId }: Passage, { namespace, name }: LoggedContainer): readonly RequestLine[] =>
  exchanges
    .filter(({ workload, pod }) => workload.namespace === namespace && pod.name === name)
    .map((exchange) => ({
      atMs: Math.floor(exchange.startMs + exchange.way.lastedMs),
      startMs: exchanges[0]?.startMs ?? exchange.startMs,
      text: accessLine(exchange, requestId),
    }));

/**
 * One request in Istio's default text format.
 * Source: Istio, "Envoy Access Logs": time, request, code, flags, details, termination, transport failure, bytes in and
 * out, duration, time of the upstream, forwarded for, agent, request id, authority, upstream host, cluster, addresses,
 * server name, route. Absent values are dashes.
 */
export function accessLine(exchange: Exchange, requestId: string): string {
  const { hop, startMs, requestBytes, way, forwardedFor } = exchange;
  const { call } = hop;
  const tcp = call.protocol === 'tcp';
  const http = (value: string): string => (tcp ? '-' : value);
  const quoted = (value: string): string => `"${value}"`;
  return [
    `[${new Date(startMs).toISOString()}]`,
    quoted(tcp ? '- - -' : `${call.method} ${call.path} ${call.protocol === 'grpc' ? 'HTTP/2' : 'HTTP/1.1'}`),
    tcp ? 0 : writtenCode(exchange),
    way.flags,
    http(way.details),
    '-',
    quoted(way.transport ?? '-'),
    requestBytes,
    way.bodyBytes,
    Math.floor(way.lastedMs),
    http(way.upstreamMs === null ? '-' : String(Math.floor(way.upstreamMs))),
    quoted(http(forwardedFor ?? '-')),
    quoted(http(call.headers['user-agent'] ?? 'lab')),
    quoted(http(requestId)),
    quoted(http(authority(exchange))),
    ...addresses(exchange, requestId),
    routeName(exchange),
  ].join(' ');
}

/** Ports that everybody leaves out are left out. Source: Envoy marks the host of a copy with `-shadow`. The path is the one the caller asked for on both sides: Istio's format looks at X-ENVOY-ORIGINAL-PATH first. */
function authority({ hop, side, mirrored }: Exchange): string {
  const call = side === 'server' ? hop.arriving : hop.call;
  const host = mirrored ? `${call.host}-shadow` : call.host;
  return call.port === 80 ? host : `${host}:${call.port}`;
}

/** Upstream host, cluster and own address towards it; then where the caller connected to, and from where; then the server name. */
function addresses(exchange: Exchange, requestId: string): readonly string[] {
  const { side, leg, pod, from, way } = exchange;
  const target = leg ? targetOf(leg) : exchange.hop.call.port;
  const between = (caller: string, server: string): string => `${caller}:${port(requestId, caller, server, target)}`;
  const own = pod.ip ?? '-';
  if (side === 'server') {
    const local = way.host ? `127.0.0.6:${port(requestId, own)}` : '-';
    return [
      `"${way.host ? `${own}:${target}` : '-'}"`,
      clusterOf(exchange),
      local,
      `${own}:${target}`,
      between(from, own),
      serverName(exchange),
    ];
  }
  const host = way.host?.ip ?? (exchange.hop.route?.kind === 'passthrough' ? elsewhere(exchange) : null);
  // Somebody who never got through has no address towards the other side.
  const local = host !== null && way.upstreamMs !== null ? between(own, host) : '-';
  const remote = `${from}:${port(requestId, 'from', from)}`;
  return [`"${host === null ? '-' : `${host}:${target}`}"`, clusterOf(exchange), local, asked(exchange), remote, '-'];
}

/** The address that the caller connected to. Source: Istio's ingress gateways take port 80 at 8080 and 443 at 8443. */
function asked(exchange: Exchange): string {
  const { hop, leg, workload, pod } = exchange;
  const { port: number } = hop.call;
  if (workload.proxy === 'gateway') return `${pod.ip ?? '-'}:${number === 80 || number === 443 ? 8000 + number : number}`;
  const service = leg?.service ?? (hop.route?.kind === 'no_route' ? hop.route.service : null);
  return `${service?.addresses[0] ?? elsewhere(exchange)}:${number}`;
}

/** An address outside of the mesh, always the same for a host. */
const elsewhere = ({ hop }: Exchange): string => `198.51.100.${1 + Math.floor(roll(0, 'elsewhere', hop.call.host) * 254)}`;

/** Source: Istio's names of servers in mutual TLS: `outbound_.port_.subset_.host`. */
const serverName = ({ mutualTls, leg }: Exchange): string =>
  mutualTls && leg ? `outbound_.${leg.port}_.${leg.subset ?? ''}_.${leg.host}` : '-';

/** Source: Istio names the route of a service `default`, those of unknown hosts `allow_any` and `block_all`; routes of a VirtualService have the name written there. */
function routeName({ side, hop: { route, call } }: Exchange): string {
  if (call.protocol === 'tcp') return '-';
  if (side === 'server') return 'default';
  switch (route?.kind) {
    case 'forward':
      return route.name ?? (route.object ? '-' : 'default');
    case 'passthrough':
      return 'allow_any';
    case 'blocked':
      return 'block_all';
    default:
      return '-';
  }
}

/** A port that a connection was opened from. */
const port = (...between: readonly (string | number)[]): number => 32_768 + Math.floor(roll(0, 'port', ...between) * 28_232);

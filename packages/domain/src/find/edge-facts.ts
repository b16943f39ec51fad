import type { GraphEdge, Protocol, Traffic } from '@vigla/contract/graph';
import type { Fact } from './node-facts.ts';
import type { Operand } from './operands.ts';
import type { Surroundings } from './surroundings.ts';

/** The fact of a call that an operand asks for; null where it was not measured. */
export const edgeFact = (edge: GraphEdge, { name }: Operand, around: Surroundings): Fact => facts.get(name)?.(edge, around) ?? null;

/** Whether a flag holds of a call; null where nobody can tell. Kiali's `mtls` holds when any of it is encrypted. */
export function edgeFlag({ traffic, mtlsRatio }: GraphEdge, name: string): boolean | null {
  if (name === 'mtls') return mtlsRatio === null ? null : mtlsRatio > 0;
  return name === 'traffic' ? (traffic.requestsPerSecond ?? 0) > 0 || (traffic.bytesPerSecond ?? 0) > 0 : null;
}

const percent = (ratio: number | null): number | null => (ratio === null ? null : ratio * 100);

const rateOf = ({ traffic }: GraphEdge, protocol: Protocol): number | null =>
  traffic.protocol === protocol ? traffic.requestsPerSecond : null;

const errorsOf = ({ traffic }: GraphEdge, protocol: Protocol): number | null =>
  traffic.protocol === protocol ? percent(traffic.errorRatio) : null;

/** How much of what its caller sends by this protocol goes this way. */
function shareOf(edge: GraphEdge, protocol: Protocol, { nodes }: Surroundings): number | null {
  const sent = nodes.get(edge.from)?.outbound.find((one) => one.protocol === protocol)?.requestsPerSecond;
  const rate = rateOf(edge, protocol);
  return rate === null || !sent ? null : Math.min(100, (100 * rate) / sent);
}

function timeOf({ averageMs, p50Ms, p95Ms, p99Ms }: Traffic, { time }: Surroundings): number | null {
  return { avg: averageMs, p50: p50Ms, p95: p95Ms, p99: p99Ms }[time];
}

function throughputOf({ protocol, sentBytesPerSecond, receivedBytesPerSecond }: Traffic, { throughput }: Surroundings): number | null {
  if (protocol === 'tcp') return null;
  return throughput === 'request' ? sentBytesPerSecond : receivedBytesPerSecond;
}

const facts: ReadonlyMap<string, (edge: GraphEdge, around: Surroundings) => Fact> = new Map<
  string,
  (edge: GraphEdge, around: Surroundings) => Fact
>([
  ['destprincipal', ({ destinationPrincipals }) => destinationPrincipals],
  ['sourceprincipal', ({ sourcePrincipals }) => sourcePrincipals],
  ['grpc', (edge) => rateOf(edge, 'grpc')],
  ['%grpcerr', (edge) => errorsOf(edge, 'grpc')],
  ['%grpctraffic', (edge, around) => shareOf(edge, 'grpc', around)],
  ['http', (edge) => rateOf(edge, 'http')],
  ['%httperr', (edge) => errorsOf(edge, 'http')],
  ['%httptraffic', (edge, around) => shareOf(edge, 'http', around)],
  ['mtls', ({ mtlsRatio }) => percent(mtlsRatio)],
  ['protocol', ({ traffic }) => [traffic.protocol]],
  ['responsetime', ({ traffic }, around) => timeOf(traffic, around)],
  ['p50', ({ traffic }) => traffic.p50Ms],
  ['p95', ({ traffic }) => traffic.p95Ms],
  ['p99', ({ traffic }) => traffic.p99Ms],
  ['tcp', ({ traffic }) => (traffic.protocol === 'tcp' ? traffic.bytesPerSecond : null)],
  ['throughput', ({ traffic }, around) => throughputOf(traffic, around)],
  ['health', ({ health }) => [health]],
  ['rate', ({ traffic }) => traffic.requestsPerSecond],
  ['errors', ({ traffic }) => percent(traffic.errorRatio)],
  ['change', ({ id }, { differences }) => (differences?.has(id) ? [differences.get(id) ?? ''] : [])],
]);

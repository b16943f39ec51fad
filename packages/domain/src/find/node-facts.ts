import type { GraphNode, Protocol, Traffic } from '@vigla/contract/graph';
import { labelOf, type Operand } from './operands.ts';
import type { Surroundings } from './surroundings.ts';

/** What an element answers to an operand. A list: any of them may fit. Null: not measured. */
export type Fact = number | null | readonly string[];

/** The fact of a node that an operand asks for; null where it has none or it was not measured. */
export function nodeFact(node: GraphNode, operand: Operand, around: Surroundings): Fact {
  const label = labelOf(operand);
  if (label !== null) return listed(Object.hasOwn(node.labels, label) ? (node.labels[label] ?? null) : null);
  return facts.get(operand.name)?.(node, around) ?? null;
}

const listed = (value: string | null): readonly string[] => (value === null ? [] : [value]);

const rateOf = (traffic: readonly Traffic[], protocol: Protocol): number | null =>
  sum(traffic.filter((one) => one.protocol === protocol).map(({ requestsPerSecond }) => requestsPerSecond));

const bytesOf = (traffic: readonly Traffic[]): number | null =>
  sum(traffic.filter(({ protocol }) => protocol === 'tcp').map(({ bytesPerSecond }) => bytesPerSecond));

function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((all, value) => all + value, 0);
}

/** In percent of the requests that were counted. */
function errorsOf(traffic: readonly Traffic[]): number | null {
  const [requests, failed] = [sum(traffic.map((one) => one.requests)), sum(traffic.map((one) => one.failed))];
  if (requests !== null && failed !== null && requests > 0) return Math.min(100, (100 * failed) / requests);
  const ratios = traffic.flatMap(({ errorRatio }) => errorRatio ?? []);
  return ratios.length === 0 ? null : 100 * Math.max(...ratios);
}

/** What Kiali calls the type of a node. A version of an application is both a workload and a part of an application. */
function typesOf(node: GraphNode): readonly string[] {
  const local = node.id.slice(node.id.indexOf('/') + 1);
  if (node.kind === 'operation') return ['operation', 'op'];
  if (local.startsWith('svc:') || node.kind === 'service' || node.kind === 'external') return ['service', 'svc'];
  if (local.startsWith('app:') || node.kind === 'app') return ['app'];
  if (node.kind === 'outside' || node.kind === 'restricted') return ['unknown'];
  if (node.kind === 'group') return [];
  return node.app === null ? ['workload', 'wl'] : ['workload', 'wl', 'app'];
}

const isOfType = (node: GraphNode, type: string): boolean => typesOf(node).includes(type);

/** The service that a host names: `payments.payments.svc.cluster.local` is payments. */
const servicesOf = (node: GraphNode): readonly string[] => [
  ...(isOfType(node, 'service') ? [node.name] : []),
  ...node.hosts.flatMap((host) => [host, host.split('.')[0] ?? host]),
];

const facts: ReadonlyMap<string, (node: GraphNode, around: Surroundings) => Fact> = new Map<
  string,
  (node: GraphNode, around: Surroundings) => Fact
>([
  ['app', ({ app }) => listed(app)],
  ['cluster', ({ cluster }) => listed(cluster)],
  ['grpcin', ({ inbound }) => rateOf(inbound, 'grpc')],
  ['grpcout', ({ outbound }) => rateOf(outbound, 'grpc')],
  ['httpin', ({ inbound }) => rateOf(inbound, 'http')],
  ['httpout', ({ outbound }) => rateOf(outbound, 'http')],
  ['name', ({ name, app, hosts }) => [name, ...listed(app), ...hosts]],
  ['namespace', ({ namespace }) => listed(namespace)],
  ['node', typesOf],
  ['operation', (node) => (node.kind === 'operation' ? [node.name] : [])],
  ['rank', ({ id }, { ranks }) => ranks('both').get(id) ?? null],
  ['rankin', ({ id }, { ranks }) => ranks('inbound').get(id) ?? null],
  ['rankout', ({ id }, { ranks }) => ranks('outbound').get(id) ?? null],
  ['service', servicesOf],
  ['tcpin', ({ inbound }) => bytesOf(inbound)],
  ['tcpout', ({ outbound }) => bytesOf(outbound)],
  ['version', ({ version }) => listed(version)],
  ['workload', (node) => (isOfType(node, 'workload') ? [node.name] : [])],
  ['kind', ({ kind }) => [kind]],
  ['health', ({ health }) => [health]],
  ['rate', ({ inbound }) => sum(inbound.map(({ requestsPerSecond }) => requestsPerSecond))],
  ['errors', ({ inbound }) => errorsOf(inbound)],
  ['change', ({ id }, { differences }) => listed(differences?.get(id) ?? null)],
  ['since', ({ id }, { changedSecondsAgo }) => changedSecondsAgo?.get(id) ?? null],
]);

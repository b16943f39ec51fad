import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { sumTraffic } from './traffic-sum.ts';

/** What a search found, or the word of it that nobody understands. */
export type Found = { readonly kind: 'found'; readonly ids: ReadonlySet<string> } | { readonly kind: 'unknown'; readonly word: string };

interface Term {
  readonly key: string;
  readonly sign: string;
  readonly value: string;
}

const term = /^(\w+)\s*(<=|>=|!=|=|<|>)\s*(.+)$/;
const keys = ['name', 'namespace', 'ns', 'app', 'version', 'kind', 'health', 'rate', 'errors', 'p95', 'protocol', 'mtls'] as const;

/**
 * Finds nodes and calls. `errors > 1% and namespace = orders`: terms joined by "and"; a term without a sign is part of
 * a name, be it that of a namespace. Null for an empty search. Total.
 */
export function findElements(graph: Pick<TrafficGraph, 'nodes' | 'edges'>, text: string): Found | null {
  const parts = text
    .split(/\s+and\s+/i)
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length === 0) return null;
  const terms = parts.map((part): Term => {
    const [, key = '', sign = '', value = ''] = term.exec(part) ?? [];
    return sign
      ? { key: key.toLowerCase(), sign, value: value.trim().toLowerCase() }
      : { key: 'name', sign: '~', value: part.toLowerCase() };
  });
  const strange = terms.find(({ key }) => !(keys as readonly string[]).includes(key));
  if (strange) return { kind: 'unknown', word: strange.key };
  const nodes = graph.nodes.filter((node) =>
    terms.every((one) => holds(one, one.sign === '~' ? spokenOf(node) : nodeValue(node, one.key))),
  );
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const edges = graph.edges.filter((edge) => terms.every((one) => holds(one, edgeValue(edge, one.key, byId))));
  return { kind: 'found', ids: new Set([...nodes, ...edges].map(({ id }) => id)) };
}

type Value = string | number | readonly string[] | null;

const namesOf = ({ name, app, hosts }: GraphNode): readonly string[] => [name, app ?? '', ...hosts];
const spokenOf = (node: GraphNode): readonly string[] => [...namesOf(node), node.namespace ?? ''];

function nodeValue(node: GraphNode, key: string): Value {
  const sum = sumTraffic(node.inbound);
  switch (key) {
    case 'name':
      return namesOf(node);
    case 'ns':
      return node.namespace;
    case 'namespace':
    case 'app':
    case 'version':
    case 'kind':
    case 'health':
      return node[key];
    case 'rate':
      return sum.requestsPerSecond;
    case 'errors':
      return sum.errorRatio === null ? null : sum.errorRatio * 100;
    case 'protocol':
      return node.inbound.map(({ protocol }) => protocol);
    default:
      return null;
  }
}

function edgeValue(edge: GraphEdge, key: string, nodes: ReadonlyMap<string, GraphNode>): Value {
  const { traffic } = edge;
  switch (key) {
    case 'health':
      return edge.health;
    case 'rate':
      return traffic.requestsPerSecond;
    case 'errors':
      return traffic.errorRatio === null ? null : traffic.errorRatio * 100;
    case 'p95':
      return traffic.p95Ms;
    case 'protocol':
      return traffic.protocol;
    case 'mtls':
      return edge.mtlsRatio === null ? null : edge.mtlsRatio * 100;
    case 'namespace':
    case 'ns':
      return [edge.from, edge.to].flatMap((id) => nodes.get(id)?.namespace ?? []);
    default:
      return null;
  }
}

function holds({ sign, value }: Term, actual: Value): boolean {
  if (actual === null) return sign === '!=';
  if (typeof actual === 'number') return compare(actual, sign, Number(value.replace(/\s*(%|rps|ms)$/, '')));
  const list = typeof actual === 'string' ? [actual.toLowerCase()] : actual.map((one) => one.toLowerCase());
  if (sign === '~') return list.some((one) => one.includes(value));
  if (sign === '!=') return !list.includes(value);
  return sign === '=' && list.includes(value);
}

function compare(actual: number, sign: string, value: number): boolean {
  switch (sign) {
    case '=':
      return actual === value;
    case '!=':
      return actual !== value;
    case '<':
      return actual < value;
    case '>':
      return actual > value;
    case '<=':
      return actual <= value;
    case '>=':
      return actual >= value;
    default:
      return false;
  }
}

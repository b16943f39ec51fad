import type { GraphNode } from '@vigla/contract/graph';
import { type MeshFacts, serviceKey, type WorkloadFacts } from '../inventory/index.ts';

/** Names under which teams are commonly written down. Order: the first that fits is taken. */
const customary = ['team', 'app.kubernetes.io/part-of', 'owner', 'squad', 'department', 'domain'] as const;
/** What the platform writes itself, and what names one thing each. */
const technical =
  /^(app|version|service|name|pod-template-hash|controller-.*|.*kubernetes\.io\/(name|version|instance|.*hash.*|metadata\.name)|.*istio.*)$/;
const mostOffered = 12;

/** The value of a label of the pods a node stands for, else of its namespace; null where neither carries it. */
export type LabelOf = (node: GraphNode, label: string) => string | null;

/** Looks labels up in what Kubernetes knows. */
export function labelsIn(facts: MeshFacts | null): LabelOf {
  const ofApp = new Map<string, WorkloadFacts>();
  for (const workload of facts?.workloads.values() ?? []) {
    const key = serviceKey({ namespace: workload.namespace, name: workload.app });
    if (!ofApp.has(key)) ofApp.set(key, workload);
  }
  return ({ namespace, name }, label) => {
    if (facts === null || namespace === null) return null;
    const key = serviceKey({ namespace, name });
    const [behind = ''] = facts.services.get(key)?.workloads ?? [];
    const workload = facts.workloads.get(key) ?? ofApp.get(key) ?? facts.workloads.get(behind);
    return workload?.labels.get(label) ?? facts.namespaceLabels.get(namespace)?.get(label) ?? null;
  };
}

/** The customary label that divides these namespaces into fewer parts; null where there is none. */
export function customaryLabel(namespaces: readonly string[], facts: MeshFacts | null): string | null {
  return customary.find((label) => divides(namespaces.map((name) => facts?.namespaceLabels.get(name)?.get(label) ?? null))) ?? null;
}

/** Names of labels by which these nodes can be divided, customary ones first. Holds names of labels only of what the nodes stand for. */
export function dividingLabels(nodes: readonly GraphNode[], facts: MeshFacts | null): readonly string[] {
  const namespaces = [...new Set(nodes.flatMap(({ namespace }) => namespace ?? []))];
  const ofNamespaces = namespaces.map((name) => facts?.namespaceLabels.get(name) ?? none);
  const ofPods = nodes.map(({ namespace, name }) => facts?.workloads.get(`${namespace ?? ''}/${name}`)?.labels ?? none);
  const found = [...dividing(ofNamespaces), ...dividing(ofPods)];
  const order: readonly string[] = customary;
  const rank = (label: string): number => (order.includes(label) ? order.indexOf(label) : order.length);
  return [...new Set(found)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).slice(0, mostOffered);
}

const none: ReadonlyMap<string, string> = new Map();

function dividing(all: readonly ReadonlyMap<string, string>[]): readonly string[] {
  const values = new Map<string, (string | null)[]>();
  for (const labels of all) {
    for (const [label, value] of labels) {
      const known = values.get(label);
      if (known) known.push(value);
      else if (!technical.test(label)) values.set(label, [value]);
    }
  }
  const missing = (count: number): null[] => Array.from({ length: all.length - count }, () => null);
  return [...values].filter(([, told]) => divides([...told, ...missing(told.length)])).map(([label]) => label);
}

/** Whether values make at least two parts, fewer than there are things, of at least half of them. */
function divides(values: readonly (string | null)[]): boolean {
  const told = values.filter((value) => value !== null);
  const parts = new Set(told).size;
  return parts > 1 && parts <= told.length / 1.5 && told.length * 2 >= values.length;
}

import { type End, type Flow, idOf } from '../graph/index.ts';
import { type MeshFacts, serviceKey, type ServiceName } from '../inventory/index.ts';
import type { CallLabels } from '../promql/index.ts';

/** The ends and the protocol that the id of an edge names; null for the id of a node. */
export function endsOf(edge: string): { readonly from: string; readonly to: string; readonly protocol: string } | null {
  const found = /^([^>]+)>([^>]+):(http|grpc|tcp)$/.exec(edge);
  const [, from = '', to = '', protocol = ''] = found ?? [];
  return found ? { from, to, protocol } : null;
}

/** Calls that are drawn between two nodes, whatever the grouping. Order: as they come. */
export function flowsOfEdge(edge: string, flows: readonly Flow[], facts: MeshFacts | null): readonly Flow[] {
  const ends = endsOf(edge);
  if (!ends) return [];
  // What came in through a gateway is told by what the gateway sent.
  if (ends.from === idOf.entering) return flows.filter((flow) => flow.protocol === ends.protocol && isAt(flow.from, ends.to, facts));
  return flows.filter(
    (flow) =>
      flow.protocol === ends.protocol &&
      isAt(flow.from, ends.from, facts) &&
      (isAt(flow.to, ends.to, facts) || meant(flow, ends.to, facts)),
  );
}

/** Whether an end belongs to a node. */
function isAt(end: End, node: string, facts: MeshFacts | null): boolean {
  if (end.id === node) return true;
  if (end.kind !== 'workload') return false;
  if (end.app !== null && idOf.app(end.namespace, end.app) === node) return true;
  const services = facts?.workloads.get(serviceKey(end))?.services ?? [];
  return services.some((key) => idOfService(key) === node);
}

/** Whether a request that reached nobody is drawn at a node: it asked for its service, or for one that only this node answers for. */
function meant({ to, asked, from }: Flow, node: string, facts: MeshFacts | null): boolean {
  if (asked !== null && asked.namespace !== null && idOf.service(asked.namespace, asked.name) === node) return true;
  const service = to.kind === 'service' ? to : to.kind === 'host' ? shortHost(to.name, from) : null;
  const behind = service && facts?.services.get(serviceKey(service))?.workloads;
  if (!behind || behind.length === 0) return false;
  return behind.every((key) => {
    const workload = facts?.workloads.get(key);
    return (
      workload !== undefined &&
      [idOf.workload(workload.namespace, workload.name), idOf.app(workload.namespace, workload.app)].includes(node)
    );
  });
}

const shortHost = (name: string, from: End): ServiceName | null =>
  'namespace' in from && !name.includes('.') ? { namespace: from.namespace, name } : null;

function idOfService(key: string): string {
  const slash = key.indexOf('/');
  return idOf.service(key.slice(0, slash), key.slice(slash + 1));
}

/** The labels under which Prometheus keeps these calls. Each pair of ends once. */
export function labelsOfFlows(flows: readonly Flow[]): readonly CallLabels[] {
  const found = new Map(
    flows.map(({ from, to, asked }) => {
      const labels = { ...sourceLabels(from), ...destinationLabels(to, asked?.host ?? null) };
      return [JSON.stringify(labels), labels] as const;
    }),
  );
  return [...found.values()];
}

function sourceLabels(end: End): CallLabels {
  if (end.kind === 'workload') return { source_workload: end.name, source_workload_namespace: end.namespace };
  if (end.kind === 'app') return { source_canonical_service: end.name, source_workload_namespace: end.namespace };
  return { source_workload: 'unknown' };
}

function destinationLabels(end: End, host: string | null): CallLabels {
  if (end.kind === 'workload') return { destination_workload: end.name, destination_workload_namespace: end.namespace };
  if (end.kind === 'app') return { destination_canonical_service: end.name, destination_workload_namespace: end.namespace };
  const nobody = { destination_workload: 'unknown' };
  return host === null
    ? { ...nobody, ...(end.kind === 'nobody' && end.id !== idOf.unknownTarget && { destination_service_name: end.name }) }
    : { ...nobody, destination_service: host };
}

import { type End, type Flow, idOf } from '../graph/index.ts';
import type { CallLabels } from '../promql/index.ts';

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

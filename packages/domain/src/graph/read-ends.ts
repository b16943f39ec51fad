import { serviceOfHost } from '../inventory/index.ts';
import type { Sample } from '../samples/index.ts';
import { type End, idOf } from './end.ts';
import type { Asked } from './flows.ts';

type Labels = Sample['labels'];

/** Where a sample's requests came from; null where its labels contradict themselves. */
export function readSource(labels: Labels, manyClusters: boolean): End | null {
  const namespace = known(labels['source_workload_namespace']);
  const workload = known(labels['source_workload']);
  const app = known(labels['source_canonical_service']);
  if (namespace === null) return { kind: 'nobody', id: idOf.unknownCaller, name: 'unknown', byAddress: false };
  const cluster = manyClusters ? known(labels['source_cluster']) : null;
  return workloadEnd({ cluster, namespace, workload, app, version: labels['source_canonical_revision'] });
}

/**
 * Where a sample's requests went: the workload that took them, else the service that was meant, else a host outside.
 * Targets that are only an address have no name to show and are nobody.
 */
export function readDestination(labels: Labels, asked: Asked | null, manyClusters: boolean): End {
  const namespace = known(labels['destination_workload_namespace']) ?? known(labels['destination_service_namespace']);
  const workload = known(labels['destination_workload']);
  const app = known(labels['destination_canonical_service']);
  if (namespace !== null && workload !== null) {
    const cluster = manyClusters ? targetCluster(labels) : null;
    const end = workloadEnd({ cluster, namespace, workload, app, version: labels['destination_canonical_revision'] });
    if (end) return end;
  }
  if (asked === null) return { kind: 'nobody', id: idOf.unknownTarget, name: 'unknown', byAddress: hostOf(labels) !== null };
  const { namespace: asNamespace, name, cluster } = asked;
  if (asNamespace !== null) {
    const service = { cluster, namespace: asNamespace, name };
    return { kind: 'service', id: idOf.service(asNamespace, name, cluster), ...service };
  }
  if (name === 'PassthroughCluster' || name === 'BlackHoleCluster') return { kind: 'nobody', id: idOf.host(name), name, byAddress: false };
  return { kind: 'host', id: idOf.host(name), name, registered: known(labels['destination_service_namespace']) !== null };
}

/** The service that a sample's requests asked for; null where it has no name. */
export function readAsked(labels: Labels, manyClusters: boolean): Asked | null {
  const host = hostOf(labels);
  if (host === null || isAddress(host)) return null;
  const namespace = known(labels['destination_service_namespace']);
  // A short host is a service only where telemetry names its namespace: a Host header can be any word.
  const service = host.includes('.') || namespace !== null ? serviceOfHost(host, namespace ?? '', (name) => name === namespace) : null;
  return service && service.namespace !== ''
    ? { ...service, host, cluster: manyClusters ? targetCluster(labels) : null }
    : { namespace: null, name: host.replace(/:\d+$/, ''), host, cluster: null };
}

const hostOf = (labels: Labels): string | null => known(labels['destination_service']) ?? known(labels['destination_service_name']);

/** A caller that reached no workload does not know its cluster: it asked in its own. Source: istio#29373. */
const targetCluster = (labels: Labels): string | null => known(labels['destination_cluster']) ?? known(labels['source_cluster']);

interface WorkloadLabels {
  readonly cluster: string | null;
  readonly namespace: string;
  readonly workload: string | null;
  readonly app: string | null;
  readonly version: string | undefined;
}

function workloadEnd({ cluster, namespace, workload, app, version }: WorkloadLabels): End | null {
  if (workload !== null) {
    const located = { cluster, namespace, name: workload };
    return { kind: 'workload', id: idOf.workload(namespace, workload, cluster), ...located, app, version: revision(version) };
  }
  if (app === null) return null;
  const located = { cluster, namespace, name: app };
  return { kind: 'app', id: idOf.app(namespace, app, cluster), ...located };
}

/** A label's value where it says something. */
export const known = (label: string | undefined): string | null =>
  label === undefined || label === '' || label === 'unknown' ? null : label;

/** Istio writes `latest` where a workload says nothing of its version. */
const revision = (label: string | undefined): string | null => (label === 'latest' ? null : known(label));

const isAddress = (host: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}(:\d+)?$/.test(host) || /^\[?[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F.]*\]?(:\d+)?$/.test(host);

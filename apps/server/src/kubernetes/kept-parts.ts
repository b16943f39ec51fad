import { isRecord, type Json, recordOf, recordsOf } from './json.ts';

/** What of a value is kept: all of it, what a function leaves of it, or only some fields. Of a list the same of each element. */
export type Part = 'all' | ((value: unknown) => unknown) | { readonly [field: string]: Part };

/** What of a value is kept. Total. */
export function keep(value: unknown, part: Part): unknown {
  if (part === 'all') return value;
  if (typeof part === 'function') return part(value);
  if (Array.isArray(value)) return value.map((element) => keep(element, part));
  if (!isRecord(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const name in part) {
    const inner = part[name];
    if (inner !== undefined && Object.hasOwn(value, name)) kept[name] = keep(value[name], inner);
  }
  return kept;
}

/** A copy of the whole object as it was last applied: as large as the object, and a place where secrets have leaked from. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

const having = (value: unknown, isWanted: (name: string) => boolean): Json =>
  Object.fromEntries(Object.entries(recordOf(value)).filter(([name]) => isWanted(name)));
const all = (...fields: readonly string[]): { readonly [field: string]: Part } => Object.fromEntries(fields.map((name) => [name, 'all']));

/** Who wrote the object and when; the lists of fields are as large as the object. */
const writers: Part = (value) => recordsOf(value).map((writer) => having(writer, (name) => name !== 'fieldsV1' && name !== 'fieldsType'));
/** Annotations that say something to the mesh or to us. The injector's own report is half a kilobyte for every pod. */
const meshNotes: Part = (value) => having(value, (name) => /(^|\.)(istio|kiali)\.io\//.test(name) && name !== 'sidecar.istio.io/status');
/** By these variables a proxy, or the control plane, tells what it calls its cluster. */
const clusterNames: Part = (value) => recordsOf(value).filter(({ name }) => name === 'ISTIO_META_CLUSTER_ID' || name === 'CLUSTER_ID');

const metadata: Part = {
  ...all('name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp', 'deletionTimestamp', 'labels', 'ownerReferences'),
  annotations: meshNotes,
};
const writtenMetadata: Part = { ...metadata, managedFields: writers };
const runningContainers: Part = { ...all('name', 'image', 'args', 'ports'), env: clusterNames };
const wantedContainers: Part = all('name', 'image', 'args', 'ports', 'command', 'env', 'resources');
const template: Part = {
  metadata: { labels: 'all', annotations: meshNotes },
  spec: { serviceAccountName: 'all', containers: wantedContainers, initContainers: wantedContainers },
};
const conditions: Part = all('type', 'status');
const counts: Part = all('replicas', 'readyReplicas', 'desiredNumberScheduled', 'numberReady');
const controller: Part = { metadata: writtenMetadata, spec: { replicas: 'all', template }, status: counts };

/**
 * Of what runs, a cluster has a hundred thousand objects of ten kilobytes: only what the joins, the rules and the explanations look
 * at is kept. Who wants to read more of them adds it here.
 */
const running: Readonly<Record<string, Part>> = {
  Pod: {
    metadata,
    spec: { serviceAccountName: 'all', containers: runningContainers, initContainers: runningContainers },
    status: { ...all('phase', 'podIP'), conditions, containerStatuses: all('restartCount') },
  },
  Deployment: controller,
  StatefulSet: controller,
  DaemonSet: controller,
  ReplicaSet: { metadata, spec: { replicas: 'all', template }, status: counts },
  Job: { metadata: writtenMetadata, spec: { template }, status: { conditions } },
  CronJob: { metadata: writtenMetadata, spec: { jobTemplate: { spec: { template } } } },
};

/** Of everything else all is kept, but for what others wrote about the object itself. */
const whole = (object: Json): Part => ({
  ...all(...Object.keys(object)),
  metadata: {
    ...all(...Object.keys(recordOf(object['metadata']))),
    annotations: (value) => having(value, (name) => name !== lastApplied),
    managedFields: writers,
  },
});

/** What is kept of an object of this kind. */
export const keptOf = (object: Json, kind: string): Part => running[kind] ?? whole(object);

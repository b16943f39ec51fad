import { type Json, recordOf, recordsOf } from './json.ts';

/**
 * What of an object is kept. `all`; or only some fields, of lists the same of each element; or what a function leaves of it, which
 * many objects are expected to have alike, as they have what is `shared`.
 */
export type Part = 'all' | 'shared' | ((value: unknown) => unknown) | { readonly [field: string]: Part };

/** A copy of the whole object as it was last applied: as large as the object, and a place where secrets have leaked from. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

const having = (value: unknown, isWanted: (name: string) => boolean): Json =>
  Object.fromEntries(Object.entries(recordOf(value)).filter(([name]) => isWanted(name)));

/** Who wrote the object and when; the lists of fields are as large as the object. */
const writers = (value: unknown): unknown =>
  recordsOf(value).map((writer) => having(writer, (name) => name !== 'fieldsV1' && name !== 'fieldsType'));
/** Annotations that say something to the mesh or to us. The injector's own report is half a kilobyte for every pod. */
const meshNotes = (value: unknown): unknown =>
  having(value, (name) => /(^|\.)(istio|kiali)\.io\//.test(name) && name !== 'sidecar.istio.io/status');
/** By these variables a proxy, or the control plane, tells what it calls its cluster. */
const clusterNames = (value: unknown): unknown =>
  recordsOf(value).filter(({ name }) => name === 'ISTIO_META_CLUSTER_ID' || name === 'CLUSTER_ID');

const identity: Part = {
  name: 'all',
  namespace: 'all',
  uid: 'all',
  resourceVersion: 'all',
  creationTimestamp: 'all',
  deletionTimestamp: 'all',
};
const metadata: Part = { ...identity, labels: 'shared', annotations: meshNotes, ownerReferences: 'shared' };
const writtenMetadata: Part = { ...metadata, managedFields: writers };
const ports: Part = { name: 'all', image: 'all', ports: 'shared' };
const runningContainers: Part = { ...ports, args: 'shared', env: clusterNames };
const wantedContainers: Part = { ...ports, args: 'shared', command: 'shared', env: 'shared', resources: 'shared' };
const template: Part = {
  metadata: { labels: 'shared', annotations: meshNotes },
  spec: { serviceAccountName: 'all', containers: wantedContainers, initContainers: wantedContainers },
};
const outcome: Part = (value) => recordsOf(value).map(({ type, status }) => ({ type, status }));
const counts: Part = { replicas: 'all', readyReplicas: 'all', desiredNumberScheduled: 'all', numberReady: 'all' };
const controller: Part = { metadata: writtenMetadata, spec: { replicas: 'all', template }, status: counts };

/**
 * Of what runs, a cluster has a hundred thousand objects of ten kilobytes: only what the joins, the rules and the explanations look
 * at is kept. Who wants to read more of them adds it here.
 */
const running: Readonly<Record<string, Part>> = {
  Pod: {
    metadata,
    spec: { serviceAccountName: 'all', containers: runningContainers, initContainers: runningContainers },
    status: {
      phase: 'all',
      podIP: 'all',
      conditions: outcome,
      containerStatuses: (value) => recordsOf(value).map(({ restartCount }) => ({ restartCount })),
    },
  },
  Deployment: controller,
  StatefulSet: controller,
  DaemonSet: controller,
  ReplicaSet: { metadata, spec: { replicas: 'all', template }, status: counts },
  Job: { metadata: writtenMetadata, spec: { template }, status: { conditions: outcome } },
  CronJob: { metadata: writtenMetadata, spec: { jobTemplate: { spec: { template } } } },
};

/** Of everything else all is kept, but for what others wrote about the object itself. */
const whole = (object: Json): Part => ({
  ...Object.fromEntries(Object.keys(object).map((name) => [name, 'all' as const])),
  metadata: {
    ...Object.fromEntries(Object.keys(recordOf(object['metadata'])).map((name) => [name, 'all' as const])),
    annotations: (value) => having(value, (name) => name !== lastApplied),
    managedFields: writers,
  },
});

/** What is kept of an object of this kind. */
export const keptOf = (object: Json, kind: string): Part => running[kind] ?? whole(object);

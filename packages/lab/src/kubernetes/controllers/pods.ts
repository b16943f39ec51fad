import { createHash } from 'node:crypto';
import type { KubeObject } from '@vigla/contract/objects';
import { at, isRecord, list, record, text } from '../json/json.ts';
import { rowOf } from '../resources/matrix.ts';
import type { Store } from '../store/store.ts';
import { instant } from '../verbs/call.ts';
import { suffixOf, uidOf } from '../verbs/write.ts';
import { injected } from './sidecar.ts';

/** A running pod of a ReplicaSet. A sibling lends its containers; without one, the sidecar is added where namespace and pod ask for it. */
export function podOf(
  store: Store,
  set: KubeObject,
  {
    ownerReference,
    model,
    missing,
  }: {
    readonly ownerReference: NonNullable<KubeObject['metadata']['ownerReferences']>[number];
    readonly model: KubeObject | undefined;
    readonly missing: number;
  },
): KubeObject {
  const { name, namespace = '' } = set.metadata;
  const template = record(at(set, 'spec', 'template'));
  const plain: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...record(template['metadata']),
      name: `${name}-${suffixOf(store, name, missing)}`,
      generateName: `${name}-`,
      namespace,
      creationTimestamp: instant(store.now()),
      ownerReferences: [ownerReference],
    },
    spec: { ...record(template['spec']), nodeName: text(at(model, 'spec', 'nodeName')) || nodeFor(store, missing) },
  };
  const workload = set.metadata.ownerReferences?.find(({ kind }) => kind === 'Deployment')?.name ?? name;
  const pod = injected(store, plain, workload);
  const uid = uidOf(store, rowOf('Pod'), pod);
  return running({ ...pod, metadata: { ...pod.metadata, uid } }, store.now());
}

/** The nodes take turns; a lab without nodes has one by name. */
function nodeFor(store: Store, turn: number): string {
  const nodes = store.list(rowOf('Node'));
  return nodes[turn % nodes.length]?.metadata.name ?? 'lab-node-1';
}

/** A pod that somebody created by hand, as it is once it runs. */
export const started = (store: Store, pod: KubeObject): KubeObject => {
  const { nodeName } = pod.spec ?? {};
  const placed = { ...pod, spec: { ...pod.spec, nodeName: text(nodeName) || nodeFor(store, 0) } };
  return running(injected(store, placed, pod.metadata.name), store.now());
};

/** The pod as it looks once all its containers are up; in the lab that takes no time. */
function running(pod: KubeObject, nowMs: number): KubeObject {
  const since = instant(nowMs);
  const conditions = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
    type,
    status: 'True',
    lastTransitionTime: since,
  }));
  const containerStatuses = list(at(pod, 'spec', 'containers'))
    .filter(isRecord)
    .map((one) => ({
      name: text(one['name']),
      image: text(one['image']),
      ready: true,
      started: true,
      restartCount: 0,
      state: { running: { startedAt: since } },
    }));
  const podIP = addressOf(pod);
  return {
    ...pod,
    status: { phase: 'Running', conditions, containerStatuses, podIP, podIPs: [{ ip: podIP }], hostIP: '192.168.0.10', startTime: since },
  };
}

/** An address of the pod network that depends on nothing but the pod. */
function addressOf({ metadata }: KubeObject): string {
  const [a = 0, b = 0] = createHash('sha256').update(`${metadata.namespace}/${metadata.name}`).digest();
  return `10.245.${a}.${Math.max(1, b % 255)}`;
}

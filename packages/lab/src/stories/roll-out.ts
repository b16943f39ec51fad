import type { KubeObject } from '@vigla/contract/objects';
import { letters } from '../flow/index.ts';
import { stamped } from './stamped.ts';

interface At {
  readonly atMs: number;
  readonly seed: number;
}

const hashLabel = 'pod-template-hash';

/**
 * The past of a rollout: what a cluster's controllers make of a Deployment whose template was changed. New pods are like
 * the old ones, with a proxy where their namespace asks for one now. Nothing happens where the template is as before.
 */
export function rollOut(objects: readonly KubeObject[], deployment: KubeObject, at: At): readonly KubeObject[] {
  const set = objects.find(
    ({ kind, metadata, spec }) => kind === 'ReplicaSet' && isOwned(metadata, deployment) && spec?.['replicas'] !== 0,
  );
  if (!set || sameTemplate(set, deployment)) return objects;
  const before = objects.filter(({ kind, metadata }) => kind === 'Pod' && isOwned(metadata, set));
  const space = objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === deployment.metadata.namespace);
  const injected = space?.metadata.labels?.['istio-injection'] === 'enabled';
  const hash = letters('bcdfghjklmnpqrstvwxz2456789', 10, at.seed, 'told', deployment.metadata.name, at.atMs);
  const made = nextSet(set, deployment, hash, at);
  const pods = before.map((pod, index) => nextPod(pod, { set: made, hash, index, injected }, at));
  // A cluster keeps the set that was replaced, without pods: rollbacks go back to it.
  const retired = {
    ...set,
    spec: { ...set.spec, replicas: 0 },
    status: { ...set.status, replicas: 0, readyReplicas: 0, availableReplicas: 0 },
  };
  return [...objects.filter((object) => object !== set && !before.includes(object)), retired, made, ...pods];
}

const isOwned = ({ ownerReferences, namespace }: KubeObject['metadata'], owner: KubeObject): boolean =>
  namespace === owner.metadata.namespace && (ownerReferences ?? []).some(({ uid }) => uid === owner.metadata.uid);

/** The template of a set has one label more: the hash. */
const sameTemplate = (set: KubeObject, deployment: KubeObject): boolean => {
  const annotations = (object: KubeObject): unknown => fields(fields(fields(object.spec)['template'])['metadata'])['annotations'];
  const spec = (object: KubeObject): unknown => fields(fields(object.spec)['template'])['spec'];
  return (
    JSON.stringify(annotations(set)) === JSON.stringify(annotations(deployment)) &&
    JSON.stringify(spec(set)) === JSON.stringify(spec(deployment))
  );
};

function nextSet(set: KubeObject, deployment: KubeObject, hash: string, { atMs, seed }: At): KubeObject {
  const template = fields(fields(deployment.spec)['template']);
  const metadata = fields(template['metadata']);
  const labels = { ...set.metadata.labels, [hashLabel]: hash };
  const { uid: _uid, creationTimestamp: _born, managedFields: _written, ...kept } = set.metadata;
  const next = {
    ...set,
    metadata: { ...kept, name: `${deployment.metadata.name}-${hash}`, labels },
    spec: {
      ...set.spec,
      selector: { matchLabels: { ...fields(fields(fields(set.spec)['selector'])['matchLabels']), [hashLabel]: hash } },
      template: { ...template, metadata: { ...metadata, labels } },
    },
  };
  return stamped(next, undefined, { by: 'kube-controller-manager', atMs, seed });
}

interface NextPod {
  readonly set: KubeObject;
  readonly hash: string;
  readonly index: number;
  readonly injected: boolean;
}

function nextPod(pod: KubeObject, { set, hash, index, injected }: NextPod, { atMs, seed }: At): KubeObject {
  const suffix = letters('bcdfghjklmnpqrstvwxz2456789', 5, seed, 'told', set.metadata.name, index);
  const { uid: _uid, creationTimestamp: _born, managedFields: _written, ...kept } = pod.metadata;
  const own = (list: unknown): readonly unknown[] =>
    Array.isArray(list) ? list.filter((one: unknown) => injected || fields(one)['name'] !== 'istio-proxy') : [];
  const labels = Object.entries({ ...pod.metadata.labels, [hashLabel]: hash }).filter(
    ([name]) => injected || !/^(security|service)\.istio\.io\//.test(name),
  );
  const next: KubeObject = {
    ...pod,
    metadata: {
      ...kept,
      name: `${set.metadata.name}-${suffix}`,
      labels: Object.fromEntries(labels),
      ownerReferences: (pod.metadata.ownerReferences ?? []).map((owner) => ({
        ...owner,
        name: set.metadata.name,
        uid: set.metadata.uid ?? '',
      })),
    },
    spec: { ...pod.spec, containers: own(pod.spec?.['containers']) },
    status: { ...pod.status, containerStatuses: own(pod.status?.['containerStatuses']) },
  };
  return stamped(next, undefined, { by: 'kube-controller-manager', atMs, seed });
}

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

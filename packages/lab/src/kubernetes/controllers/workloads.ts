import { createHash } from 'node:crypto';
import type { KubeObject } from '@vigla/contract/objects';
import { at, equal, record, text, without } from '../json/json.ts';
import { rowOf } from '../resources/matrix.ts';
import type { Resource } from '../resources/resource.ts';
import type { Store } from '../store/store.ts';
import { instant } from '../verbs/call.ts';
import { ownedBy } from '../verbs/remove.ts';
import { suffixOf, uidOf } from '../verbs/write.ts';
import { podOf } from './pods.ts';
import { type Condition, isReady, withConditions } from './readiness.ts';
import { plainTemplate, rolloutNumber, stampRollout } from './revisions.ts';

const hashLabel = 'pod-template-hash';

/** Brings the ReplicaSets of a Deployment to what it wants: one for its present template with all its pods, the others empty. */
export function reconcileDeployment(store: Store, deployment: KubeObject): void {
  const row = rowOf('ReplicaSet');
  const owned = ownedBy(store, deployment).flatMap(([resource, object]) => (resource === row ? [object] : []));
  const template = at(deployment, 'spec', 'template');
  const wanted = Number(at(deployment, 'spec', 'replicas') ?? 1);
  const current = owned.find((set) => equal(plainTemplate(at(set, 'spec', 'template')), plainTemplate(template)));
  const others = owned.filter((set) => set !== current);
  const present = current ?? store.save(row, replicaSetOf(store, deployment, wanted));
  stampRollout(store, deployment, present, rolloutNumber(deployment, present, others, current === undefined));
  if (Number(at(present, 'spec', 'replicas') ?? 1) !== wanted) scale(store, deployment, present, wanted);
  for (const set of others) if (Number(at(set, 'spec', 'replicas') ?? 1) > 0) scale(store, deployment, set, 0);
}

function replicaSetOf(store: Store, deployment: KubeObject, replicas: number): KubeObject {
  const template = record(at(deployment, 'spec', 'template'));
  const hash = createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 10);
  const labels = { ...record(at(template, 'metadata', 'labels')), [hashLabel]: hash } as Record<string, string>;
  const metadata = {
    name: `${deployment.metadata.name}-${hash}`,
    ...(deployment.metadata.namespace === undefined ? {} : { namespace: deployment.metadata.namespace }),
    labels,
  };
  const set: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { ...metadata, creationTimestamp: instant(store.now()), generation: 1, ownerReferences: [ownerReference(deployment)] },
    spec: {
      replicas,
      selector: { matchLabels: { ...record(at(deployment, 'spec', 'selector', 'matchLabels')), [hashLabel]: hash } },
      template: { ...template, metadata: { ...record(template['metadata']), labels } },
    },
    status: { replicas: 0 },
  };
  announce(store, deployment, `Scaled up replica set ${set.metadata.name} from 0 to ${replicas}`);
  return { ...set, metadata: { ...set.metadata, uid: uidOf(store, rowOf('ReplicaSet'), set) } };
}

function scale(store: Store, deployment: KubeObject, set: KubeObject, replicas: number): void {
  const before = Number(at(set, 'spec', 'replicas') ?? 1);
  announce(store, deployment, `Scaled ${replicas > before ? 'up' : 'down'} replica set ${set.metadata.name} from ${before} to ${replicas}`);
  const live = store.get(rowOf('ReplicaSet'), set.metadata.namespace, set.metadata.name) ?? set;
  store.save(rowOf('ReplicaSet'), {
    ...live,
    metadata: { ...live.metadata, generation: (live.metadata.generation ?? 1) + 1 },
    spec: { ...live.spec, replicas },
  });
}

/** Brings the pods of a ReplicaSet to the number it wants; the newest go first. */
export function reconcileReplicaSet(store: Store, set: KubeObject): void {
  const row = rowOf('Pod');
  const pods = podsOf(store, set);
  const wanted = Number(at(set, 'spec', 'replicas') ?? 1);
  const byAge = [...pods].sort((a, b) => text(b.metadata.creationTimestamp).localeCompare(text(a.metadata.creationTimestamp)));
  for (const pod of byAge.slice(0, Math.max(0, pods.length - wanted))) store.remove(row, pod);
  for (let missing = wanted - pods.length; missing > 0; missing -= 1)
    store.save(row, podOf(store, set, { ownerReference: ownerReference(set), model: pods[0], missing }));
  reportReplicaSet(store, set);
}

/** Writes down what a ReplicaSet has of what it wants. */
export const reportReplicaSet = (store: Store, set: KubeObject): void =>
  saveStatus(store, rowOf('ReplicaSet'), set, { counts: countsOf(podsOf(store, set), set) });

/** Writes down what a Deployment has of what it wants. */
export function reportDeployment(store: Store, deployment: KubeObject): void {
  const sets = ownedBy(store, deployment).flatMap(([resource, object]) => (resource.kind === 'ReplicaSet' ? [object] : []));
  const pods = sets.flatMap((set) => podsOf(store, set));
  const present = sets.find((set) => equal(plainTemplate(at(set, 'spec', 'template')), plainTemplate(at(deployment, 'spec', 'template'))));
  const wanted = Number(at(deployment, 'spec', 'replicas') ?? 1);
  const missing = Math.max(0, wanted - pods.filter(isReady).length);
  const counts = {
    ...countsOf(pods, deployment),
    updatedReplicas: (present ? podsOf(store, present).length : 0) || undefined,
    unavailableReplicas: missing || undefined,
  };
  saveStatus(store, rowOf('Deployment'), deployment, { counts, conditions: conditionsOf(present, missing <= Math.floor(wanted / 4)) });
}

/** A quarter of the pods may be away before a Deployment counts as unavailable: the default of `maxUnavailable`. */
const conditionsOf = (present: KubeObject | undefined, isAvailable: boolean): readonly Condition[] => [
  isAvailable
    ? { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      },
  {
    type: 'Progressing',
    status: 'True',
    reason: 'NewReplicaSetAvailable',
    message: `ReplicaSet "${present?.metadata.name ?? ''}" has successfully progressed.`,
  },
];

const podsOf = (store: Store, set: KubeObject): readonly KubeObject[] =>
  ownedBy(store, set).flatMap(([resource, object]) => (resource.kind === 'Pod' ? [object] : []));

type Counts = Readonly<Record<string, number | undefined>>;

function countsOf(pods: readonly KubeObject[], owner: KubeObject): Counts {
  const readyReplicas = pods.filter(isReady).length || undefined;
  return { observedGeneration: owner.metadata.generation, replicas: pods.length, readyReplicas, availableReplicas: readyReplicas };
}

/** Keeps the other fields of the status; a number that is undefined is taken away. Saves nothing where nothing changed. */
function saveStatus(
  store: Store,
  resource: Resource,
  object: KubeObject,
  { counts, conditions }: { readonly counts: Counts; readonly conditions?: readonly Condition[] },
): void {
  const live = store.get(resource, object.metadata.namespace, object.metadata.name);
  if (!live) return;
  const kept = without(live.status ?? {}, ...Object.keys(counts));
  const status = {
    ...kept,
    ...Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== undefined)),
    ...(conditions ? { conditions: withConditions(at(live, 'status', 'conditions'), conditions, instant(store.now())) } : {}),
  };
  if (!equal(live.status, status)) store.save(resource, { ...live, status });
}

const ownerReference = ({ apiVersion, kind, metadata }: KubeObject) => ({
  apiVersion,
  kind,
  name: metadata.name,
  uid: metadata.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
});

function announce(store: Store, about: KubeObject, message: string): void {
  const time = instant(store.now());
  const { name, namespace = '', uid = '' } = about.metadata;
  store.save(rowOf('Event'), {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${name}.${suffixOf(store, name, message)}`,
      namespace,
      uid: uidOf(store, rowOf('Event'), about),
      creationTimestamp: time,
    },
    involvedObject: { apiVersion: about.apiVersion, kind: about.kind, name, namespace, uid },
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message,
    count: 1,
    firstTimestamp: time,
    lastTimestamp: time,
    source: { component: 'deployment-controller' },
    reportingComponent: 'deployment-controller',
  });
}

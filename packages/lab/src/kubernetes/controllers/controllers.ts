import type { KubeObject } from '@vigla/contract/objects';
import { matrix, rowOf } from '../resources/matrix.ts';
import type { Resource } from '../resources/resource.ts';
import type { Write } from '../store/history.ts';
import type { Store } from '../store/store.ts';
import { instant } from '../verbs/call.ts';
import { ownedBy, removeObject } from '../verbs/remove.ts';
import { uidOf } from '../verbs/write.ts';
import { reconcileEndpoints } from './endpoints.ts';
import { concernsGatewayApi, reconcileGatewayApi } from './gateway-api/reconcile.ts';
import { assignAddress } from './load-balancers.ts';
import { started } from './pods.ts';
import { isReady } from './readiness.ts';
import { reconcileDeployment, reconcileReplicaSet, reportDeployment, reportReplicaSet } from './workloads.ts';

/**
 * Lets writes have the consequences they have in a cluster: workloads get their pods, what an owner leaves behind goes with it,
 * and a deleted namespace is emptied. Works right after each write. Returns how to stop.
 */
export function startControllers(store: Store): () => void {
  for (const { metadata } of store.list(rowOf('Namespace'))) reconcileEndpoints(store, metadata.name);
  const stop = store.onWrite((resource, write) => {
    if (write.type === 'DELETED') afterDeletion(store, resource, write);
    else afterChange(store, resource, write);
    if (resource.kind === 'Pod' || resource.kind === 'Service') reconcileEndpoints(store, write.object.metadata.namespace ?? '');
    if (concernsGatewayApi(resource)) reconcileGatewayApi(store);
  });
  // What a Gateway of the start lacks is made by writes, and those have consequences of their own.
  reconcileGatewayApi(store);
  return stop;
}

function afterChange(store: Store, resource: Resource, { type, object, previous }: Write): void {
  const live = store.get(resource, object.metadata.namespace, object.metadata.name);
  if (live !== object || (object.metadata.deletionTimestamp && resource.kind !== 'Namespace')) return;
  switch (resource.kind) {
    case 'Deployment':
      reconcileDeployment(store, object);
      break;
    case 'ReplicaSet':
      reconcileReplicaSet(store, object);
      reportOwner(store, object);
      break;
    case 'Pod':
      if (object.status?.['phase'] === undefined) store.save(resource, started(store, object));
      else if (previous && isReady(previous) !== isReady(object)) reportSet(store, object);
      break;
    case 'Service':
      assignAddress(store, object);
      break;
    case 'Namespace':
      if (object.metadata.deletionTimestamp) empty(store, object);
      else if (type === 'ADDED') furnish(store, object);
      break;
  }
}

function afterDeletion(store: Store, resource: Resource, { object }: Write): void {
  for (const [owned, orphan] of ownedBy(store, object)) removeObject(store, owned, orphan);
  const set = resource.kind === 'Pod' ? setOf(store, object) : undefined;
  if (!set) return;
  reconcileReplicaSet(store, set);
  reportOwner(store, set);
}

/** The ReplicaSet that keeps a pod. */
function setOf(store: Store, { metadata }: KubeObject): KubeObject | undefined {
  const owner = metadata.ownerReferences?.find(({ kind }) => kind === 'ReplicaSet');
  const set = owner && store.get(rowOf('ReplicaSet'), metadata.namespace, owner.name);
  return set && set.metadata.uid === owner.uid ? set : undefined;
}

/** Lets those who keep a pod know that it became ready, or is ready no longer. */
function reportSet(store: Store, pod: KubeObject): void {
  const set = setOf(store, pod);
  if (!set) return;
  reportReplicaSet(store, set);
  reportOwner(store, set);
}

function reportOwner(store: Store, { metadata }: KubeObject): void {
  const owner = metadata.ownerReferences?.find(({ kind }) => kind === 'Deployment');
  const deployment = owner && store.get(rowOf('Deployment'), metadata.namespace, owner.name);
  if (deployment && deployment.metadata.uid === owner.uid) reportDeployment(store, deployment);
}

/** Deletes everything in a namespace that is going, then the namespace. Finalizers in it may hold it. */
function empty(store: Store, namespace: KubeObject): void {
  const { name } = namespace.metadata;
  const inside = matrix.filter(({ namespaced, question }) => namespaced && !question);
  for (const resource of inside) for (const object of store.list(resource, name)) removeObject(store, resource, object);
  const held = inside.some((resource) => store.list(resource, name).length > 0);
  if (!held) store.remove(rowOf('Namespace'), namespace);
}

/** What every new namespace has. */
function furnish(store: Store, { metadata }: KubeObject): void {
  const row = rowOf('ServiceAccount');
  if (store.get(row, metadata.name, 'default')) return;
  const account: KubeObject = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: metadata.name, creationTimestamp: instant(store.now()) },
  };
  store.save(row, { ...account, metadata: { ...account.metadata, uid: uidOf(store, row, account) } });
}

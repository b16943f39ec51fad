import type { KubeObject } from '@vigla/contract/objects';
import { at, list, text } from '../../json/json.ts';
import { rowOf } from '../../resources/matrix.ts';
import type { Resource } from '../../resources/resource.ts';
import type { Store } from '../../store/store.ts';
import { instant } from '../../verbs/call.ts';
import { keepStatus } from '../keep.ts';
import { type Condition, withConditions } from '../readiness.ts';
import { attach, type Attachment } from './attachment.ts';
import { resolveBackends } from './backends.ts';
import { classRow, controllerOf, gatewayController, gatewayGroup, gatewayRow, grantRow, isOfIstio, routeRows } from './gateway-rows.ts';
import { gatewayStatus, type Held } from './gateway-status.ts';
import { listenersOf } from './listeners.ts';
import { provision } from './provision.ts';
import { referenceOf } from './references.ts';

const watched: readonly Resource[] = [
  classRow,
  gatewayRow,
  grantRow,
  ...routeRows,
  ...['Service', 'Secret', 'Namespace'].map((kind) => rowOf(kind)),
];

/** Whether a write to a resource can change what the Gateway API says. */
export const concernsGatewayApi = (resource: Resource): boolean => watched.includes(resource);

/**
 * Brings the Gateway API to where Istio would have it: classes accepted, gateways provisioned, and the status of gateways, listeners and
 * routes written. Saves nothing where nothing changed, so that its own writes come to rest.
 */
export function reconcileGatewayApi(store: Store): void {
  const time = instant(store.now());
  for (const one of store.list(classRow).filter(isOfIstio)) keepStatus(store, classRow, one, classStatus(one, time));
  for (const one of store.list(gatewayRow)) {
    const controller = controllerOf(store, one);
    if (controller !== undefined && !one.metadata.deletionTimestamp) provision(store, one, controller);
  }
  const held: readonly Held[] = store.list(gatewayRow).flatMap((object) => {
    const isOurs = controllerOf(store, object) !== undefined;
    return isOurs ? [{ object, listeners: listenersOf(store, object), attached: new Map<string, number>() }] : [];
  });
  for (const row of routeRows) for (const route of store.list(row)) keepStatus(store, row, route, routeStatus(store, route, held, time));
  for (const one of held) keepStatus(store, gatewayRow, one.object, gatewayStatus(store, one, time));
}

function classStatus({ metadata, status }: KubeObject, time: string): KubeObject['status'] {
  const accepted: Condition = {
    type: 'Accepted',
    status: 'True',
    reason: 'Accepted',
    message: 'Handled by Istio controller',
    observedGeneration: metadata.generation ?? 1,
  };
  return { ...status, conditions: withConditions(status?.['conditions'], [accepted], time) };
}

/** What is said of a route at each of its parents. Parents that Istio does not look after are left to others. */
function routeStatus(store: Store, route: KubeObject, held: readonly Held[], time: string): KubeObject['status'] {
  const before = list(at(route, 'status', 'parents'));
  const foreign = before.filter((one) => at(one, 'controllerName') !== gatewayController);
  const resolution = resolveBackends(store, route);
  const observedGeneration = route.metadata.generation ?? 1;
  const parents = list(at(route, 'spec', 'parentRefs')).flatMap((parentRef) => {
    const attachment = attachmentOf(store, route, parentRef, held);
    if (!attachment) return [];
    const old = before.find((one) => JSON.stringify(at(one, 'parentRef')) === JSON.stringify(parentRef));
    const { reason, message } = attachment;
    const accepted: Condition = { type: 'Accepted', status: reason === 'Accepted' ? 'True' : 'False', reason, message, observedGeneration };
    const resolved: Condition = { type: 'ResolvedRefs', ...resolution, observedGeneration };
    const conditions = withConditions(at(old, 'conditions'), [accepted, resolved], time);
    return [{ parentRef, controllerName: gatewayController, conditions }];
  });
  if (parents.length + foreign.length + before.length === 0) return undefined;
  return { ...route.status, parents: [...foreign, ...parents] };
}

function attachmentOf(store: Store, route: KubeObject, parentRef: unknown, held: readonly Held[]): Attachment | undefined {
  const { group, kind, namespace, name } = referenceOf(parentRef, { group: gatewayGroup, kind: 'Gateway' }, route.metadata.namespace ?? '');
  if (group === '' && kind === 'Service') {
    const isThere = store.get(rowOf('Service'), namespace, name) !== undefined;
    return isThere
      ? { listeners: [], reason: 'Accepted', message: 'Route was valid' }
      : { listeners: [], reason: 'NoMatchingParent', message: `parent service: "${name}" not found` };
  }
  const gateway = held.find(({ object }) => object.metadata.name === name && text(object.metadata.namespace) === namespace);
  if (group !== gatewayGroup || kind !== 'Gateway' || !gateway) return undefined;
  const attachment = attach(store, route, parentRef, gateway);
  for (const listener of attachment.listeners) gateway.attached.set(listener, (gateway.attached.get(listener) ?? 0) + 1);
  return attachment;
}

import type { KubeObject } from '@vigla/contract/objects';
import { at, list, text } from '../../json/json.ts';
import { rowOf } from '../../resources/matrix.ts';
import type { Store } from '../../store/store.ts';
import { type Condition, withConditions } from '../readiness.ts';
import { gatewayGroup } from './gateway-rows.ts';
import { type Listener, listenerConditions } from './listeners.ts';
import { serviceOf } from './provision.ts';

/** A Gateway that Istio looks after. `attached`: how many routes hang on each listener, by its name. */
export interface Held {
  readonly object: KubeObject;
  readonly listeners: readonly Listener[];
  readonly attached: Map<string, number>;
}

/**
 * The status of a Gateway: whether it is accepted and programmed, under which addresses, and how each listener fares.
 * Unverified: that Istio names ListenersNotValid on the Gateway when a listener is invalid; the Gateway API allows it.
 */
export function gatewayStatus(store: Store, { object, listeners, attached }: Held, time: string): KubeObject['status'] {
  const observedGeneration = object.metadata.generation ?? 1;
  const oldListeners = list(at(object, 'status', 'listeners'));
  const conditionsOf = (listener: Listener) => listenerConditions(listener, observedGeneration);
  const invalid = listeners.filter(({ faults }) => faults.length > 0);
  const addresses = addressesOf(store, object);
  return {
    ...object.status,
    addresses: addresses.found,
    conditions: withConditions(
      at(object, 'status', 'conditions'),
      [
        {
          type: 'Accepted',
          status: invalid.length > 0 && invalid.length === listeners.length ? 'False' : 'True',
          reason: invalid.length > 0 ? 'ListenersNotValid' : 'Accepted',
          message: invalid.length > 0 ? `Invalid listeners: ${invalid.map(({ name }) => name).join(', ')}` : 'Resource accepted',
          observedGeneration,
        },
        { ...programmed(addresses), observedGeneration },
      ],
      time,
    ),
    listeners: listeners.map((listener) => ({
      name: listener.name,
      supportedKinds: listener.kinds.map((kind) => ({ group: gatewayGroup, kind })),
      attachedRoutes: attached.get(listener.name) ?? 0,
      conditions: withConditions(
        at(
          oldListeners.find((one) => at(one, 'name') === listener.name),
          'conditions',
        ),
        conditionsOf(listener),
        time,
      ),
    })),
  };
}

interface Addresses {
  readonly host: string;
  readonly isThere: boolean;
  readonly found: readonly { readonly type: string; readonly value: string }[];
}

function addressesOf(store: Store, gateway: KubeObject): Addresses {
  const { namespace, name } = serviceOf(gateway);
  const service = store.get(rowOf('Service'), namespace, name);
  const host = `${name}.${namespace}.svc.cluster.local`;
  if (!service) return { host, isThere: false, found: [] };
  if (at(service, 'spec', 'type') !== 'LoadBalancer') return { host, isThere: true, found: [{ type: 'Hostname', value: host }] };
  const found = list(at(service, 'status', 'loadBalancer', 'ingress')).map((one) => {
    const ip = text(at(one, 'ip'));
    return ip ? { type: 'IPAddress', value: ip } : { type: 'Hostname', value: text(at(one, 'hostname')) };
  });
  return { host, isThere: true, found };
}

function programmed({ host, isThere, found }: Addresses): Condition {
  if (!isThere)
    return {
      type: 'Programmed',
      status: 'False',
      reason: 'Invalid',
      message: `Failed to assign to any requested addresses: hostname "${host}" not found`,
    };
  if (found.length === 0)
    return {
      type: 'Programmed',
      status: 'False',
      reason: 'AddressNotAssigned',
      message: `Assigned to service ${host}, but no address is assigned to it yet`,
    };
  return { type: 'Programmed', status: 'True', reason: 'Programmed', message: `Resource programmed, assigned to service(s) ${host}` };
}

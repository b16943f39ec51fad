import { createHash } from 'node:crypto';
import type { KubeObject } from '@vigla/contract/objects';
import { at, list } from '../json/json.ts';
import { rowOf } from '../resources/matrix.ts';
import type { Store } from '../store/store.ts';

/** Gives a Service of type LoadBalancer an address outside, as a cloud would; takes it back when it is of another type. */
export function assignAddress(store: Store, service: KubeObject): void {
  const hasAddress = list(at(service, 'status', 'loadBalancer', 'ingress')).length > 0;
  const wantsAddress = at(service, 'spec', 'type') === 'LoadBalancer';
  if (hasAddress === wantsAddress) return;
  const loadBalancer = wantsAddress ? { ingress: [{ ip: addressOf(service), ipMode: 'VIP' }] } : {};
  store.save(rowOf('Service'), { ...service, status: { ...service.status, loadBalancer } });
}

/** An address of a network that is kept for documents, so that nobody reaches anything by it. Source: RFC 5737. */
function addressOf({ metadata }: KubeObject): string {
  const [byte = 0] = createHash('sha256').update(`${metadata.namespace}/${metadata.name}`).digest();
  return `203.0.113.${1 + (byte % 254)}`;
}

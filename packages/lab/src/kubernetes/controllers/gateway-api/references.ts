import { at, list, text } from '../../json/json.ts';
import type { Store } from '../../store/store.ts';
import { gatewayGroup, grantRow } from './gateway-rows.ts';

/** Something that one object names another by. */
export interface Reference {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Reads a reference, with what it leaves out. `home`: the namespace of the object that makes it. */
export const referenceOf = (value: unknown, usual: { readonly group: string; readonly kind: string }, home: string): Reference => {
  const group = at(value, 'group');
  return {
    group: typeof group === 'string' ? group : usual.group,
    kind: text(at(value, 'kind')) || usual.kind,
    namespace: text(at(value, 'namespace')) || home,
    name: text(at(value, 'name')),
  };
};

/** Whether an object may name one of another namespace: a ReferenceGrant over there must say so. Source: Gateway API, ReferenceGrant. */
export function isGranted(store: Store, from: { readonly kind: string; readonly namespace: string }, to: Reference): boolean {
  if (from.namespace === to.namespace) return true;
  return store
    .list(grantRow, to.namespace)
    .some(
      (grant) =>
        list(at(grant, 'spec', 'from')).some(
          (one) => at(one, 'group') === gatewayGroup && at(one, 'kind') === from.kind && at(one, 'namespace') === from.namespace,
        ) &&
        list(at(grant, 'spec', 'to')).some(
          (one) => text(at(one, 'group')) === to.group && at(one, 'kind') === to.kind && ['', to.name].includes(text(at(one, 'name'))),
        ),
    );
}

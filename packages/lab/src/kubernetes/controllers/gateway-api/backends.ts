import type { KubeObject } from '@vigla/contract/objects';
import { at, list } from '../../json/json.ts';
import { rowOf } from '../../resources/matrix.ts';
import type { Store } from '../../store/store.ts';
import { isGranted, type Reference, referenceOf } from './references.ts';

/** What became of the references of a route to its backends. */
interface Resolution {
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** Looks up every backend a route names, also those it mirrors to; the first that does not hold is reported. Source: Gateway API, "ResolvedRefs". */
export function resolveBackends(store: Store, route: KubeObject): Resolution {
  const home = route.metadata.namespace ?? '';
  const rules = list(at(route, 'spec', 'rules'));
  const backends = rules.flatMap((rule) => list(at(rule, 'backendRefs')));
  const filters = [...rules, ...backends].flatMap((one) => list(at(one, 'filters')));
  const mirrors = filters.flatMap((filter) => at(filter, 'requestMirror', 'backendRef') ?? []);
  const wrong = [...backends, ...mirrors]
    .map((one) => faultOf(store, route, referenceOf(one, { group: '', kind: 'Service' }, home)))
    .find((fault) => fault !== undefined);
  return wrong ?? { status: 'True', reason: 'ResolvedRefs', message: 'All references resolved' };
}

function faultOf(store: Store, { kind, metadata }: KubeObject, to: Reference): Resolution | undefined {
  const home = metadata.namespace ?? '';
  if (!isGranted(store, { kind, namespace: home }, to))
    return failed(
      'RefNotPermitted',
      `backendRef ${to.name}/${to.namespace} not accessible to a ${kind} in namespace "${home}" (missing a ReferenceGrant?)`,
    );
  if (to.group === 'networking.istio.io' && to.kind === 'Hostname') return undefined;
  if (to.group !== '' || to.kind !== 'Service')
    return failed('InvalidKind', `referencing unsupported backendRef: group "${to.group}" kind "${to.kind}"`);
  if (store.get(rowOf('Service'), to.namespace, to.name)) return undefined;
  return failed('BackendNotFound', `backend(${to.name}.${to.namespace}.svc.cluster.local) not found`);
}

const failed = (reason: string, message: string): Resolution => ({ status: 'False', reason, message });

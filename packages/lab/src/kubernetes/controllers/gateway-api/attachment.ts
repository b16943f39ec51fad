import type { KubeObject } from '@vigla/contract/objects';
import { at, list, text } from '../../json/json.ts';
import { rowOf } from '../../resources/matrix.ts';
import { fitsLabelSelector } from '../../selectors/label-selector.ts';
import type { Store } from '../../store/store.ts';
import type { Listener } from './listeners.ts';

/** Whether a route hangs on a parent. `listeners`: the names of those it attached to. */
export interface Attachment {
  readonly listeners: readonly string[];
  readonly reason: string;
  readonly message: string;
}

type Refusal = Omit<Attachment, 'listeners'>;

/** The order in which refusals are reported: what a person can act on comes before a listener that was not meant at all. */
const ranking = ['NotAllowedByListeners', 'NoMatchingListenerHostname', 'NoMatchingParent'];

/** Attaches a route to the listeners of a Gateway that fit it, or says why none does. Source: Gateway API, "Route" conditions and reasons. */
export function attach(
  store: Store,
  route: KubeObject,
  parentRef: unknown,
  gateway: { readonly object: KubeObject; readonly listeners: readonly Listener[] },
): Attachment {
  const tried = gateway.listeners.map((listener) => ({
    listener,
    refusal: refusalOf(store, route, parentRef, { listener, gateway: gateway.object }),
  }));
  const taken = tried.filter(({ refusal }) => refusal === undefined).map(({ listener }) => listener.name);
  if (taken.length > 0) {
    const message = taken.length > 1 ? `Route was valid, bound to ${taken.length} parents` : 'Route was valid';
    return { listeners: taken, reason: 'Accepted', message };
  }
  const refusals = tried.flatMap(({ refusal }) => refusal ?? []);
  const [worst] = refusals.toSorted((a, b) => ranking.indexOf(a.reason) - ranking.indexOf(b.reason));
  return { listeners: [], ...(worst ?? { reason: 'NoMatchingParent', message: 'the Gateway has no listeners' }) };
}

function refusalOf(
  store: Store,
  route: KubeObject,
  parentRef: unknown,
  { listener, gateway }: { readonly listener: Listener; readonly gateway: KubeObject },
): Refusal | undefined {
  const [port, section] = [at(parentRef, 'port'), text(at(parentRef, 'sectionName'))];
  if (port !== undefined && port !== listener.port) return { reason: 'NoMatchingParent', message: `port ${Number(port)} not found` };
  if (section && section !== listener.name) return { reason: 'NoMatchingParent', message: `sectionName "${section}" not found` };
  const from = route.metadata.namespace ?? '';
  if (!takesNamespace(store, listener, from, gateway.metadata.namespace ?? ''))
    return { reason: 'NotAllowedByListeners', message: `hostnames from namespace ${from} are not allowed by the parent` };
  if (!listener.kinds.includes(route.kind)) return { reason: 'NotAllowedByListeners', message: `kind ${route.kind} is not allowed` };
  const hostnames = list(at(route, 'spec', 'hostnames')).map(text);
  if (hostnames.length > 0 && !hostnames.some((hostname) => overlap(hostname, listener.hostname)))
    return { reason: 'NoMatchingListenerHostname', message: `no hostnames matched parent hostname "${listener.hostname}"` };
  return undefined;
}

function takesNamespace(store: Store, { allowedRoutes }: Listener, from: string, home: string): boolean {
  switch (text(at(allowedRoutes, 'namespaces', 'from')) || 'Same') {
    case 'All':
      return true;
    case 'Selector': {
      const labels = store.get(rowOf('Namespace'), undefined, from)?.metadata.labels;
      return fitsLabelSelector(at(allowedRoutes, 'namespaces', 'selector'), labels);
    }
    case 'Same':
      return from === home;
    default:
      return false;
  }
}

/** Whether two hostnames, either of which may begin with `*.`, have a name in common; an empty one has every name. */
export function overlap(a: string, b: string): boolean {
  if (a === '' || b === '' || a === b) return true;
  const covers = (wide: string, narrow: string): boolean => wide.startsWith('*.') && narrow.endsWith(wide.slice(1));
  return covers(a, b) || covers(b, a);
}

import type { KubeObject } from '@vigla/contract/objects';
import { at, list, scalarText, text } from '../../json/json.ts';
import { rowOf } from '../../resources/matrix.ts';
import type { Store } from '../../store/store.ts';
import type { Condition } from '../readiness.ts';
import { gatewayGroup } from './gateway-rows.ts';
import { isGranted, referenceOf } from './references.ts';

/** A listener of a Gateway and what is wrong with it. */
export interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname: string;
  /** The kinds of routes that may attach. */
  readonly kinds: readonly string[];
  readonly allowedRoutes: unknown;
  readonly faults: readonly Fault[];
}

type Fault = Pick<Condition, 'type' | 'reason' | 'message'>;

const kindsByProtocol: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
  HBONE: [],
};

/** The listeners of a Gateway, each with what is wrong with it. Source: Gateway API, "Listener" conditions and reasons. */
export function listenersOf(store: Store, gateway: KubeObject): readonly Listener[] {
  const all = list(at(gateway, 'spec', 'listeners'));
  return all.map((listener, index) => {
    const protocol = text(at(listener, 'protocol'));
    const served = kindsByProtocol[protocol] ?? [];
    const wanted = list(at(listener, 'allowedRoutes', 'kinds'));
    const isServed = (one: unknown): boolean =>
      (at(one, 'group') ?? gatewayGroup) === gatewayGroup && served.includes(text(at(one, 'kind')));
    return {
      name: text(at(listener, 'name')),
      port: Number(at(listener, 'port')),
      protocol,
      hostname: text(at(listener, 'hostname')),
      kinds: wanted.length === 0 ? served : wanted.filter(isServed).map((one) => text(at(one, 'kind'))),
      allowedRoutes: at(listener, 'allowedRoutes'),
      faults: [
        ...(Object.hasOwn(kindsByProtocol, protocol)
          ? []
          : [{ type: 'Accepted', reason: 'UnsupportedProtocol', message: `protocol "${protocol}" is unsupported` }]),
        ...conflictsOf(listener, all.slice(0, index)),
        ...(wanted.every(isServed)
          ? []
          : [{ type: 'ResolvedRefs', reason: 'InvalidRouteKinds', message: 'not all of the kinds of routes are supported' }]),
        ...certificateFaults(store, gateway, listener),
      ],
    };
  });
}

/** The first of two that want the same place keeps it. */
function conflictsOf(listener: unknown, before: readonly unknown[]): readonly Fault[] {
  const same = (other: unknown, field: string): boolean => scalarText(at(other, field)) === scalarText(at(listener, field));
  const onPort = before.filter((other) => same(other, 'port'));
  if (onPort.some((other) => !same(other, 'protocol')))
    return [{ type: 'Conflicted', reason: 'ProtocolConflict', message: 'another listener speaks another protocol on this port' }];
  if (onPort.some((other) => same(other, 'hostname')))
    return [{ type: 'Conflicted', reason: 'HostnameConflict', message: 'another listener serves this hostname on this port' }];
  return [];
}

function certificateFaults(store: Store, gateway: KubeObject, listener: unknown): readonly Fault[] {
  const home = gateway.metadata.namespace ?? '';
  const mode = text(at(listener, 'tls', 'mode')) || 'Terminate';
  if (!['HTTPS', 'TLS'].includes(text(at(listener, 'protocol'))) || mode !== 'Terminate') return [];
  const references = list(at(listener, 'tls', 'certificateRefs')).map((one) => referenceOf(one, { group: '', kind: 'Secret' }, home));
  if (references.length === 0)
    return [{ type: 'ResolvedRefs', reason: 'InvalidCertificateRef', message: 'TLS is terminated here, but no certificate is named' }];
  return references.flatMap((reference): readonly Fault[] => {
    const place = `${reference.namespace}/${reference.name}`;
    if (!isGranted(store, { kind: 'Gateway', namespace: home }, reference))
      return [{ type: 'ResolvedRefs', reason: 'RefNotPermitted', message: `certificateRef ${place} is not permitted by a ReferenceGrant` }];
    const isThere = reference.kind === 'Secret' && store.get(rowOf('Secret'), reference.namespace, reference.name) !== undefined;
    return isThere
      ? []
      : [{ type: 'ResolvedRefs', reason: 'InvalidCertificateRef', message: `certificateRef ${place} is not a secret that is there` }];
  });
}

/** What the status of a listener says. */
export function listenerConditions({ faults }: Listener, observedGeneration: number): readonly Condition[] {
  const find = (type: string): Fault | undefined => faults.find((fault) => fault.type === type);
  const [refused, conflict, unresolved] = [find('Accepted'), find('Conflicted'), find('ResolvedRefs')];
  const invalid = refused ?? conflict ?? unresolved;
  const bad = (fault: Fault, status: Condition['status'] = 'False'): Condition => ({ ...fault, status, observedGeneration });
  const good = (type: string, reason: string, message: string, status: Condition['status'] = 'True'): Condition => ({
    type,
    status,
    reason,
    message,
    observedGeneration,
  });
  return [
    refused ? bad(refused) : good('Accepted', 'Accepted', 'No errors found'),
    conflict ? bad(conflict, 'True') : good('Conflicted', 'NoConflicts', 'No errors found', 'False'),
    invalid
      ? bad({ type: 'Programmed', reason: 'Invalid', message: invalid.message })
      : good('Programmed', 'Programmed', 'No errors found'),
    unresolved ? bad(unresolved) : good('ResolvedRefs', 'ResolvedRefs', 'No errors found'),
  ];
}

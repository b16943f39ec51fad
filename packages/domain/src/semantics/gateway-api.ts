import type { KubeObject } from '@vigla/contract/objects';
import { attachRoutes, type AttachedRoute, type Attachment } from './gateway-attachment.ts';
import { readListeners, serverKey, serverOf } from './gateway-listener.ts';
import type { GatewayServer } from './gateways.ts';
import { createdMs, reference, type Reference, type Unsupported } from './reference.ts';
import type { Retry } from './retry.ts';
import { byPrecedence, type RankedRule } from './route-precedence.ts';
import type { VirtualService } from './virtual-service.ts';

/** What the Gateway API says, in the terms of the rest: servers, and a list of rules for each host. */
export interface GatewayApi {
  readonly servers: readonly GatewayServer[];
  readonly rules: readonly VirtualService[];
  readonly attachments: readonly Attachment[];
}

/** Rules of one host from however many routes. */
interface Draft {
  readonly object: Reference;
  readonly namespace: string;
  readonly gateway: string;
  readonly host: string;
  readonly exportTo: readonly string[];
  readonly createdMs: number;
  readonly port: number | null;
  readonly rules: RankedRule[];
}

/** Reads Gateways, HTTPRoutes and GRPCRoutes of the Gateway API. */
export function readGatewayApi(objects: readonly KubeObject[], retry: Retry, report: (unsupported: Unsupported) => void): GatewayApi {
  const drafts = new Map<string, Draft>();
  const routes = attachRoutes(objects, retry, report);
  for (const attached of routes) {
    for (const draft of [...atListeners(attached), ...atServices(attached)]) {
      const key = `${draft.gateway} ${draft.host} ${draft.port ?? ''} ${draft.exportTo.join(' ')}`;
      const older = drafts.get(key);
      if (older) older.rules.push(...draft.rules);
      else drafts.set(key, draft);
    }
  }
  const servers = readListeners(objects, () => {}).map(serverOf);
  return { servers, rules: [...drafts.values()].map(finished), attachments: routes.flatMap(({ attachments }) => attachments) };
}

function finished({ gateway, host, rules, ...draft }: Draft): VirtualService {
  return { ...draft, hosts: [host], gateways: [gateway], http: byPrecedence(rules), tls: [], tcp: [] };
}

function atListeners({ object, read, attachments }: AttachedRoute): readonly Draft[] {
  const namespace = object.metadata.namespace ?? '';
  const places = attachments.flatMap(({ listeners }) =>
    listeners.flatMap(({ listener, hosts }) => hosts.map((host) => ({ gateway: serverKey(listener), host }))),
  );
  return distinct(places).map((place) => ({
    ...place,
    object: reference(object),
    namespace,
    createdMs: createdMs(object),
    exportTo: ['*'],
    port: null,
    rules: [...read.rules],
  }));
}

/** Several parents may lead to one listener: a route stands there once. */
const distinct = <P extends { readonly gateway: string; readonly host: string }>(places: readonly P[]): readonly P[] =>
  places.filter((place, index) => places.findIndex(({ gateway, host }) => gateway === place.gateway && host === place.host) === index);

/**
 * Routes of a service's own namespace hold for all callers, those of another for the callers of that one, before the
 * others.
 * Source: Gateway API, GAMMA: producer and consumer routes.
 */
function atServices({ object, read, attachments }: AttachedRoute): readonly Draft[] {
  const namespace = object.metadata.namespace ?? '';
  return attachments
    .filter(({ parent, accepted }) => parent.kind === 'Service' && accepted === 'Accepted')
    .map(({ parent }) => ({
      object: reference(object),
      namespace,
      createdMs: createdMs(object),
      gateway: 'mesh',
      host: `${parent.name}.${parent.namespace}.svc.cluster.local`,
      exportTo: parent.namespace === namespace ? ['*'] : [namespace],
      port: parent.port,
      rules: [...read.rules],
    }));
}

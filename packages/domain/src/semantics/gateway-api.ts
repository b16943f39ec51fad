import type { KubeObject } from '@vigla/contract/objects';
import { attachRoutes, type AttachedRoute, type Attachment } from './gateway-attachment.ts';
import { readListeners, serverKey, serverOf } from './gateway-listener.ts';
import type { GatewayServer } from './gateways.ts';
import { createdMs, reference, type Reference, type Unsupported } from './reference.ts';
import { builtInRetry, type Retry } from './retry.ts';
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
  /** What they are for: requests, or connections. */
  readonly carries: 'requests' | 'connections';
  readonly rules: RankedRule[];
}

/** Reads Gateways and routes of the Gateway API. */
export function readGatewayApi(objects: readonly KubeObject[], retry: Retry, report: (unsupported: Unsupported) => void): GatewayApi {
  const drafts = new Map<string, Draft>();
  const routes = attachRoutes(objects, retry, report);
  for (const attached of routes) {
    for (const draft of [...atListeners(attached), ...atServices(attached)]) {
      const key = `${draft.carries} ${draft.gateway} ${draft.host} ${draft.port ?? ''} ${draft.exportTo.join(' ')}`;
      const older = drafts.get(key);
      if (older) older.rules.push(...draft.rules);
      else drafts.set(key, draft);
    }
  }
  const servers = readListeners(objects, () => {}).map(serverOf);
  return { servers, rules: [...drafts.values()].map(finished), attachments: routes.flatMap(({ attachments }) => attachments) };
}

function finished({ gateway, host, rules, carries, ...draft }: Draft): VirtualService {
  const ordered = byPrecedence(rules);
  const base = { ...draft, hosts: [host], gateways: [gateway] };
  // A rule for TLS asks for a name, so it stands wherever connections are: one that names none is nobody's.
  return carries === 'requests' ? { ...base, http: ordered, tls: [], tcp: [] } : { ...base, http: [], tls: ordered, tcp: ordered };
}

const carried = ({ kind }: KubeObject): Draft['carries'] => (kind === 'TLSRoute' || kind === 'TCPRoute' ? 'connections' : 'requests');

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
    carries: carried(object),
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
 * Unverified: of two such routes of which one names a port, the older one is taken to hold.
 */
function atServices({ object, read, attachments }: AttachedRoute): readonly Draft[] {
  const namespace = object.metadata.namespace ?? '';
  return attachments.flatMap(({ parent, before }) =>
    before.map((host) => ({
      object: reference(object),
      namespace,
      createdMs: createdMs(object),
      gateway: 'mesh',
      host,
      exportTo: parent.namespace === namespace ? ['*'] : [namespace],
      port: parent.port,
      carries: carried(object),
      rules: [...read.rules],
    })),
  );
}

/** What came of the parents that routes name, for whoever writes it into their status. */
export const readAttachments = (objects: readonly KubeObject[]): readonly Attachment[] =>
  attachRoutes(objects, builtInRetry(null), () => {}).flatMap(({ attachments }) => attachments);

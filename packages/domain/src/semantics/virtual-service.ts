import type { KubeObject } from '@vigla/contract/objects';
import { readDelegates, withDelegates } from './delegates.ts';
import { fullHost } from './hosts.ts';
import { readConnectionRule, readHttpRule } from './http-rule.ts';
import type { MeshSettings } from './mesh-settings.ts';
import { list, texts, tree, trees } from './read.ts';
import { byAge, createdMs, reference, type Reference, type Unsupported } from './reference.ts';
import { gatewayName } from './route-match.ts';
import type { RouteRule } from './route-rule.ts';

/** A list of rules for some hosts: a VirtualService, or routes of the Gateway API for one host taken together. */
export interface VirtualService {
  readonly object: Reference;
  readonly namespace: string;
  readonly hosts: readonly string[];
  /** `mesh`, or `namespace/name` of a Gateway. */
  readonly gateways: readonly string[];
  readonly exportTo: readonly string[];
  readonly createdMs: number;
  /** Holds for this port of its host alone; null for all. */
  readonly port: number | null;
  readonly http: readonly RouteRule[];
  readonly tls: readonly RouteRule[];
  readonly tcp: readonly RouteRule[];
}

type Report = (unsupported: Unsupported) => void;

const followed = ['hosts', 'gateways', 'exportTo', 'http', 'tls', 'tcp'];

/** Reads all VirtualServices that have hosts; those without are there to be delegated to. Order: oldest first. */
export function readVirtualServices(objects: readonly KubeObject[], settings: MeshSettings, report: Report): readonly VirtualService[] {
  const own = objects.filter(({ kind }) => kind === 'VirtualService').sort(byAge);
  const delegates = readDelegates(own);
  return own
    .filter(({ spec }) => list(tree(spec)['hosts']).length > 0)
    .map((object) => {
      const tell = (path: string, detail: string): void => report({ object: reference(object), path, detail });
      for (const field of Object.keys(tree(object.spec))) if (!followed.includes(field)) tell(`spec.${field}`, 'is not followed');
      const written = withDelegates(object, delegates, settings.exportTo.virtualServices, tell);
      const http = written.map(({ rule, ...place }) =>
        readHttpRule(rule, {
          ...place,
          retry: settings.retry,
          tell: (path, detail) => report({ object: place.object, path: `${place.path}.${path}`, detail }),
        }),
      );
      return { ...readPlace(object, settings), http, tls: connections(object, 'tls', tell), tcp: connections(object, 'tcp', tell) };
    });
}

function readPlace(object: KubeObject, { exportTo }: MeshSettings): Omit<VirtualService, 'http' | 'tls' | 'tcp'> {
  const namespace = object.metadata.namespace ?? '';
  const spec = tree(object.spec);
  const gateways = texts(spec['gateways']);
  const own = texts(spec['exportTo']);
  return {
    object: reference(object),
    namespace,
    hosts: texts(spec['hosts']).map((host) => fullHost(host, namespace)),
    gateways: gateways.length === 0 ? ['mesh'] : gateways.map((name) => gatewayName(name, namespace)),
    exportTo: own.length === 0 ? exportTo.virtualServices : own,
    createdMs: createdMs(object),
    port: null,
  };
}

function connections(object: KubeObject, kind: 'tls' | 'tcp', tell: (path: string, detail: string) => void): readonly RouteRule[] {
  const place = { object: reference(object), namespace: object.metadata.namespace ?? '', retry: { attempts: 0, on: [], perTryMs: null } };
  return trees(tree(object.spec)[kind]).map((rule, index) => {
    const path = `spec.${kind}[${index}]`;
    return readConnectionRule(rule, { ...place, path, tell: (field, detail) => tell(`${path}.${field}`, detail) });
  });
}

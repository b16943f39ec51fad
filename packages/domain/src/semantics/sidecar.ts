import type { KubeObject } from '@vigla/contract/objects';
import { covers } from './hosts.ts';
import { readUnknownHosts, type UnknownHosts } from './mesh-settings.ts';
import { list, labels, number, selects, texts, tree, trees } from './read.ts';
import type { Service } from './reachable.ts';
import { byAge, reference, type Reference, type Unsupported } from './reference.ts';
import { grouped } from './registry.ts';
import type { Workload } from './workloads.ts';

/** One listener of a Sidecar's egress: which hosts of which namespaces its callers see. */
interface Egress {
  /** Null: all ports that no other listener names. */
  readonly port: number | null;
  readonly hosts: readonly { readonly namespace: string; readonly host: string }[];
}

/** What callers may see of the mesh, for some workloads of a namespace or all of them. */
export interface Sidecar {
  readonly object: Reference;
  readonly selector: Readonly<Record<string, string>>;
  readonly egress: readonly Egress[];
  /** Null: as the mesh has it. */
  readonly unknownHosts: UnknownHosts | null;
}

/** Order within a namespace: oldest first. */
export type Sidecars = ReadonlyMap<string, readonly Sidecar[]>;

/** Reads all Sidecars by namespace. */
export function readSidecars(objects: readonly KubeObject[], report: (unsupported: Unsupported) => void): Sidecars {
  const own = objects.filter(({ kind }) => kind === 'Sidecar').sort(byAge);
  return grouped(
    own.map((object) => {
      const spec = tree(object.spec);
      const tell = (path: string): void => report({ object: reference(object), path, detail: 'is not followed' });
      for (const field of ['ingress', 'inboundConnectionPool']) if (spec[field] !== undefined) tell(`spec.${field}`);
      if (tree(spec['outboundTrafficPolicy'])['egressProxy'] !== undefined) tell('spec.outboundTrafficPolicy.egressProxy');
      const sidecar: Sidecar = {
        object: reference(object),
        selector: labels(tree(spec['workloadSelector'])['labels']),
        egress: readEgress(spec['egress']),
        unknownHosts: readUnknownHosts(spec['outboundTrafficPolicy']),
      };
      return [object.metadata.namespace ?? '', sidecar] as const;
    }),
  );
}

/** Nothing written is everything: the workload keeps what the mesh gives it. */
function readEgress(egress: unknown): readonly Egress[] {
  if (list(egress).length === 0) return [{ port: null, hosts: [{ namespace: '*', host: '*' }] }];
  return trees(egress).map((listener) => ({
    port: number(tree(listener['port'])['number']) ?? null,
    hosts: texts(listener['hosts']).flatMap((written) => {
      const slash = written.indexOf('/');
      return slash < 0 ? [] : [{ namespace: written.slice(0, slash), host: written.slice(slash + 1).toLowerCase() }];
    }),
  }));
}

/**
 * The one Sidecar of a caller: one that selects it, else the one for its whole namespace, else that of the root
 * namespace. Gateways have none.
 * Source: Istio reference, Sidecar.
 */
export function sidecarOf(sidecars: Sidecars, caller: Workload, rootNamespace: string): Sidecar | null {
  if (sidecars.size === 0 || caller.proxy !== 'sidecar') return null;
  const own = sidecars.get(caller.namespace) ?? [];
  const chosen = (one: Sidecar): boolean => Object.keys(one.selector).length > 0 && selects(one.selector, caller.labels);
  const plain = (one: Sidecar): boolean => Object.keys(one.selector).length === 0;
  return own.find(chosen) ?? own.find(plain) ?? (sidecars.get(rootNamespace) ?? []).find(plain) ?? null;
}

/** The hosts a caller's Sidecar lets it see on a port. A listener of that very port stands alone. */
const openOn = (sidecar: Sidecar, port: number): Egress['hosts'] => {
  const exact = sidecar.egress.filter((listener) => listener.port === port);
  return (exact.length > 0 ? exact : sidecar.egress.filter((listener) => listener.port === null)).flatMap(({ hosts }) => hosts);
};

const fits = (namespace: string, wanted: string, own: string): boolean =>
  wanted === '*' || wanted === own || (wanted === '.' && namespace === own);

/** Whether a caller sees a service through its Sidecar. */
export const showsService = (sidecar: Sidecar | null, caller: Workload, port: number, { namespace, host }: Service): boolean =>
  sidecar === null ||
  openOn(sidecar, port).some(
    (one) => fits(caller.namespace, one.namespace, namespace) && (covers(one.host, host) || covers(host, one.host)),
  );

/** Whether a caller sees rules of a namespace for some hosts through its Sidecar. */
export const showsRules = (
  sidecar: Sidecar | null,
  caller: Workload,
  port: number,
  { namespace, hosts }: { readonly namespace: string; readonly hosts: readonly string[] },
): boolean =>
  sidecar === null ||
  openOn(sidecar, port).some(
    (one) => fits(caller.namespace, one.namespace, namespace) && hosts.some((host) => covers(one.host, host) || covers(host, one.host)),
  );

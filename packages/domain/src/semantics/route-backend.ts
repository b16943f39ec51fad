import type { KubeObject } from '@vigla/contract/objects';
import { number, text, texts, tree, trees, type Tree } from './read.ts';
import { readGrants, type Grants, type Referred } from './reference-grant.ts';
import type { RouteTarget } from './route-rule.ts';

/** Why a reference of a route cannot be followed. Source: Gateway API, RouteConditionReason. */
export type BackendProblem = 'InvalidKind' | 'RefNotPermitted' | 'BackendNotFound' | 'UnsupportedValue';

/** Where a reference leads. What is wrong with it keeps its share and is answered by the proxy. */
export interface Backend {
  readonly target: RouteTarget;
  readonly problem: BackendProblem | null;
}

/** What references of a route are looked up in. */
export interface BackendBook {
  readonly grants: Grants;
  readonly hosts: ReadonlySet<string>;
  /** Hosts of a Service or a ServiceEntry, by kind and `namespace/name`: `Service bookinfo/reviews`. */
  readonly named: ReadonlyMap<string, readonly string[]>;
}

/** Whatever routes may name, and the leave they have to. */
export function readBackendBook(objects: readonly KubeObject[]): BackendBook {
  const named = new Map(
    objects.flatMap(({ kind, apiVersion, metadata, spec }): readonly (readonly [string, readonly string[]])[] => {
      const key = `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
      if (kind === 'Service' && apiVersion === 'v1') return [[key, [`${metadata.name}.${metadata.namespace ?? ''}.svc.cluster.local`]]];
      return kind === 'ServiceEntry' ? [[key, texts(tree(spec)['hosts']).map((host) => host.toLowerCase())]] : [];
    }),
  );
  return { grants: readGrants(objects), named, hosts: new Set([...named.values()].flat()) };
}

/** A kind of route in a namespace, as grants name it. */
export interface Referrer {
  readonly kind: string;
  readonly namespace: string;
}

const group = 'gateway.networking.k8s.io';

/** The backends of a rule with their weights; those of weight 0 get nothing. */
export const readBackends = (rule: Tree, from: Referrer, book: BackendBook): readonly Backend[] =>
  trees(rule['backendRefs']).map((ref) => readBackend(ref, from, book));

/** A Service, or a host that is known to the mesh: Istio's kind `Hostname`. */
export function readBackend(ref: Tree, from: Referrer, book: BackendBook): Backend {
  const to = { group: text(ref['group']) ?? '', kind: text(ref['kind']) ?? 'Service', name: text(ref['name']) ?? '' };
  const namespace = text(ref['namespace']) ?? from.namespace;
  const host = isHostname(to) ? to.name.toLowerCase() : `${to.name}.${namespace}.svc.cluster.local`;
  const port = number(ref['port']) ?? null;
  const weight = Math.max(0, number(ref['weight']) ?? 1);
  const problem = problemOf({ ...to, namespace, host, port }, from, book);
  return { problem, target: { host, subset: null, port, weight, refused: problem !== null, missingCode: 500 } };
}

interface Meant extends Referred {
  readonly name: string;
  readonly host: string;
  readonly port: number | null;
}

/** Order: what is asked first hides the rest. */
function problemOf(to: Meant, from: Referrer, { grants, hosts }: BackendBook): BackendProblem | null {
  if (!isHostname(to) && !(to.group === '' && to.kind === 'Service')) return 'InvalidKind';
  if (!grants({ group, ...from }, to)) return 'RefNotPermitted';
  if (to.port === null) return 'UnsupportedValue';
  return hosts.has(to.host) ? null : 'BackendNotFound';
}

const isHostname = (to: Pick<Referred, 'group' | 'kind'>): boolean => to.group === 'networking.istio.io' && to.kind === 'Hostname';

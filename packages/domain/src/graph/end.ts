/**
 * One end of a call, as telemetry names it. `service`: a service whose answering workload is not known, because no
 * request reached one. `host`: a name outside the cluster. `nobody`: telemetry knows no name at all.
 * `cluster` is null where the mesh has but one, or where telemetry does not tell.
 */
export type End =
  | {
      readonly kind: 'workload';
      readonly id: string;
      readonly cluster: string | null;
      readonly namespace: string;
      readonly name: string;
      readonly app: string | null;
      readonly version: string | null;
    }
  | NamedEnd<'app'>
  | NamedEnd<'service'>
  | { readonly kind: 'host'; readonly id: string; readonly name: string; readonly registered: boolean }
  | {
      readonly kind: 'nobody';
      readonly id: string;
      readonly name: string;
      /** Some of those who called it called an address. */
      readonly byAddress: boolean;
    };

interface NamedEnd<Kind extends string> {
  readonly kind: Kind;
  readonly id: string;
  readonly cluster: string | null;
  readonly namespace: string;
  readonly name: string;
}

/** Where something with a name is. `cluster`: null where the mesh has but one. */
export interface Located {
  readonly cluster: string | null;
  readonly namespace: string;
  readonly name: string;
}

/**
 * Stable ids of graph nodes. Names are escaped, so that no label value can pass for another node or break an edge's id.
 * Where the mesh has several clusters an id ends in `@` and the cluster.
 */
export const idOf = {
  workload: (namespace: string, name: string, cluster: string | null = null): string =>
    `${namespaceText(namespace)}/${escaped(name)}${inCluster(cluster)}`,
  app: (namespace: string, name: string, cluster: string | null = null): string =>
    `${namespaceText(namespace)}/app:${escaped(name)}${inCluster(cluster)}`,
  service: (namespace: string, name: string, cluster: string | null = null): string =>
    `${namespaceText(namespace)}/svc:${escaped(name)}${inCluster(cluster)}`,
  /** One classified kind of request to a service. */
  operation: ({ cluster, namespace, name }: Located, operation: string): string =>
    `${namespaceText(namespace)}/op:${escaped(name)}:${escaped(operation)}${inCluster(cluster)}`,
  host: (name: string): string => `outside/${escaped(name)}`,
  /** Callers nobody knows. */
  unknownCaller: 'outside/unknown',
  /** Callers on the far side of a gateway. */
  entering: 'outside/unknown:entering',
  /** Targets nobody knows; not the same node as unknown callers, or traffic would seem to run through it. */
  unknownTarget: 'outside/unknown:target',
  restrictedCallers: 'restricted/in',
  restrictedTargets: 'restricted/out',
} as const;

/** A name as part of an id: without the signs that ids are built of. */
export const escaped = (name: string): string =>
  /^[A-Za-z0-9._*-]*$/.test(name)
    ? name
    : name.replaceAll(/[^A-Za-z0-9._*-]/gu, (character) => `%${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`);

const inCluster = (cluster: string | null): string => (cluster === null ? '' : `@${escaped(cluster)}`);

/** Two words are taken: a namespace of that name is set apart. */
const namespaceText = (namespace: string): string =>
  namespace === 'outside' || namespace === 'restricted' ? `%${namespace}` : escaped(namespace);

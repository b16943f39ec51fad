/**
 * One end of a call, as telemetry names it. `service`: a service whose answering workload is not known, because no
 * request reached one. `host`: a name outside the cluster. `nobody`: telemetry knows no name at all.
 */
export type End =
  | {
      readonly kind: 'workload';
      readonly id: string;
      readonly namespace: string;
      readonly name: string;
      readonly app: string | null;
      readonly version: string | null;
    }
  | { readonly kind: 'app'; readonly id: string; readonly namespace: string; readonly name: string }
  | { readonly kind: 'service'; readonly id: string; readonly namespace: string; readonly name: string }
  | { readonly kind: 'host'; readonly id: string; readonly name: string; readonly registered: boolean }
  | { readonly kind: 'nobody'; readonly id: string; readonly name: string };

/** Stable ids of graph nodes. Names are escaped, so that no label value can pass for another node or break an edge's id. */
export const idOf = {
  workload: (namespace: string, name: string): string => `${namespaceText(namespace)}/${escaped(name)}`,
  app: (namespace: string, name: string): string => `${namespaceText(namespace)}/app:${escaped(name)}`,
  service: (namespace: string, name: string): string => `${namespaceText(namespace)}/svc:${escaped(name)}`,
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
  name.replaceAll(/[^A-Za-z0-9._*-]/gu, (character) => `%${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`);

/** Two words are taken: a namespace of that name is set apart. */
const namespaceText = (namespace: string): string =>
  namespace === 'outside' || namespace === 'restricted' ? `%${namespace}` : escaped(namespace);

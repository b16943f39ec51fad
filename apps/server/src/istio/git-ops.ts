import type { KubeObject } from '@vigla/contract/objects';

/** Labels and annotations with which tools mark what they carry from a repository into the cluster, and would carry a change made here out of again. */
const marks: readonly (readonly [key: string, manager: string])[] = [
  ['argocd.argoproj.io/tracking-id', 'argocd'],
  ['argocd.argoproj.io/instance', 'argocd'],
  ['kustomize.toolkit.fluxcd.io/name', 'kustomize-controller'],
  ['helm.toolkit.fluxcd.io/name', 'helm-controller'],
  ['configmanagement.gke.io/managed', 'config-sync'],
  ['objectset.rio.cattle.io/id', 'fleet'],
];

/** Owners that set routes by themselves, step by step. */
const owners: ReadonlySet<string> = new Set(['Canary', 'Rollout']);

/** Who marks this object as theirs, by name. Field managers tell more; these tell it where a tool writes through somebody else's name. */
export const markedBy = ({ metadata: { labels = {}, annotations = {}, ownerReferences = [] } }: KubeObject): readonly string[] => [
  ...marks.flatMap(([key, manager]) => (Object.hasOwn(labels, key) || Object.hasOwn(annotations, key) ? [manager] : [])),
  ...ownerReferences.filter(({ kind }) => owners.has(kind)).map(({ kind, name }) => `${kind} ${name}`),
];

/** What can be asked of a resource, in the words of RBAC. */
export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

/** One row of the matrix of what this API serves. `versions`: the first is preferred and stored; all share one storage. */
export interface Resource {
  readonly group: string;
  readonly versions: readonly [string, ...string[]];
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly Verb[];
  readonly subresources: readonly ('log' | 'scale' | 'status')[];
  /** Defined by a CustomResourceDefinition: no strategic merge, and lists are replaced whole. */
  readonly custom: boolean;
  /** Whether `metadata.generation` counts the changes of its spec. */
  readonly counted: boolean;
  /** A question answered at once and never stored, such as SelfSubjectAccessReview. */
  readonly question: boolean;
}

/** Everything that can be done to a resource that is stored. */
export const everything: readonly Verb[] = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
export const readOnly: readonly Verb[] = ['get', 'list', 'watch'];

type Given = Pick<Resource, 'kind' | 'plural'> & Partial<Resource>;

const row = (group: string, versions: Resource['versions'], given: Given): Resource => ({
  group,
  versions,
  singular: given.kind.toLowerCase(),
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: everything,
  subresources: [],
  custom: false,
  counted: false,
  question: false,
  ...given,
});

/** A row of a kind that comes with Kubernetes. */
export const builtin = (groupVersion: string, given: Given): Resource => {
  const [version = '', group = ''] = groupVersion.split('/').toReversed();
  return row(group, [version], given);
};

/** A row of a kind that a CustomResourceDefinition brings. */
export const custom = (group: string, versions: Resource['versions'], given: Given): Resource =>
  row(group, versions, { custom: true, counted: true, subresources: ['status'], ...given });

/** The apiVersion under which a resource is stored. */
export const storedAs = ({ group, versions }: Resource): string => groupVersion(group, versions[0]);

/** `v1` or `apps/v1`. */
export const groupVersion = (group: string, version: string): string => (group ? `${group}/${version}` : version);

import type { KubeObject } from '@vigla/contract/objects';
import { text, tree, trees } from './read.ts';

/** One end of a reference across namespaces. The core group is ''. */
export interface Referred {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
}

/** Whether an object of a namespace may refer to one of another. */
export type Grants = (from: Referred, to: Referred & { readonly name: string }) => boolean;

/** Source: Gateway API, ReferenceGrant: it stands where the reference points to; a `to` without a name is for all names. */
export function readGrants(objects: readonly KubeObject[]): Grants {
  const grants = objects
    .filter(({ kind }) => kind === 'ReferenceGrant')
    .map(({ metadata, spec }) => ({ namespace: metadata.namespace ?? '', spec: tree(spec) }));
  return (from, to) =>
    from.namespace === to.namespace ||
    grants.some(
      ({ namespace, spec }) =>
        namespace === to.namespace &&
        trees(spec['from']).some(
          (one) => one['group'] === from.group && one['kind'] === from.kind && one['namespace'] === from.namespace,
        ) &&
        trees(spec['to']).some(
          (one) =>
            (text(one['group']) ?? '') === to.group && one['kind'] === to.kind && (one['name'] === undefined || one['name'] === to.name),
        ),
    );
}

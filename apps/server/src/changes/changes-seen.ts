import type { Change } from '@vigla/contract/changes';
import type { KubeObject } from '@vigla/contract/objects';
import type { EpochSeconds } from '@vigla/contract/units';
import { changesOf } from '@vigla/domain/inventory';
import { watchedResources } from '../kubernetes/index.ts';
import type { Kubernetes, Visibility } from '../sources/index.ts';

const kindsOf = (belongs: (group: string) => boolean): ReadonlySet<string> =>
  new Set(watchedResources.filter(({ group }) => belongs(group)).map(({ kind }) => kind));

const isMesh = (group: string): boolean => group.endsWith('.io');
export const configurationKinds = kindsOf(isMesh);
export const workloadKinds = kindsOf((group) => !isMesh(group));

interface Sight {
  readonly visible: Visibility;
  /** None means all that the caller may see. */
  readonly namespaces: readonly string[];
}

/** Objects of the namespaces that a caller looks at and may see, out of the shared reading. */
export function objectsSeen(kubernetes: Pick<Kubernetes, 'list'>, { visible, namespaces }: Sight): readonly KubeObject[] {
  const asked = new Set(namespaces);
  return [...workloadKinds, ...configurationKinds]
    .flatMap((kind) => kubernetes.list(kind))
    .filter((object) => sees(visible, namespaceOf(object)) && (asked.size === 0 || asked.has(namespaceOf(object))));
}

/** What people and their tools have written to them within a span, newest first. */
export const changesSeen = (
  kubernetes: Pick<Kubernetes, 'list'>,
  sight: Sight,
  span: { readonly from: EpochSeconds; readonly to: EpochSeconds },
): Change[] => changesOf(objectsSeen(kubernetes, sight), span);

export const sees = ({ all, namespaces }: Visibility, name: string): boolean => all || namespaces.has(name);

/** A namespace belongs to itself. */
const namespaceOf = ({ kind, metadata }: KubeObject): string => (kind === 'Namespace' ? metadata.name : (metadata.namespace ?? ''));

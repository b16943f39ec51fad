import type { GraphNode, GroupBy } from '@vigla/contract/graph';
import { idOf } from '@vigla/domain/graph';
import type { NodePage } from '../../host/index.ts';
import { defaultGraphPlace, type GraphPlace } from './graph-place.ts';
import { writeGraphPlace } from './place-in-url.ts';

const withoutPage: ReadonlySet<string> = new Set(['external', 'outside', 'restricted', 'operation', 'group']);

/** What a page of a node needs to know of it. */
export interface Paged extends Pick<GraphNode, 'id' | 'namespace' | 'name'> {
  readonly kind: string;
  /** Left out where its id tells as well that there is but one. */
  readonly cluster?: string | null;
}

/** The page of a node; null for what has none: ends nobody knows, what is outside, operations, groups. */
export function pageOf({ id, kind, namespace, name, cluster = null }: Paged): NodePage | null {
  if (namespace === null || withoutPage.has(kind)) return null;
  const page = (of: NodePage['kind']): NodePage => ({ page: 'node', kind: of, cluster, namespace, name });
  return (['service', 'application', 'workload'] as const).map(page).find((one) => nodeIdOf(one) === id) ?? null;
}

/** The id of the node that a page is about. */
export function nodeIdOf({ kind, namespace, name, cluster }: NodePage): string {
  if (kind === 'workload') return idOf.workload(namespace, name, cluster);
  return kind === 'service' ? idOf.service(namespace, name, cluster) : idOf.app(namespace, name, cluster);
}

/** The grouping under which that node is drawn. */
export const groupByOf = ({ kind }: Pick<NodePage, 'kind'>): GroupBy =>
  kind === 'workload' ? 'version' : kind === 'service' ? 'service' : 'app';

/** What a link to another page carries of a place: namespaces, window and instant. */
export function momentSearch({
  namespaces,
  windowSeconds,
  atEpochSeconds,
}: Pick<GraphPlace, 'namespaces' | 'windowSeconds' | 'atEpochSeconds'>): string {
  return writeGraphPlace({ ...defaultGraphPlace, namespaces, windowSeconds, atEpochSeconds }).toString();
}

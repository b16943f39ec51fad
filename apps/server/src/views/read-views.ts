import type { SavedView } from '@vigla/contract/views';
import { AppError, type Caller } from '../http/index.ts';
import { resourcePath } from '../kubernetes/index.ts';
import type { Kubernetes } from '../sources/index.ts';
import { viewIn, viewLabel } from './view-objects.ts';

export const configMaps = { group: '', version: 'v1', plural: 'configmaps' } as const;

/** Somebody who may not list all namespaces at once is asked about them one by one: no more than these. */
const mostNamespaces = 60;
const atOnce = 8;
const mostViews = 500;

export interface ReadViews {
  readonly views: readonly SavedView[];
  readonly unreadable: readonly string[];
  readonly incomplete: boolean;
}

/** The views that a caller may read, always with their own rights: of all namespaces at once where they may, else one by one. */
export async function readViews(kubernetes: Kubernetes, caller: Caller): Promise<ReadViews> {
  const { namespaces } = await kubernetes.visible(caller.identity, caller.signal);
  const everywhere = await listIn(kubernetes, caller, undefined);
  if (everywhere) return { ...sorted(everywhere.filter(({ namespace }) => namespaces.has(namespace))), unreadable: [] };
  const known = [...namespaces].sort();
  const lists = await eachOf(known.slice(0, mostNamespaces), async (namespace) => ({
    namespace,
    views: await listIn(kubernetes, caller, namespace),
  }));
  const { views, incomplete } = sorted(lists.flatMap((list) => list.views ?? []));
  const unreadable = lists.filter((list) => list.views === null).map(({ namespace }) => namespace);
  return { views, unreadable, incomplete: incomplete || known.length > mostNamespaces };
}

/** Namespaces in which a caller may save a view. */
export async function writableNamespaces(kubernetes: Kubernetes, { identity, signal }: Caller): Promise<readonly string[]> {
  const { namespaces } = await kubernetes.visible(identity, signal);
  const right = { verb: 'create', group: '', resource: 'configmaps' } as const;
  const known = [...namespaces].sort();
  if (await kubernetes.may(identity, { ...right, namespace: null }, signal)) return known;
  const verdicts = await eachOf(known.slice(0, mostNamespaces), async (namespace) => ({
    namespace,
    may: await kubernetes.may(identity, { ...right, namespace }, signal),
  }));
  return verdicts.filter(({ may }) => may).map(({ namespace }) => namespace);
}

/** Null where the caller may not list there. */
async function listIn(
  kubernetes: Kubernetes,
  { identity, signal }: Caller,
  namespace: string | undefined,
): Promise<readonly SavedView[] | null> {
  try {
    const query = { labelSelector: `${viewLabel.key}=${viewLabel.value}`, limit: String(mostViews + 1) };
    const { body } = await kubernetes.request(identity, { method: 'GET', path: resourcePath(configMaps, namespace), query }, signal);
    const items = typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items) ? body.items : [];
    return items.flatMap((item: unknown) => viewIn(item) ?? []);
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') return null;
    throw error;
  }
}

const sorted = (views: readonly SavedView[]): Pick<ReadViews, 'views' | 'incomplete'> => ({
  views: [...views].sort((a, b) => a.title.localeCompare(b.title) || a.namespace.localeCompare(b.namespace)).slice(0, mostViews),
  incomplete: views.length > mostViews,
});

/** The answers in the order of the questions, a few of them open at a time. */
async function eachOf<T, R>(items: readonly T[], answer: (item: T) => Promise<R>): Promise<readonly R[]> {
  const answers: R[] = [];
  for (let first = 0; first < items.length; first += atOnce) {
    answers.push(...(await Promise.all(items.slice(first, first + atOnce).map(answer))));
  }
  return answers;
}

/// <reference types="vite/client" />
import { type Host, nodePath, type Place, type Theme } from '@vigla/ui/host';

/** A page of its own in a browser: it talks to the server that served it, and links to its own paths. */
export const dashboardHost = (theme: Theme, canWrite: boolean): Host => ({
  transport: { baseUrl: '', fetch: (...request) => fetch(...request), headers: () => ({}), checkAnswers: import.meta.env.DEV },
  href: pathOf,
  canWrite,
  refreshMs: 15_000,
  theme,
  i18nNamespace: words,
  layoutWorker: () => new Worker(new URL('@vigla/ui/layout-worker', import.meta.url), { type: 'module' }),
  clock: () => Date.now(),
});

/** The i18next namespace of this page. */
export const words = 'vigla';

/** The path of a place. */
export function pathOf(place: Place): string {
  if (place.page === 'mesh') return '/mesh';
  if (place.page === 'node') return nodePath(place);
  if (place.page === 'graph') return `/graph${searchOf((place.namespaces ?? []).map((name) => ['ns', name]))}`;
  return `/change${searchOf([
    ['ns', place.namespace],
    ['service', place.service],
  ])}`;
}

const searchOf = (parts: string[][]): string => (parts.length === 0 ? '' : `?${new URLSearchParams(parts).toString()}`);

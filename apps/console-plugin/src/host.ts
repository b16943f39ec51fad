import { type Host, nodePath, type Place, type Theme } from '@vigla/ui/host';

/** The i18next namespace that the console gives this plugin. */
export const words = 'plugin__vigla';

const csrfToken = (): string => /(?:^|; )csrf-token=([^;]*)/.exec(document.cookie)?.[1] ?? '';

/** Inside the OpenShift console: requests go through its plugin proxy, links stay on its own pages. */
export const consoleHost = (canWrite: boolean, theme: Theme): Host => ({
  transport: {
    baseUrl: '/api/proxy/plugin/vigla/server',
    fetch: (...request) => fetch(...request),
    headers: () => ({ 'X-CSRFToken': csrfToken() }),
  },
  href: consolePath,
  canWrite,
  refreshMs: 15_000,
  theme,
  i18nNamespace: words,
  // A file of the plugin's own: the console's policy forbids blob workers.
  layoutWorker: () => new Worker(new URL('@vigla/ui/layout-worker', import.meta.url)),
  clock: () => Date.now(),
});

function consolePath(place: Place): string {
  switch (place.page) {
    case 'graph':
      return `/mesh/graph${place.namespaces?.length ? `?${place.namespaces.map((name) => `ns=${encodeURIComponent(name)}`).join('&')}` : ''}`;
    case 'mesh':
      return '/mesh/sources';
    case 'node':
      return `/mesh${nodePath(place)}`;
    case 'change':
      return `/mesh/change?ns=${encodeURIComponent(place.namespace)}&service=${encodeURIComponent(place.service)}`;
  }
}

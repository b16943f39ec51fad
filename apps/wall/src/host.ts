import type { Host } from '@vigla/ui/host';

/** The i18next namespace of the wall. */
export const words = 'vigla';

/** A screen on a wall: nobody clicks, nobody writes, and it must be legible from across the room. */
export const wallHost: Host = {
  transport: { baseUrl: '', fetch: (...request) => fetch(...request), headers: () => ({}), checkAnswers: import.meta.env.DEV },
  href: null,
  canWrite: false,
  refreshMs: 10_000,
  theme: 'dark',
  i18nNamespace: words,
  layoutWorker: () => new Worker(new URL('@vigla/ui/layout-worker', import.meta.url), { type: 'module' }),
  clock: () => Date.now(),
};

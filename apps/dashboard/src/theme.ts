import type { Theme } from '@vigla/ui/host';
import { usePreference } from '@vigla/ui/preferences';
import { useLayoutEffect, useSyncExternalStore } from 'react';

const query = '(prefers-color-scheme: dark)';
const systemIsDark = (): boolean => matchMedia(query).matches;
function watchSystem(changed: () => void): () => void {
  const system = matchMedia(query);
  system.addEventListener('change', changed);
  return () => system.removeEventListener('change', changed);
}

/** The theme of this page: the person's choice, else the system's. PatternFly's tokens follow a class of the root element. */
export function useTheme(): Theme {
  const [chosen] = usePreference('theme');
  const dark = useSyncExternalStore(watchSystem, systemIsDark);
  const theme: Theme = chosen === 'system' ? (dark ? 'dark' : 'light') : chosen;
  // Before any view's own effects: a canvas reads its colours from this class.
  useLayoutEffect(() => {
    document.documentElement.classList.toggle('pf-v6-theme-dark', theme === 'dark');
  }, [theme]);
  return theme;
}

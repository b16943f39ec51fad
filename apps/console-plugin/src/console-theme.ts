import { useSyncExternalStore } from 'react';
import type { Theme } from '@vigla/ui/host';

const darkClass = 'pf-v6-theme-dark';
const read = (): Theme => (document.documentElement.classList.contains(darkClass) ? 'dark' : 'light');

function watch(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['class'] });
  return () => observer.disconnect();
}

/** The console's theme, followed as it changes: it lives in a class of the root element. */
export const useConsoleTheme = (): Theme => useSyncExternalStore(watch, read);

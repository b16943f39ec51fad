import { useSyncExternalStore } from 'react';

const query = '(width < 1440px)';
const list = (): MediaQueryList | null => (typeof globalThis.matchMedia === 'function' ? matchMedia(query) : null);

function follow(changed: () => void): () => void {
  const media = list();
  media?.addEventListener('change', changed);
  return () => media?.removeEventListener('change', changed);
}

/** Whether find and hide have to fold into one button. */
export const useIsNarrow = (): boolean => useSyncExternalStore(follow, () => list()?.matches ?? false);

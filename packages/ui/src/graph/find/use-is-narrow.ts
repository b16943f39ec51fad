import { useCallback, useSyncExternalStore } from 'react';

const list = (below: number): MediaQueryList | null =>
  typeof globalThis.matchMedia === 'function' ? matchMedia(`(width < ${below}px)`) : null;

/** Whether the page is so narrow that something has to fold: find and hide, unless said otherwise. Units: CSS px. */
export function useIsNarrow(below = 1440): boolean {
  const follow = useCallback(
    (changed: () => void) => {
      const media = list(below);
      media?.addEventListener('change', changed);
      return () => media?.removeEventListener('change', changed);
    },
    [below],
  );
  return useSyncExternalStore(follow, () => list(below)?.matches ?? false);
}

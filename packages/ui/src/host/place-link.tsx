import type { MouseEvent, ReactNode } from 'react';
import { type Place, useHost } from './host.tsx';

interface PlaceLinkProps {
  readonly to: Place;
  /** What else its link carries, without a question mark. */
  readonly search?: string;
  readonly className?: string;
  readonly label?: string;
  readonly children: ReactNode;
}

/** A link to a place, opened within the page where the embedding can; plain words where nobody can navigate. */
export function PlaceLink({ to, search = '', className, label, children }: PlaceLinkProps) {
  const { href, open } = useHost();
  if (!href) return <>{children}</>;
  const path = pathTo(href, to, search);
  const follow = (event: MouseEvent): void => {
    if (!open || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(path);
  };
  return (
    <a href={path} onClick={follow} className={className} aria-label={label}>
      {children}
    </a>
  );
}

/** The way to a place by a button or a menu; null where nobody can navigate. */
export function useGoTo(): ((to: Place, search?: string) => void) | null {
  const { href, open } = useHost();
  if (!href) return null;
  return (to, search = '') => {
    const path = pathTo(href, to, search);
    if (open) open(path);
    else window.location.assign(path);
  };
}

const pathTo = (href: (place: Place) => string, to: Place, search: string): string => {
  const path = href(to);
  return search === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${search}`;
};

import type { ReactNode } from 'react';
import { PlaceLink } from '../../host/index.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { momentSearch, type Paged, pageOf } from '../place/node-page.ts';

interface NodeLinkProps {
  readonly node: Paged;
  /** What is looked at: its namespaces, window and instant go along. */
  readonly place: GraphPlace;
  /** In place of its words, for those who only hear it. */
  readonly label?: string;
  readonly children: ReactNode;
}

/** Leads to the page of a node; plain words where it has none. */
export function NodeLink({ node, place, label, children }: NodeLinkProps) {
  const page = pageOf(node);
  if (!page) return <>{children}</>;
  return (
    <PlaceLink to={page} search={momentSearch(place)} className="vigla-graph-link" {...(label !== undefined && { label })}>
      {children}
    </PlaceLink>
  );
}

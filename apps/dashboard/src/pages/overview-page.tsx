import { defaultGraphPlace, type GraphPlace, writeGraphPlace } from '@vigla/ui/graph';
import { OverviewView } from '@vigla/ui/overview';
import { useNavigate } from 'react-router';
import type { PlaceInUrl } from '../place/index.ts';

/** What needs somebody now; its namespaces, window and instant are those of the graph it leads to. */
export function OverviewPage({ inUrl: { place } }: { readonly inUrl: PlaceInUrl }) {
  const navigate = useNavigate();
  const open = (change: Partial<GraphPlace>): void => {
    const { namespaces, windowSeconds, atEpochSeconds } = place;
    const search = writeGraphPlace({ ...defaultGraphPlace, namespaces, windowSeconds, atEpochSeconds, ...change }).toString();
    void navigate({ pathname: '/graph', search: search && `?${search}` });
  };
  return <OverviewView place={place} onGraph={open} />;
}

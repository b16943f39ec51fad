import { defaultGraphPlace, type GraphPlace, writeGraphPlace } from '@vigla/ui/graph';
import { LoadingOutline } from '@vigla/ui/problem';
import { useWords } from '@vigla/ui/words';
import { lazy, Suspense } from 'react';
import { useNavigate } from 'react-router';
import type { PlaceInUrl } from '../place/index.ts';

// Its table is as large as the frame around it, which shows first.
const OverviewView = lazy(() => import('@vigla/ui/overview').then((overview) => ({ default: overview.OverviewView })));

/** What needs somebody now; its namespaces, window and instant are those of the graph it leads to. */
export function OverviewPage({ inUrl: { place } }: { readonly inUrl: PlaceInUrl }) {
  const t = useWords();
  const navigate = useNavigate();
  const open = (change: Partial<GraphPlace>): void => {
    const { namespaces, windowSeconds, atEpochSeconds } = place;
    const search = writeGraphPlace({ ...defaultGraphPlace, namespaces, windowSeconds, atEpochSeconds, ...change }).toString();
    void navigate({ pathname: '/graph', search: search && `?${search}` });
  };
  return (
    <Suspense fallback={<LoadingOutline what={t('shell.overview')} asking={t('shell.overview.loading')} />}>
      <OverviewView place={place} onGraph={open} />
    </Suspense>
  );
}

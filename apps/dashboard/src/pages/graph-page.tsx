import { useHost } from '@vigla/ui/host';
import { LoadingOutline } from '@vigla/ui/problem';
import { useWords } from '@vigla/ui/words';
import { lazy, Suspense } from 'react';
import { useNavigate } from 'react-router';
import type { PlaceInUrl } from '../place/index.ts';

export interface GraphPageProps {
  readonly inUrl: PlaceInUrl;
}

// The picture with its panels is most of the product: the overview, which comes first, should not wait for it.
const GraphView = lazy(() => import('@vigla/ui/graph-view').then((graph) => ({ default: graph.GraphView })));

/** The live graph; its whole state is in the link. */
export function GraphPage({ inUrl: { place, go } }: GraphPageProps) {
  const t = useWords();
  const navigate = useNavigate();
  const { href } = useHost();
  const shift = (namespace: string, service: string) => {
    if (href) void navigate(href({ page: 'change', namespace, service }));
  };
  return (
    <Suspense fallback={<LoadingOutline what={t('shell.graph')} asking={t('shell.graph.loading')} />}>
      <GraphView place={place} onPlace={go} onShiftTraffic={shift} />
    </Suspense>
  );
}

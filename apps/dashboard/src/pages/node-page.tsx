import { type GraphPlace, writeGraphPlace } from '@vigla/ui/graph';
import { type NodePage as NodePlace, useGoTo } from '@vigla/ui/host';
import { LoadingOutline } from '@vigla/ui/problem';
import { useWords } from '@vigla/ui/words';
import { lazy, Suspense } from 'react';
import { useParams } from 'react-router';
import type { PlaceInUrl } from '../place/index.ts';

export interface NodePageProps {
  readonly kind: NodePlace['kind'];
  readonly inUrl: PlaceInUrl;
}

// Charts and the picture come with it.
const DetailsView = lazy(() => import('@vigla/ui/details').then((details) => ({ default: details.DetailsView })));

/** One workload, service or application; which one stands in the path, when in the rest of the link. */
export function NodePage({ kind, inUrl: { place, go } }: NodePageProps) {
  const t = useWords();
  const { cluster = null, namespace = '', name = '' } = useParams();
  const goTo = useGoTo();
  return (
    <Suspense fallback={<LoadingOutline what={name} asking={t('shell.graph.loading')} />}>
      <DetailsView
        page={{ page: 'node', kind, cluster, namespace, name }}
        place={place}
        onPlace={go}
        onGraph={(graph: GraphPlace) => goTo?.({ page: 'graph' }, writeGraphPlace(graph).toString())}
        onShiftTraffic={(of, service) => goTo?.({ page: 'change', namespace: of, service })}
      />
    </Suspense>
  );
}

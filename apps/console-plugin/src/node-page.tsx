import { DetailsView } from '@vigla/ui/details';
import { readGraphPlace, writeGraphPlace } from '@vigla/ui/graph';
import { type NodePage as NodePlace, useGoTo } from '@vigla/ui/host';
import { useMemo } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { Head } from './page-head.tsx';

/** One workload, service or application inside the console. The default export of a page that is loaded when somebody opens it. */
export default function NodePage({ kind }: { readonly kind: NodePlace['kind'] }) {
  const { cluster = null, namespace = '', name = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const { place } = useMemo(() => readGraphPlace(search), [search]);
  const goTo = useGoTo();
  return (
    <>
      <Head place={place} go={(next) => setSearch(writeGraphPlace(next))} isOfAll={false} />
      <DetailsView
        page={{ page: 'node', kind, cluster, namespace, name }}
        place={place}
        onPlace={(next) => setSearch(writeGraphPlace(next))}
        onGraph={(graph) => goTo?.({ page: 'graph' }, writeGraphPlace(graph).toString())}
        onShiftTraffic={(of, service) => goTo?.({ page: 'change', namespace: of, service })}
      />
    </>
  );
}

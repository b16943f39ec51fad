import { type GraphPlace, readGraphPlace, writeGraphPlace } from '@vigla/ui/graph';
import { GraphView } from '@vigla/ui/graph-view';
import { useHost } from '@vigla/ui/host';
import { useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { Head } from './page-head.tsx';

/** The live graph inside the console. */
export function GraphPage() {
  const navigate = useNavigate();
  const { href } = useHost();
  const [search, setSearch] = useSearchParams();
  const { place } = useMemo(() => readGraphPlace(search), [search]);
  // Frames of a replay are no steps that Back should walk through.
  const go = (next: GraphPlace) => setSearch(writeGraphPlace(next), { replace: place.replay !== null && next.replay !== null });
  const shift = (namespace: string, service: string) => {
    if (href) void navigate(href({ page: 'change', namespace, service }));
  };
  return (
    <>
      <Head place={place} go={go} isOfAll />
      <GraphView place={place} onPlace={go} onShiftTraffic={shift} />
    </>
  );
}

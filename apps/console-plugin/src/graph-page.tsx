import { listNamespaces } from '@vigla/contract/inventory';
import { getStatus } from '@vigla/contract/mesh';
import { useEndpoint } from '@vigla/ui/data';
import { type GraphPlace, readGraphPlace, writeGraphPlace } from '@vigla/ui/graph';
import { GraphView } from '@vigla/ui/graph-view';
import { useHost } from '@vigla/ui/host';
import { SourcesMenu } from '@vigla/ui/mesh';
import { NamespaceSelect, TimePicker } from '@vigla/ui/parts';
import { useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';

/** The live graph inside the console. Where and when stand in the page's own head, because the masthead is the console's. */
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
      <Head place={place} go={go} />
      <GraphView place={place} onPlace={go} onShiftTraffic={shift} />
    </>
  );
}

function Head({ place, go }: { readonly place: GraphPlace; readonly go: (place: GraphPlace) => void }) {
  const namespaces = useEndpoint(listNamespaces, {}, { freshness: 'live' });
  const status = useEndpoint(getStatus, {}, { freshness: 'live' });
  return (
    <div className="vigla-plugin__head">
      <NamespaceSelect
        known={namespaces.data?.namespaces}
        chosen={place.namespaces}
        onChoose={(chosen) => go({ ...place, namespaces: chosen, selected: null, viewport: null })}
      />
      <TimePicker
        windowSeconds={place.windowSeconds}
        atEpochSeconds={place.atEpochSeconds}
        scrapeIntervalSeconds={status.data?.scrapeIntervalSeconds ?? null}
        retentionSeconds={status.data?.retentionSeconds ?? null}
        onChoose={(choice) => go({ ...place, ...choice, replay: null })}
      />
      <SourcesMenu />
    </div>
  );
}

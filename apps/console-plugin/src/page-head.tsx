import { listNamespaces } from '@vigla/contract/inventory';
import { getStatus } from '@vigla/contract/mesh';
import { useEndpoint } from '@vigla/ui/data';
import type { GraphPlace } from '@vigla/ui/graph';
import { SourcesMenu } from '@vigla/ui/mesh';
import { NamespaceSelect, TimePicker } from '@vigla/ui/parts';

interface HeadProps {
  readonly place: GraphPlace;
  readonly go: (place: GraphPlace) => void;
  /** Whether the page shows all namespaces that are chosen; one about a single thing does not. */
  readonly isOfAll: boolean;
}

/** Where and when, in the page's own head, because the masthead is the console's. */
export function Head({ place, go, isOfAll }: HeadProps) {
  const namespaces = useEndpoint(listNamespaces, {}, { freshness: 'live' });
  const status = useEndpoint(getStatus, {}, { freshness: 'live' });
  return (
    <div className="vigla-plugin__head">
      {isOfAll && (
        <NamespaceSelect
          known={namespaces.data?.namespaces}
          chosen={place.namespaces}
          onChoose={(chosen) => go({ ...place, namespaces: chosen, selected: null, viewport: null })}
        />
      )}
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

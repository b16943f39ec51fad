import { listNamespaces } from '@vigla/contract/inventory';
import { getStatus } from '@vigla/contract/mesh';
import type { Session } from '@vigla/contract/session';
import { useEndpoint } from '@vigla/ui/data';
import { VersusControl } from '@vigla/ui/graph';
import { type Theme, useHost } from '@vigla/ui/host';
import { SourcesMenu } from '@vigla/ui/mesh';
import { LiveControl, NamespaceSelect, TimePicker } from '@vigla/ui/parts';
import { usePreference } from '@vigla/ui/preferences';
import { PersonMenu } from '@vigla/ui/session';
import { useWords } from '@vigla/ui/words';
import { Button } from '@patternfly/react-core';
import { MoonIcon, SunIcon } from '@patternfly/react-icons';
import { Link } from 'react-router';
import { Brand } from './brand.tsx';
import type { PlaceInUrl } from '../place/index.ts';

export interface MastheadProps {
  readonly session: Session;
  /** Null on pages that show neither namespaces nor a window of time: a control that does nothing is not shown. */
  readonly inUrl: PlaceInUrl | null;
  /** Whether the page shows all namespaces that are chosen; one about a single thing does not. */
  readonly isOfAll: boolean;
}

/** What holds for the whole page: where, when, how fresh, who. */
export function Masthead({ session, inUrl, isOfAll }: MastheadProps) {
  const t = useWords();
  return (
    <header className="vigla-masthead">
      <Link to="/overview" className="vigla-masthead__brand-link" aria-label={t('shell.home')}>
        <Brand />
      </Link>
      {inUrl && isOfAll && <Where inUrl={inUrl} />}
      {session.demo && (
        <span className="vigla-masthead__demo" title={t('mesh.demo')}>
          {t('shell.demo')}
        </span>
      )}
      <span className="vigla-masthead__space" />
      {inUrl && <When inUrl={inUrl} />}
      <span className="vigla-masthead__rule" />
      <SourcesMenu />
      <ThemeButton />
      <PersonMenu session={session} />
    </header>
  );
}

function Where({ inUrl: { place, go } }: { readonly inUrl: PlaceInUrl }) {
  const { data } = useEndpoint(listNamespaces, {}, { freshness: 'live' });
  const choose = (namespaces: readonly string[]) => go({ ...place, namespaces, selected: null, viewport: null });
  return <NamespaceSelect known={data?.namespaces} chosen={place.namespaces} onChoose={choose} />;
}

function When({ inUrl: { place, go } }: { readonly inUrl: PlaceInUrl }) {
  const { data } = useEndpoint(getStatus, {}, { freshness: 'live' });
  return (
    <>
      <TimePicker
        windowSeconds={place.windowSeconds}
        atEpochSeconds={place.atEpochSeconds}
        scrapeIntervalSeconds={data?.scrapeIntervalSeconds ?? null}
        retentionSeconds={data?.retentionSeconds ?? null}
        onChoose={(choice) => go({ ...place, ...choice, replay: null })}
      />
      <VersusControl place={place} onPlace={go} />
      <LiveControl
        atEpochSeconds={place.atEpochSeconds}
        replays={place.replay !== null}
        onChoose={(atEpochSeconds) => go({ ...place, atEpochSeconds, replay: null })}
      />
    </>
  );
}

function ThemeButton() {
  const t = useWords();
  const { theme } = useHost();
  const [, choose] = usePreference('theme');
  const other: Theme = theme === 'dark' ? 'light' : 'dark';
  const label = t(other === 'dark' ? 'shell.to_dark' : 'shell.to_light');
  return (
    <Button
      variant="plain"
      aria-label={label}
      title={label}
      icon={other === 'dark' ? <MoonIcon /> : <SunIcon />}
      onClick={() => choose(other)}
    />
  );
}

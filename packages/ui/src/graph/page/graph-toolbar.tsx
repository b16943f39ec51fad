import { GroupBy, type TrafficGraph } from '@vigla/contract/graph';
import { Button, Checkbox, Radio, SearchInput, Title } from '@patternfly/react-core';
import { LinkIcon, TableIcon, TopologyIcon } from '@patternfly/react-icons';
import { useId, useState } from 'react';
import { DropPanel } from '../../parts/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import type { Found } from '../drawing/find.ts';
import { type GraphPlace, showable, type Shown } from '../place/graph-place.ts';

interface GraphToolbarProps {
  readonly place: GraphPlace;
  readonly graph: TrafficGraph | undefined;
  readonly found: Found | null;
  readonly dots: boolean;
  readonly onDots: (dots: boolean) => void;
  readonly onPlace: (place: GraphPlace) => void;
  /** Copies a link to this instant; null where there are no links. */
  readonly onCopyLink: (() => Promise<void>) | null;
}

/** Title, what is grouped and shown, the search, how much there is, and the way to the table. */
export function GraphToolbar({ place, graph, found, dots, onDots, onPlace, onCopyLink }: GraphToolbarProps) {
  const t = useWords();
  const language = useLanguage();
  const shown = shownText(place.show, language, (one) => t(`graph.show.${one}`));
  return (
    <div className="vigla-graph-toolbar">
      <Title headingLevel="h1" size="xl" className="vigla-graph-toolbar__title">
        {t('graph.title')}
      </Title>
      <DropPanel
        label={t('graph.groupBy.label', { value: t(`graph.groupBy.${place.groupBy}`) })}
        toggle={<Chosen name={t('graph.groupBy')} value={t(`graph.groupBy.${place.groupBy}`)} />}
      >
        {(close) => <GroupChoice place={place} onPlace={onPlace} onDone={close} />}
      </DropPanel>
      <DropPanel label={`${t('graph.show')} ${shown}`} toggle={<Chosen name={t('graph.show')} value={shown} />}>
        {() => <ShowChoice place={place} onPlace={onPlace} dots={dots} onDots={onDots} />}
      </DropPanel>
      <FindField place={place} found={found} onPlace={onPlace} />
      <span className="vigla-graph-toolbar__end">
        {graph && (
          <Counts graph={graph} onOpen={() => onPlace({ ...place, selected: null, panel: place.panel === 'graph' ? 'auto' : 'graph' })} />
        )}
        {onCopyLink && <CopyLink onCopy={onCopyLink} />}
        <Button
          variant="secondary"
          icon={place.view === 'table' ? <TopologyIcon /> : <TableIcon />}
          onClick={() => onPlace({ ...place, view: place.view === 'table' ? 'picture' : 'table' })}
        >
          {t(place.view === 'table' ? 'graph.toPicture' : 'graph.toTable')}
        </Button>
      </span>
    </div>
  );
}

function Chosen({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <span className="vigla-graph-chosen">
      {name} <strong>{value}</strong>
    </span>
  );
}

/** What is shown, as one phrase. German nouns keep their capitals. */
function shownText(show: readonly Shown[], language: string, word: (one: Shown) => string): string {
  const shown = show.filter((one) => one !== 'idle').slice(0, 3);
  if (shown.length === 0) return '—';
  return shown.map((one, i) => (i === 0 || language.startsWith('de') ? word(one) : word(one).toLocaleLowerCase(language))).join(', ');
}

interface ChoiceProps {
  readonly place: GraphPlace;
  readonly onPlace: (place: GraphPlace) => void;
}

function GroupChoice({ place, onPlace, onDone }: ChoiceProps & { readonly onDone: () => void }) {
  const t = useWords();
  const name = useId();
  return (
    <div className="vigla-graph-choice" role="radiogroup" aria-label={t('graph.groupBy')}>
      {GroupBy.options.map((groupBy) => (
        <Radio
          key={groupBy}
          id={`${name}-${groupBy}`}
          name={name}
          label={t(`graph.groupBy.${groupBy}`)}
          description={t(`graph.groupBy.${groupBy}.what`)}
          isChecked={groupBy === place.groupBy}
          onChange={() => {
            onPlace({ ...place, groupBy, selected: null });
            onDone();
          }}
        />
      ))}
    </div>
  );
}

function ShowChoice({ place, onPlace, dots, onDots }: ChoiceProps & { readonly dots: boolean; readonly onDots: (dots: boolean) => void }) {
  const t = useWords();
  const name = useId();
  const toggle = (one: Shown, on: boolean) =>
    onPlace({ ...place, show: showable.filter((each) => (each === one ? on : place.show.includes(each))) });
  return (
    <div className="vigla-graph-choice" role="group" aria-label={t('graph.show')}>
      {showable.map((one) => (
        <Checkbox
          key={one}
          id={`${name}-${one}`}
          label={t(`graph.show.${one}`)}
          description={t(`graph.show.${one}.what`)}
          isChecked={place.show.includes(one)}
          onChange={(_, on) => toggle(one, on)}
        />
      ))}
      <Checkbox
        id={`${name}-dots`}
        label={t('graph.show.dots')}
        description={t('graph.show.dots.what')}
        isChecked={dots}
        onChange={(_, on) => onDots(on)}
      />
    </div>
  );
}

function FindField({ place, found, onPlace }: ChoiceProps & { readonly found: Found | null }) {
  const t = useWords();
  const hint =
    found?.kind === 'unknown'
      ? t('graph.find.unknown', { word: found.word })
      : found
        ? t('graph.find.count', { count: found.ids.size })
        : '';
  return (
    <div className="vigla-graph-find">
      <SearchInput
        aria-label={t('graph.find')}
        placeholder={t('graph.find.example')}
        value={place.find}
        onChange={(_, find) => onPlace({ ...place, find: find.slice(0, 500) })}
        onClear={() => onPlace({ ...place, find: '' })}
      />
      <span
        role="status"
        className={found?.kind === 'unknown' ? 'vigla-graph-find__hint vigla-graph-find__hint--wrong' : 'vigla-graph-find__hint'}
      >
        {hint}
      </span>
    </div>
  );
}

function Counts({ graph, onOpen }: { readonly graph: TrafficGraph; readonly onOpen: () => void }) {
  const t = useWords();
  const namespaces = new Set(graph.nodes.flatMap(({ namespace }) => namespace ?? [])).size;
  return (
    <button type="button" className="vigla-graph-counts" title={t('graph.panel.wholeGraph')} onClick={onOpen}>
      {t('graph.count.nodes', { count: graph.nodes.length })} · {t('graph.count.edges', { count: graph.edges.length })} ·{' '}
      {t('graph.count.namespaces', { count: namespaces })}
    </button>
  );
}

function CopyLink({ onCopy }: { readonly onCopy: () => Promise<void> }) {
  const t = useWords();
  const [copied, setCopied] = useState<'not' | 'copied' | 'refused'>('not');
  const copy = () =>
    onCopy().then(
      () => setCopied('copied'),
      () => setCopied('refused'),
    );
  return (
    <>
      <Button
        variant="plain"
        icon={<LinkIcon />}
        aria-label={t('graph.copyLink')}
        title={t('graph.copyLink.what')}
        onClick={() => void copy()}
      />
      <span role="status" className="vigla-graph-find__hint">
        {copied === 'not' ? '' : t(copied === 'copied' ? 'graph.copyLink.copied' : 'graph.copyLink.refused')}
      </span>
    </>
  );
}

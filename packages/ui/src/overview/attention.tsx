import { getCauses, type RootCause } from '@vigla/contract/explain';
import { at } from '@vigla/contract/units';
import { Button, Title } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useEndpoint } from '../data/index.ts';
import { type Format, useFormat } from '../format/index.ts';
import { type GraphPlace, momentSearch, pageOf } from '../graph/index.ts';
import { PlaceLink } from '../host/index.ts';
import { ProblemNotice } from '../problem/index.ts';
import { Sign } from '../signs/index.ts';
import { useWords, type Words } from '../words/index.ts';

export interface AttentionProps {
  readonly place: Pick<GraphPlace, 'namespaces' | 'windowSeconds' | 'atEpochSeconds'>;
  /** What flows in plain text. Units: requests per second; null where nobody told. */
  readonly plainTextPerSecond: number | null;
  readonly onGraph: (change: Partial<GraphPlace>) => void;
}

/** What is wrong, one sentence for each root and the worst first; what only follows from another is counted under it. */
export function Attention({ place, plainTextPerSecond, onGraph }: AttentionProps) {
  const t = useWords();
  const f = useFormat();
  const { namespaces, windowSeconds, atEpochSeconds } = place;
  const past = atEpochSeconds === null ? {} : { atEpochSeconds: at(atEpochSeconds) };
  const query = { namespace: [...namespaces], windowSeconds, ...past };
  const { data, error, refetch } = useEndpoint(getCauses, { query }, { freshness: atEpochSeconds === null ? 'live' : 'frozen' });
  const plain = plainTextPerSecond !== null && plainTextPerSecond > 0;
  return (
    <section className="vigla-card vigla-attention" aria-label={t('overview.attention')}>
      <div className="vigla-card__head">
        <Title headingLevel="h2" size="md">
          {t('overview.attention')}
        </Title>
        <span className="vigla-subtle">{t('overview.worstFirst')}</span>
      </div>
      {!data &&
        (error ? <ProblemNotice error={error} onRetry={refetch} /> : <p className="vigla-subtle">{t('overview.attention.asking')}</p>)}
      {data && data.roots.length === 0 && !plain && <p className="vigla-subtle">{t('overview.attention.none')}</p>}
      {data?.roots.map((root) => (
        <Line
          key={root.element}
          sign={root.health}
          what={headline(root, t, f)}
          more={circumstances(root, t, f)}
          action={t('overview.attention.explain')}
          onAction={() => onGraph({ selected: root.element, panel: 'explain' })}
          page={<ToPage of={root.to} place={place} />}
        />
      ))}
      {data && data.notLookedInto > 0 && <p className="vigla-subtle">{t('overview.attention.more', { count: data.notLookedInto })}</p>}
      {plain && (
        <Line
          sign="degraded"
          what={t('overview.attention.plain', { rate: f.rate(plainTextPerSecond) })}
          more={t('overview.attention.plain.more')}
          action={t('overview.attention.plain.who')}
          onAction={() => onGraph({ find: 'not mtls' })}
        />
      )}
    </section>
  );
}

interface LineProps {
  readonly sign: RootCause['health'];
  readonly what: string;
  readonly more: string;
  readonly action: string;
  readonly onAction: () => void;
  /** The way to the page of what it is about. */
  readonly page?: ReactNode;
}

function Line({ sign, what, more, action, onAction, page }: LineProps) {
  const t = useWords();
  return (
    <div className={`vigla-attention__line vigla-attention__line--${sign}`}>
      <Sign kind={sign} label={t(`graph.health.${sign}`)} />
      <div>
        <strong>{what}</strong>
        <div className="vigla-subtle">
          {more} {page}
        </div>
      </div>
      <Button variant={sign === 'failing' ? 'primary' : 'secondary'} size="sm" onClick={onAction} aria-label={`${action}: ${what}`}>
        {action}
      </Button>
    </div>
  );
}

/** Named, because it is one of several on the page. */
function ToPage({ of, place }: { readonly of: RootCause['to'] } & Pick<AttentionProps, 'place'>) {
  const t = useWords();
  const page = pageOf(of);
  if (!page) return null;
  return (
    <PlaceLink to={page} search={momentSearch(place)} className="pf-v6-c-button pf-m-link pf-m-inline">
      {t('details.openOf', { name: named(of) })}
    </PlaceLink>
  );
}

const named = ({ name, app, version }: RootCause['to']): string => (version === null ? (app ?? name) : `${app ?? name} ${version}`);

function headline({ from, to, verdict }: RootCause, t: Words, f: Format): string {
  const what = { from: from ? (from.app ?? from.name) : '', to: named(to), share: f.share(verdict.share) };
  if (verdict.share === null || verdict.share === 0) return t('overview.attention.ill', what);
  return t(from ? 'overview.attention.call' : 'overview.attention.node', what);
}

/** Since when, after which change, and what follows from it. */
function circumstances({ since, cause, consequences }: RootCause, t: Words, f: Format): string {
  const write = cause?.kind === 'object' ? cause.write : null;
  const object = cause?.kind === 'object' ? `${cause.object.kind} ${cause.object.name}` : '';
  const change =
    since !== null && write && write.delaySeconds !== null
      ? t('overview.attention.after', { time: f.time(since), delay: f.span(write.delaySeconds), object, by: write.by })
      : null;
  return [
    ...(change === null && since !== null ? [t('overview.attention.since', { time: f.time(since) })] : []),
    ...(change === null ? (object ? [t('overview.attention.because', { object })] : []) : [change]),
    ...(consequences.length > 0 ? [t('overview.attention.follows', { count: consequences.length })] : []),
  ].join(' ');
}

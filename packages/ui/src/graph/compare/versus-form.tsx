import { listChanges } from '@vigla/contract/changes';
import { Button } from '@patternfly/react-core';
import { type FormEvent, useId, useState } from 'react';
import { useEndpoint, useServerClock } from '../../data/index.ts';
import { useFormat } from '../../format/index.ts';
import { useWords } from '../../words/index.ts';
import { localInput, readInstant } from '../../parts/index.ts';
import type { GraphPlace } from '../place/graph-place.ts';

interface VersusFormProps {
  readonly place: GraphPlace;
  /** Units: epoch seconds. */
  readonly onChoose: (versusEpochSeconds: number) => void;
}

const hour = 3600;
const day = 24 * hour;

/** Where the earlier window ends: some time ago, before the last change, or at an instant that is typed. */
export function VersusForm({ place, onChoose }: VersusFormProps) {
  const t = useWords();
  const clock = useServerClock();
  const shown = place.atEpochSeconds ?? clock();
  const [typed, setTyped] = useState(
    localInput((place.versusEpochSeconds ?? shown - hour) - ((place.versusEpochSeconds ?? shown - hour) % 60)),
  );
  const [problem, setProblem] = useState<'unreadable' | 'late' | null>(null);
  const id = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const instant = readInstant(typed);
    const trouble = instant === null ? 'unreadable' : instant >= shown ? 'late' : null;
    setProblem(trouble);
    if (instant !== null && trouble === null) onChoose(instant);
  };
  return (
    <div className="vigla-compare-choice" role="group" aria-label={t('compare.menu')}>
      <Button variant="link" onClick={() => onChoose(shown - hour)}>
        {t('compare.anHourAgo')}
      </Button>
      <Button variant="link" onClick={() => onChoose(shown - day)}>
        {t('compare.aDayAgo')}
      </Button>
      <SinceChange place={place} shown={shown} onChoose={onChoose} />
      <form onSubmit={submit} noValidate>
        <label htmlFor={id}>{t('compare.instant')}</label>
        <input
          id={id}
          className="vigla-field"
          type="datetime-local"
          step="1"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" variant="secondary">
          {t('compare.instant.show')}
        </Button>
      </form>
      {problem && (
        <p className="vigla-time__problem" role="alert">
          {t(`compare.instant.${problem}`)}
        </p>
      )}
    </div>
  );
}

/** Compares with just before the last change to configuration or workloads. */
function SinceChange({ place, shown, onChoose }: VersusFormProps & { readonly shown: number }) {
  const t = useWords();
  const f = useFormat();
  const { data, error } = useEndpoint(
    listChanges,
    { query: { namespace: [...place.namespaces], spanSeconds: day } },
    { freshness: 'live' },
  );
  const last = data?.changes.find(({ at }) => at < shown);
  const what = (): string => {
    if (last) {
      const { object, by, at } = last;
      return t('compare.sinceChange.what', { what: `${object.kind} ${object.name}`, instant: f.instant(at), by });
    }
    return t(data ? 'compare.sinceChange.none' : error ? 'compare.sinceChange.failed' : 'compare.sinceChange.asking');
  };
  return (
    <div>
      <Button variant="link" isDisabled={!last} onClick={() => last && onChoose(last.at - 1)}>
        {t('compare.sinceChange')}
      </Button>
      <p className="vigla-graph-subtle vigla-compare-choice__what">{what()}</p>
    </div>
  );
}

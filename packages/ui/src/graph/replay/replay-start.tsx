import './replay.css';
import type { Change } from '@vigla/contract/changes';
import { Button } from '@patternfly/react-core';
import { PlayIcon } from '@patternfly/react-icons';
import { type FormEvent, useId, useState } from 'react';
import { useServerClock } from '../../data/index.ts';
import { useFormat } from '../../format/index.ts';
import { DropPanel, fixedWindow, localInput } from '../../parts/index.ts';
import { useWords } from '../../words/index.ts';
import { aroundChange } from './frames.ts';

interface ReplayStartProps {
  /** Null while they are not known. */
  readonly changes: readonly Change[] | null;
  readonly windowSeconds: number;
  readonly onStart: (stretch: { readonly from: number; readonly to: number }) => void;
}

/** The newest change is not always the one that did it. */
const mostChanges = 4;
const lasts = [300, 900, 1800, 3600] as const;

/** Chooses what to play: since just before one of the last changes, the last minutes, or from and to. */
export function ReplayStart({ changes, windowSeconds, onStart }: ReplayStartProps) {
  const t = useWords();
  const f = useFormat();
  const now = useServerClock();
  const latest = [...(changes ?? [])].sort((a, b) => b.at - a.at).slice(0, mostChanges);
  const toggle = (
    <>
      <PlayIcon aria-hidden="true" /> {t('time.replay')}
    </>
  );
  return (
    <div className="vigla-replay-start">
      <DropPanel label={t('time.replay.choose')} toggle={toggle} side="end">
        {(close) => {
          const start = (stretch: { readonly from: number; readonly to: number }): void => {
            close();
            onStart(stretch);
          };
          return (
            <div className="vigla-replay-start__choices">
              {latest.length > 0 && <h3 className="vigla-replay-start__head">{t('time.replay.sinceBefore')}</h3>}
              {latest.map(({ at, object }) => (
                <Button
                  key={`${at} ${object.kind} ${object.name}`}
                  variant="link"
                  isInline
                  className="vigla-replay-start__change"
                  onClick={() => start(aroundChange(at, now(), windowSeconds))}
                >
                  {t('time.replay.change', { what: `${object.kind} ${object.name}`, at: f.instant(at) })}
                </Button>
              ))}
              <h3 className="vigla-replay-start__head">{t('time.replay.stretch')}</h3>
              <div className="vigla-replay-start__lasts">
                {lasts.map((seconds) => (
                  <Button key={seconds} variant="link" isInline onClick={() => start({ from: now() - seconds, to: now() })}>
                    {t('parts.time.last', { span: f.span(seconds) })}
                  </Button>
                ))}
              </div>
              <FromTo onStart={start} />
            </div>
          );
        }}
      </DropPanel>
    </div>
  );
}

function FromTo({ onStart }: Pick<ReplayStartProps, 'onStart'>) {
  const t = useWords();
  const now = useServerClock();
  const [from, setFrom] = useState(() => localInput(now() - 1800));
  const [to, setTo] = useState(() => localInput(now()));
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const read = fixedWindow(from, to, now());
    if (read.ok) onStart({ from: read.atEpochSeconds - read.windowSeconds, to: read.atEpochSeconds });
    else setProblem(read.problem === 'too_old' ? null : t(`parts.time.problem.${read.problem}`));
  };
  const field = (name: 'from' | 'to', value: string, set: (value: string) => void) => (
    <>
      <label htmlFor={`${id}-${name}`}>{t(`parts.time.${name}`)}</label>
      <input
        id={`${id}-${name}`}
        className="vigla-field"
        type="datetime-local"
        step="1"
        value={value}
        onChange={(event) => set(event.target.value)}
      />
    </>
  );
  return (
    <form className="vigla-replay-start__form" onSubmit={submit} noValidate>
      {field('from', from, setFrom)}
      {field('to', to, setTo)}
      {problem && (
        <p className="vigla-time__problem" role="alert">
          {problem}
        </p>
      )}
      <Button type="submit" variant="secondary">
        {t('time.replay.this')}
      </Button>
    </form>
  );
}

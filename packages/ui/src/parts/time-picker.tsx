import './time-picker.css';
import { Button } from '@patternfly/react-core';
import { ClockIcon } from '@patternfly/react-icons';
import { type FormEvent, useId, useState } from 'react';
import { listChanges } from '@vigla/contract/changes';
import { useServerClock, useShown } from '../data/index.ts';
import { useFormat } from '../format/index.ts';
import { useWords } from '../words/index.ts';
import { DropPanel } from './drop-panel.tsx';
import { type FixedWindow, fixedWindow, localInput, presetsFor, windowAround } from './windows.ts';

export interface TimeChoice {
  readonly windowSeconds: number;
  /** End of the window; null while live. Units: epoch seconds. */
  readonly atEpochSeconds: number | null;
}

export interface TimePickerProps extends TimeChoice {
  /** Windows shorter than two scrapes have no rate; null when the interval is not known. */
  readonly scrapeIntervalSeconds: number | null;
  /** How far back Prometheus keeps samples; null when that is not known. */
  readonly retentionSeconds?: number | null;
  readonly onChoose: (choice: TimeChoice) => void;
}

/** The one window of time of the whole product: a preset that ends now, or from and to. */
export function TimePicker({ windowSeconds, atEpochSeconds, scrapeIntervalSeconds, retentionSeconds = null, onChoose }: TimePickerProps) {
  const t = useWords();
  const { span, window } = useFormat();
  const text =
    atEpochSeconds === null ? t('parts.time.last', { span: span(windowSeconds) }) : window(atEpochSeconds - windowSeconds, atEpochSeconds);
  const toggle = (
    <>
      <ClockIcon aria-hidden="true" /> <span className="vigla-drop__value">{text}</span>
    </>
  );
  return (
    <DropPanel label={t('parts.time.label', { time: text })} toggle={toggle} side="end">
      {(close) => {
        const choose = (choice: TimeChoice) => {
          onChoose(choice);
          close();
        };
        return (
          <div className="vigla-time">
            <ul className="vigla-time__presets">
              {presetsFor(scrapeIntervalSeconds, retentionSeconds).map((seconds) => (
                <li key={seconds}>
                  <Button
                    variant={atEpochSeconds === null && seconds === windowSeconds ? 'primary' : 'link'}
                    aria-pressed={atEpochSeconds === null && seconds === windowSeconds}
                    onClick={() => choose({ windowSeconds: seconds, atEpochSeconds: null })}
                  >
                    {t('parts.time.last', { span: span(seconds) })}
                  </Button>
                </li>
              ))}
            </ul>
            <div className="vigla-time__others">
              <FromAndTo
                windowSeconds={windowSeconds}
                atEpochSeconds={atEpochSeconds}
                retentionSeconds={retentionSeconds}
                onChoose={choose}
              />
              <AroundChange windowSeconds={windowSeconds} onChoose={choose} />
            </div>
          </div>
        );
      }}
    </DropPanel>
  );
}

const mostChanges = 4;

/** Windows around the last changes that the page knows of; it does not ask for them. */
function AroundChange({ windowSeconds, onChoose }: Pick<TimePickerProps, 'windowSeconds' | 'onChoose'>) {
  const t = useWords();
  const { instant } = useFormat();
  const now = useServerClock();
  const changes = useShown(listChanges).data?.changes ?? [];
  const latest = [...changes].sort((a, b) => b.at - a.at).slice(0, mostChanges);
  if (latest.length === 0) return null;
  return (
    <div className="vigla-time__changes">
      <h3 className="vigla-time__head">{t('time.around')}</h3>
      {latest.map(({ at, object }) => (
        <Button
          key={`${at} ${object.kind} ${object.name}`}
          variant="link"
          isInline
          onClick={() => onChoose({ windowSeconds, atEpochSeconds: windowAround(at, windowSeconds, now()) })}
        >
          {t('time.replay.change', { at: instant(at), what: `${object.kind} ${object.name}` })}
        </Button>
      ))}
    </div>
  );
}

function FromAndTo({ windowSeconds, atEpochSeconds, retentionSeconds = null, onChoose }: Omit<TimePickerProps, 'scrapeIntervalSeconds'>) {
  const t = useWords();
  const { span } = useFormat();
  const now = useServerClock();
  const end = atEpochSeconds ?? now();
  const [from, setFrom] = useState(localInput(end - windowSeconds));
  const [to, setTo] = useState(localInput(end));
  const [problem, setProblem] = useState<Extract<FixedWindow, { ok: false }>['problem'] | null>(null);
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = fixedWindow(from, to, now(), retentionSeconds);
    if (read.ok) onChoose({ windowSeconds: read.windowSeconds, atEpochSeconds: read.atEpochSeconds });
    else setProblem(read.problem);
  };
  return (
    <form className="vigla-time__fixed" onSubmit={submit} noValidate>
      <label htmlFor={`${id}-from`}>{t('parts.time.from')}</label>
      <input
        id={`${id}-from`}
        className="vigla-field"
        type="datetime-local"
        step="1"
        value={from}
        onChange={(event) => setFrom(event.target.value)}
      />
      <label htmlFor={`${id}-to`}>{t('parts.time.to')}</label>
      <input
        id={`${id}-to`}
        className="vigla-field"
        type="datetime-local"
        step="1"
        value={to}
        onChange={(event) => setTo(event.target.value)}
      />
      <p className="vigla-time__zone">{t('parts.time.zone', { zone: new Intl.DateTimeFormat().resolvedOptions().timeZone })}</p>
      {problem && (
        <p className="vigla-time__problem" role="alert">
          {problem === 'too_old' ? t('time.tooOld', { span: span(retentionSeconds ?? 0) }) : t(`parts.time.problem.${problem}`)}
        </p>
      )}
      <Button type="submit" variant="secondary">
        {t('parts.time.show')}
      </Button>
    </form>
  );
}

import type { TrafficHistory } from '@vigla/contract/graph';
import type { Overview } from '@vigla/contract/overview';
import { useFormat } from '../format/index.ts';
import { useWords } from '../words/index.ts';
import { Spark } from './spark.tsx';

export interface SignalsProps {
  readonly overview: Overview;
  /** The last hour; undefined where it could not be had. */
  readonly history: TrafficHistory | undefined;
}

/** The four signals of the mesh: what enters, how much of it fails, how long it takes, and what is encrypted. */
export function Signals({ overview, history }: SignalsProps) {
  const t = useWords();
  const f = useFormat();
  const { enteringPerSecond, enteringErrorRatio, enteringP95Ms, mtlsRatio, plainTextPerSecond, doors } = overview;
  const entering = history?.enteringPerSecond ?? [];
  const failing = history?.failingPerSecond ?? [];
  const before = entering.find((value) => value !== null) ?? null;
  // A share too small to be written as a number is no reason for alarm.
  const fails = (enteringErrorRatio ?? 0) >= 0.001;
  return (
    <div className="vigla-signals">
      <Signal
        name={t('overview.signal.entering')}
        value={f.rate(enteringPerSecond)}
        beside={before === null ? '' : t('overview.signal.was', { value: f.rate(before), time: f.time(history?.from ?? overview.at) })}
        spark={
          entering.length > 0 && (
            <Spark values={entering} label={t('overview.signal.entering.course', { now: f.rate(enteringPerSecond) })} />
          )
        }
      />
      <Signal
        name={t('overview.signal.failing')}
        value={f.share(enteringErrorRatio)}
        beside={t('overview.signal.failing.beside')}
        trouble={fails}
        spark={
          failing.length > 0 && (
            <Spark values={failing} trouble={fails} label={t('overview.signal.failing.course', { now: f.rate(failing.at(-1)) })} />
          )
        }
      />
      <Signal
        name={t('overview.signal.p95')}
        value={f.duration(enteringP95Ms)}
        beside={doors > 1 ? t('overview.signal.p95.doors', { count: doors }) : t('overview.signal.p95.beside')}
      />
      <Signal
        name={t('overview.signal.mtls')}
        value={f.share(mtlsRatio)}
        beside={
          plainTextPerSecond === null
            ? ''
            : plainTextPerSecond > 0
              ? t('overview.signal.mtls.plain', { rate: f.rate(plainTextPerSecond) })
              : t('overview.signal.mtls.none')
        }
      />
    </div>
  );
}

interface SignalProps {
  readonly name: string;
  readonly value: string;
  readonly beside: string;
  readonly trouble?: boolean;
  readonly spark?: React.ReactNode;
}

function Signal({ name, value, beside, trouble = false, spark }: SignalProps) {
  return (
    <section className="vigla-card vigla-signal" aria-label={name}>
      <div className="vigla-signal__name">{name}</div>
      <div className="vigla-signal__now">
        <div className={trouble ? 'vigla-signal__value vigla-signal__value--trouble' : 'vigla-signal__value'}>{value}</div>
        {spark}
      </div>
      <div className="vigla-signal__beside">{beside}</div>
    </section>
  );
}

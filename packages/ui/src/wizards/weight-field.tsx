import type { ServiceVersion } from '@vigla/contract/istio';
import { type CSSProperties, useId } from 'react';
import { useFormat } from '../format/index.ts';
import { Sign } from '../signs/index.ts';
import { useWords } from '../words/index.ts';
import { balance, type Weight } from './balance.ts';

export interface WeightFieldProps {
  readonly weight: Weight;
  readonly weights: readonly Weight[];
  readonly version: ServiceVersion | undefined;
  /** Measured share, ratio 0..1; undefined when nothing was measured. */
  readonly observed: number | undefined;
  readonly onChange: (weights: readonly Weight[]) => void;
}

/**
 * One version's share. The slider takes from the others what it gives; the field takes what is typed,
 * because a half-typed number must not move the others.
 */
export function WeightField({ weight: { version: name, percent }, weights, version, observed, onChange }: WeightFieldProps) {
  const t = useWords();
  const { percent: written, share, count } = useFormat();
  const id = useId();
  const now = version?.percent ?? null;
  const type = (text: string) => {
    const value = text === '' ? 0 : Number(text);
    onChange(weights.map((each) => (each.version === name ? { ...each, percent: value } : each)));
  };
  return (
    <div className="vigla-weight" role="group" aria-labelledby={`${id}-name`}>
      <p className="vigla-weight__head">
        <strong id={`${id}-name`}>{name}</strong>
        <span>{t('wizards.shift.pods', { count: version?.readyPods ?? 0, written: count(version?.readyPods ?? 0) })}</span>
        <span className="vigla-weight__now" id={`${id}-now`}>
          {now === null ? t('wizards.shift.now_none') : t('wizards.shift.now', { percent: written(now) })}
          {observed !== undefined && ` · ${t('wizards.shift.observed', { share: share(observed) })}`}
        </span>
      </p>
      {version && version.readyPods === 0 && percent > 0 && (
        <p className="vigla-findings__finding">
          <Sign kind="degraded" /> {t('wizards.shift.no_pods', { version: name })}
        </p>
      )}
      <div className="vigla-weight__controls">
        <span className="vigla-weight__track" style={trackOf(percent, now)}>
          <input
            type="range"
            min={0}
            max={100}
            step={1}
            value={percent}
            aria-label={t('wizards.shift.slider', { version: name })}
            aria-valuetext={written(percent)}
            aria-describedby={`${id}-now`}
            onChange={(event) => onChange(balance(weights, name, Number(event.target.value)))}
          />
          {now !== null && <span className="vigla-weight__tick" aria-hidden="true" />}
        </span>
        <span className="vigla-weight__field">
          <input
            type="number"
            min={0}
            max={100}
            step={1}
            inputMode="numeric"
            value={percent}
            aria-label={t('wizards.shift.percent', { version: name })}
            aria-describedby={`${id}-now`}
            onChange={(event) => type(event.target.value)}
          />
          <span aria-hidden="true">%</span>
        </span>
      </div>
    </div>
  );
}

/** Where the slider is filled to and where its old value stood, for the stylesheet. */
function trackOf(percent: number, now: number | null): CSSProperties {
  const within = (value: number) => `${Math.min(100, Math.max(0, value))}%`;
  const places: Record<`--${string}`, string> = { '--vigla-share': within(percent), '--vigla-tick': String(now ?? 0) };
  return places;
}

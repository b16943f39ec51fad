import './charts.css';
import type { Change } from '@vigla/contract/changes';
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { clockText, useFormat } from '../format/index.ts';
import { useHost } from '../host/index.ts';
import { useLanguage, useWords } from '../words/index.ts';
import { ChangeFlags, changesWithin } from './change-flags.tsx';
import type { ChartLine, ChartRole } from './chart-line.ts';
import type { PlotSpec } from './plot.ts';
import { lastOf, rangeOf } from './scale.ts';
import { ValueTable } from './value-table.tsx';

export interface TimeChartProps {
  /** What the chart is of, for those who do not see it. */
  readonly label: string;
  /** Units: epoch seconds. */
  readonly from: number;
  readonly stepSeconds: number;
  readonly lines: readonly ChartLine[];
  /** Writes a value with its unit. */
  readonly valueText: (value: number | null) => string;
  /** Flagged on the time axis. */
  readonly changes: readonly Change[];
  /** A figure at the end of the legend. */
  readonly figure?: ReactNode;
}

const filled: ReadonlySet<ChartRole> = new Set(['requests', 'errors']);
const dashes: Partial<Record<ChartRole, readonly number[]>> = { p50: [2, 3], p99: [6, 3], received: [5, 3] };

/** Lines over time with the changes of the same span, values under the pointer, a sentence and a table. */
export function TimeChart({ label, from, stepSeconds, lines, valueText, changes, figure }: TimeChartProps) {
  const t = useWords();
  const f = useFormat();
  const language = useLanguage();
  const sentence = useId();
  const [step, setStep] = useState<number | null>(null);
  const length = lines[0]?.values.length ?? 0;
  const to = from + Math.max(0, length - 1) * stepSeconds;
  const labelled = lines.length > 2;
  const drawn = useMemo(
    () => ({
      from,
      stepSeconds,
      labelled,
      valueText,
      lines: lines.map(({ role, name, values }) => ({
        name,
        values,
        colour: `--vigla-chart-${role}`,
        filled: filled.has(role),
        dash: dashes[role],
      })),
    }),
    [from, stepSeconds, labelled, valueText, lines],
  );
  const clock = (instant: number): string => clockText(instant, { now: to, language });
  const flagged = changesWithin(changes, { from, to });
  const shown = (values: readonly (number | null)[]): string =>
    valueText(step === null ? (lastOf(values)?.value ?? null) : (values[step] ?? null));
  return (
    <figure className={`vigla-chart${labelled ? ' vigla-chart--labelled' : ''}`} aria-label={label}>
      <div className="vigla-chart__plot">
        <Plot drawn={drawn} label={label} describedBy={sentence} onStep={setStep} />
        <ChangeFlags changes={flagged} from={from} to={to} />
      </div>
      <div className="vigla-chart__times" aria-hidden="true">
        {[from, (from + to) / 2, to].map((instant) => (
          <span key={instant}>{clock(instant)}</span>
        ))}
      </div>
      <div className="vigla-chart__legend" aria-hidden="true">
        <span className="vigla-chart__at">{step === null ? '' : clock(from + step * stepSeconds)}</span>
        {lines.map(({ role, name, values }) => (
          <span key={role} className={`vigla-chart__line vigla-chart__line--${role}`}>
            {name} <strong>{shown(values)}</strong>
          </span>
        ))}
        {figure && <span className="vigla-chart__figure">{figure}</span>}
      </div>
      <p id={sentence} className="vigla-chart__unseen">
        {t('panel.chart.span', { window: f.window(from, to) })}{' '}
        {lines.map(({ name, values }) => {
          const range = rangeOf(values);
          return range
            ? t('panel.chart.line', {
                name,
                least: valueText(range.least),
                most: valueText(range.most),
                last: valueText(lastOf(values)?.value ?? null),
              })
            : t('panel.chart.noLine', { name });
        })}{' '}
        {flagged.map(({ object, by, at }) => t('panel.chart.change', { object: `${object.kind} ${object.name}`, by, at: f.instant(at) }))}
      </p>
      <ValueTable lines={lines} from={from} stepSeconds={stepSeconds} valueText={valueText} />
    </figure>
  );
}

interface PlotProps {
  readonly drawn: Omit<PlotSpec, 'onStep'>;
  readonly label: string;
  readonly describedBy: string;
  readonly onStep: PlotSpec['onStep'];
}

/** The lines. What draws them comes when the first chart does; where it cannot come, sentence and table say the same. */
function Plot({ drawn, label, describedBy, onStep }: PlotProps) {
  const t = useWords();
  const { theme } = useHost();
  const place = useRef<HTMLDivElement>(null);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    let isWanted = true;
    let plot: { destroy(): void } | null = null;
    import('./plot.ts').then(
      ({ drawPlot }) => {
        if (isWanted && place.current && theme) plot = drawPlot(place.current, { ...drawn, onStep });
      },
      (reason: unknown) => {
        console.debug('What draws charts could not be loaded.', reason);
        if (isWanted) setMissing(true);
      },
    );
    return () => {
      isWanted = false;
      plot?.destroy();
    };
  }, [drawn, theme, onStep]);
  return (
    <div ref={place} className="vigla-chart__lines" role="img" aria-label={label} aria-describedby={describedBy}>
      {isMissing && <p className="vigla-chart__missing">{t('panel.chart.missing')}</p>}
    </div>
  );
}

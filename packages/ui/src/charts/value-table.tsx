import { useState } from 'react';
import { useFormat } from '../format/index.ts';
import { useWords } from '../words/index.ts';
import type { ChartLine } from './chart-line.ts';

interface ValueTableProps {
  readonly lines: readonly ChartLine[];
  readonly from: number;
  readonly stepSeconds: number;
  readonly valueText: (value: number | null) => string;
}

/** The same values as a table, newest first; made only when somebody wants it. */
export function ValueTable({ lines, from, stepSeconds, valueText }: ValueTableProps) {
  const t = useWords();
  const f = useFormat();
  const [open, setOpen] = useState(false);
  const steps = Array.from({ length: lines[0]?.values.length ?? 0 }, (_, step) => step).toReversed();
  return (
    <details className="vigla-chart__values" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('panel.chart.values')}</summary>
      {open && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        <div className="vigla-chart__scroll" tabIndex={0} role="region" aria-label={t('panel.chart.values')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('panel.chart.at')}</th>
                {lines.map(({ role, name }) => (
                  <th key={role} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {steps.map((step) => (
                <tr key={step}>
                  <th scope="row">{f.instant(from + step * stepSeconds)}</th>
                  {lines.map(({ role, values }) => (
                    <td key={role}>{values[step] === null ? '—' : valueText(values[step] ?? null)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

import type { Change } from '@vigla/contract/changes';
import { useFormat } from '../format/index.ts';
import { useWords } from '../words/index.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Changes that belong on an axis. */
export const changesWithin = (changes: readonly Change[], { from, to }: Span): readonly Change[] =>
  changes.filter(({ at }) => at >= from && at <= to);

/** A purple flag for each change, where it stands in time. The chart's sentence says the same. */
export function ChangeFlags({ changes, from, to }: Span & { readonly changes: readonly Change[] }) {
  const t = useWords();
  const f = useFormat();
  if (changes.length === 0 || to <= from) return null;
  return (
    <div className="vigla-chart__flags" aria-hidden="true">
      {changes.map(({ at, by, object }) => (
        <span
          key={`${at} ${object.kind} ${object.namespace}/${object.name} ${by}`}
          className="vigla-chart__flag"
          style={{ insetInlineStart: `${((at - from) / (to - from)) * 100}%` }}
          title={t('panel.chart.change', { object: `${object.kind} ${object.name}`, by, at: f.instant(at) })}
        />
      ))}
    </div>
  );
}

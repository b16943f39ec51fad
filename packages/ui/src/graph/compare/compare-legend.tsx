import type { Difference } from '@vigla/contract/compare';
import { useWords } from '../../words/index.ts';
import type { Drawing } from '../drawing/drawing.ts';
import { ChangeDisc } from './finding-line.tsx';

const marked: readonly Difference[] = ['worse', 'better', 'new', 'gone'];

/** Names the discs that are on the picture now. */
export function CompareLegend({ drawing: { plates, lines } }: { readonly drawing: Drawing }) {
  const t = useWords();
  const shown = new Set([...plates, ...lines].map(({ change }) => change));
  return (
    <ul className="vigla-graph-legend vigla-compare-legend">
      {marked
        .filter((change) => shown.has(change))
        .map((change) => (
          <li key={change}>
            <ChangeDisc change={change} /> <span>{t(`compare.change.${change}`)}</span>
          </li>
        ))}
      <li className="vigla-compare-legend__faded">
        <span aria-hidden="true">—</span> <span>{t('compare.change.unchanged')}</span>
      </li>
    </ul>
  );
}

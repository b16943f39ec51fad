import './diff-view.css';
import { useMemo } from 'react';
import { useWords } from '../words/index.ts';
import { type DiffLine, diffLines } from './line-diff.ts';

export interface DiffViewProps {
  /** Names the object, "VirtualService reviews". */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** Shows what a change does to an object, line by line. */
export function DiffView({ name, before, after }: DiffViewProps) {
  const t = useWords();
  const lines = useMemo(() => diffLines(before, after), [before, after]);
  const count = (kind: DiffLine['kind']) => lines.filter((line) => line.kind === kind).length;
  const [added, removed] = [count('added'), count('removed')];
  if (added + removed === 0) return <p className="vigla-diff__same">{t('parts.diff.same')}</p>;
  return (
    <figure className="vigla-diff" aria-label={t('parts.diff.label', { name })}>
      <figcaption className="vigla-diff__counts">
        <span className="vigla-diff__added">+ {t('parts.diff.added', { count: added })}</span>
        <span className="vigla-diff__removed">− {t('parts.diff.removed', { count: removed })}</span>
      </figcaption>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a text that scrolls must be reachable by keyboard */}
      <div className="vigla-diff__text" tabIndex={0}>
        {lines.map((line, at) => (
          // A line has no identity of its own: its place in this difference is all there is.
          // oxlint-disable-next-line react/no-array-index-key
          <Line key={at} line={line} />
        ))}
      </div>
    </figure>
  );
}

function Line({ line }: { readonly line: DiffLine }) {
  const t = useWords();
  if (line.kind === 'skipped')
    return <div className="vigla-diff__line vigla-diff__line--skipped">⋯ {t('parts.diff.skipped', { count: line.count })}</div>;
  const sign = { same: ' ', added: '+', removed: '−' }[line.kind];
  const said = { same: null, added: t('parts.diff.plus'), removed: t('parts.diff.minus') }[line.kind];
  return (
    <div className={`vigla-diff__line vigla-diff__line--${line.kind}`}>
      <span className="vigla-diff__number">{line.before}</span>
      <span className="vigla-diff__number">{line.after}</span>
      <span aria-hidden="true">{sign} </span>
      {said && <span className="pf-v6-screen-reader">{said} </span>}
      <code>{line.text}</code>
    </div>
  );
}

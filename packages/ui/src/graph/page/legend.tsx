import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useWords } from '../../words/index.ts';
import type { Drawing } from '../drawing/drawing.ts';
import { GroupLegend } from '../gather/group-legend.tsx';
import type { Kept } from '../drawing/path.ts';
import { type LegendEntry, legendEntries } from './legend-entries.tsx';
import { SymbolsDialog } from './symbols-dialog.tsx';

interface LegendProps {
  readonly drawing: Drawing;
  readonly dots: boolean;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  /** Brings elements out of the picture; null lets them go. */
  readonly onEmphasise: (elements: Kept | null) => void;
}

/** Names the signs that are on the picture now, and no others. Pointing at one brings out where it is; pressing it keeps that. */
export function Legend({ drawing, dots, open, onOpen, onEmphasise }: LegendProps) {
  const t = useWords();
  const isGathered = drawing.plates.some(({ group }) => group);
  const [pressed, setPressed] = useState<LegendEntry['word'] | null>(null);
  const [all, setAll] = useState(false);
  const entries = legendEntries(drawing, dots);
  const kept = entries.find(({ word }) => word === pressed)?.elements ?? null;
  return (
    <div className="vigla-graph-legend">
      {open && isGathered && <GroupLegend plates={drawing.plates} />}
      {open && !isGathered && (
        <ul aria-label={t('graph.legend')}>
          {entries.map(({ word, sign, elements }) => (
            <li key={word}>
              <button
                type="button"
                aria-pressed={pressed === word}
                onMouseEnter={() => onEmphasise(elements)}
                onMouseLeave={() => onEmphasise(kept)}
                onFocus={() => onEmphasise(elements)}
                onBlur={() => onEmphasise(kept)}
                onClick={() => {
                  setPressed(pressed === word ? null : word);
                  onEmphasise(pressed === word ? null : elements);
                }}
              >
                {sign} <span>{t(word)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="vigla-graph-legend__end">
        <Button
          variant="link"
          isInline
          aria-expanded={open}
          onClick={() => {
            setPressed(null);
            onEmphasise(null);
            onOpen(!open);
          }}
        >
          {t(open ? 'graph.legend.hide' : 'graph.legend')}
        </Button>
        {open && (
          <Button variant="link" isInline onClick={() => setAll(true)}>
            {t('display.symbols.open')}
          </Button>
        )}
      </div>
      {all && <SymbolsDialog onClose={() => setAll(false)} />}
    </div>
  );
}

import type { Explanation } from '@vigla/contract/explain';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { PanelSection } from '../panel/panel-frame.tsx';
import { AskedQueries } from './asked-queries.tsx';
import { evidenceText } from './evidence-text.ts';
import type { ExplainVoice } from './voice.ts';

/** Facts that speak for the verdict, numbered, each with where it was read; and the questions behind them. */
export function EvidenceList({ explanation, voice }: { readonly explanation: Explanation; readonly voice: ExplainVoice }) {
  const { t } = voice;
  const [open, setOpen] = useState(false);
  const { evidence, queries } = explanation;
  if (evidence.length === 0 && queries.length === 0) return null;
  const toggle = queries.length > 0 && (
    <Button variant="link" isInline aria-expanded={open} onClick={() => setOpen(!open)}>
      {open ? t('explain.queries.hide') : t('explain.queries.show', { count: queries.length })}
    </Button>
  );
  return (
    <PanelSection title={t('explain.evidence')} aside={toggle}>
      <ol className="vigla-explain-evidence">
        {evidence.map((one) => {
          const { title, text, source } = evidenceText(one, { explanation, voice });
          return (
            <li key={`${one.fact.kind} ${title}`}>
              <strong>{title}</strong> {text} <code>{source}</code>
            </li>
          );
        })}
      </ol>
      {open && <AskedQueries queries={queries} voice={voice} />}
    </PanelSection>
  );
}

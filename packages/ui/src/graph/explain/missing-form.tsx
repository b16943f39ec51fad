import type { TrafficGraph } from '@vigla/contract/graph';
import { Button, TextInput } from '@patternfly/react-core';
import { type FormEvent, useId, useState } from 'react';
import { useWords } from '../../words/index.ts';
import { PanelSection } from '../panel/panel-frame.tsx';
import { useExplain } from './use-explain.ts';
import { missingElement } from './missing-element.ts';

/** Asks why a call is not on the graph, between any two names. Names on the graph are offered while typing. */
export function MissingForm({ graph }: { readonly graph: TrafficGraph }) {
  const t = useWords();
  const explaining = useExplain();
  const list = useId();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  if (!explaining) return null;
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    explaining.explain(missingElement({ from: from.trim() || null, to: to.trim() || null }));
  };
  return (
    <PanelSection title={t('explain.missing.form')}>
      <form className="vigla-explain-form" onSubmit={onSubmit}>
        <TextInput
          aria-label={t('explain.missing.form.from')}
          placeholder={t('explain.missing.form.from')}
          value={from}
          list={list}
          onChange={(_, value) => setFrom(value)}
        />
        <span aria-hidden="true">→</span>
        <TextInput
          aria-label={t('explain.missing.form.to')}
          placeholder={t('explain.missing.form.to')}
          value={to}
          list={list}
          onChange={(_, value) => setTo(value)}
        />
        <Button type="submit" variant="secondary" isDisabled={to.trim() === '' && from.trim() === ''}>
          {t('explain.missing.form.go')}
        </Button>
        <datalist id={list}>
          {graph.nodes
            .filter(({ namespace }) => namespace !== null)
            .map(({ id }) => (
              <option key={id} value={id} />
            ))}
        </datalist>
      </form>
    </PanelSection>
  );
}

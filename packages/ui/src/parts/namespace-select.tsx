import './namespace-select.css';
import type { Namespace } from '@vigla/contract/inventory';
import { Button, Checkbox, SearchInput } from '@patternfly/react-core';
import { useId, useState } from 'react';
import { useWords } from '../words/index.ts';
import { DropPanel } from './drop-panel.tsx';

export interface NamespaceSelectProps {
  /** The namespaces the caller may see; undefined until they are known. */
  readonly known: readonly Namespace[] | undefined;
  /** Chosen names; empty means all that the caller may see. */
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
}

/** Chooses namespaces for the whole product. Nothing chosen is not possible: it means all. */
export function NamespaceSelect({ known, chosen, onChoose }: NamespaceSelectProps) {
  const t = useWords();
  const value = namespaceSummary(chosen, known, t);
  const toggle = (
    <>
      <span className="vigla-drop__label">{t('parts.namespaces')}</span> <span className="vigla-drop__value">{value}</span>
    </>
  );
  return (
    <DropPanel label={t('parts.namespaces.label', { value })} toggle={toggle}>
      {() => <NamespaceList known={known ?? []} chosen={chosen} onChoose={onChoose} />}
    </DropPanel>
  );
}

function NamespaceList({ known, chosen, onChoose }: { readonly known: readonly Namespace[] } & Omit<NamespaceSelectProps, 'known'>) {
  const t = useWords();
  const [search, setSearch] = useState('');
  const id = useId();
  // A name from a link that the caller may not see stays in the list, so that it can be taken out again.
  const names = [...new Set([...known.map(({ name }) => name), ...chosen])].sort();
  const seen = new Set(known.map(({ name }) => name));
  const found = names.filter((name) => name.includes(search.trim().toLowerCase()));
  const toggle = (name: string, on: boolean) => onChoose(on ? [...chosen, name].sort() : chosen.filter((each) => each !== name));
  return (
    <div className="vigla-namespaces">
      <SearchInput
        aria-label={t('parts.namespaces.search')}
        placeholder={t('parts.namespaces.search')}
        value={search}
        onChange={(_, text) => setSearch(text)}
        onClear={() => setSearch('')}
      />
      <Button variant="link" isInline isDisabled={chosen.length === 0} onClick={() => onChoose([])}>
        {t('parts.namespaces.all_i_may_see', { count: known.length })}
      </Button>
      <ul className="vigla-namespaces__list" aria-label={t('parts.namespaces')}>
        {found.map((name) => (
          <li key={name}>
            <Checkbox
              id={`${id}-${name}`}
              label={name}
              {...(!seen.has(name) && { description: t('parts.namespaces.not_visible') })}
              isChecked={chosen.includes(name)}
              onChange={(_, on) => toggle(name, on)}
            />
          </li>
        ))}
      </ul>
      {found.length === 0 && <p>{t('parts.namespaces.none', { search })}</p>}
    </div>
  );
}

/** "All 7", one or two names, then "3 of 7". */
function namespaceSummary(chosen: readonly string[], known: readonly Namespace[] | undefined, t: ReturnType<typeof useWords>): string {
  if (chosen.length === 0) return known ? t('parts.namespaces.all', { count: known.length }) : t('parts.namespaces.all_unknown');
  if (chosen.length <= 2 || !known) return chosen.join(', ');
  return t('parts.namespaces.some', { chosen: chosen.length, count: known.length });
}

import { SearchInput } from '@patternfly/react-core';
import { useWords } from '../../words/index.ts';
import type { Found } from '../drawing/find.ts';
import type { ChoiceProps } from './choice-props.ts';

/** The search within the graph, and what it found. */
export function FindField({ place, found, onPlace }: ChoiceProps & { readonly found: Found | null }) {
  const t = useWords();
  const hint =
    found?.kind === 'unknown'
      ? t('graph.find.unknown', { word: found.word })
      : found
        ? t('graph.find.count', { count: found.ids.size })
        : '';
  return (
    <div className="vigla-graph-find">
      <SearchInput
        aria-label={t('graph.find')}
        placeholder={t('graph.find.example')}
        value={place.find}
        onChange={(_, find) => onPlace({ ...place, find: find.slice(0, 500) })}
        onClear={() => onPlace({ ...place, find: '' })}
      />
      <span
        role="status"
        className={found?.kind === 'unknown' ? 'vigla-graph-find__hint vigla-graph-find__hint--wrong' : 'vigla-graph-find__hint'}
      >
        {hint}
      </span>
    </div>
  );
}

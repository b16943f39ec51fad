import { Button } from '@patternfly/react-core';
import { useWords } from '../../words/index.ts';
import type { ChoiceProps } from '../page/choice-props.ts';
import type { Sought } from './search.ts';
import type { Search } from './use-search.ts';

/** What find found and how much hide took away, with the way back. Nothing where neither is in use. */
export function Outcome({ search: { find, reduced }, place, onPlace }: ChoiceProps & { readonly search: Search }) {
  const t = useWords();
  const hides = place.hide !== '' || place.calls !== 'all';
  if (find.kind !== 'found' && !hides) return <p role="status" className="vigla-graph-unseen" />;
  return (
    <div className="vigla-find-outcome">
      <p role="status">
        <Found find={find} />
        {hides && reduced && <Hidden nodes={reduced.nodes} edges={reduced.edges} />}
      </p>
      {hides && (
        <Button variant="link" isInline onClick={() => onPlace({ ...place, hide: '', calls: 'all' })}>
          {t('find.showAgain')}
        </Button>
      )}
    </div>
  );
}

function Found({ find }: { readonly find: Sought }) {
  const t = useWords();
  if (find.kind !== 'found') return null;
  return (
    <>
      <span>{t('find.found', { count: find.ids.size })}</span>
      {find.meant !== null && <span>{t('find.meant', { word: find.meant })}</span>}
    </>
  );
}

function Hidden({ nodes, edges }: { readonly nodes: number; readonly edges: number }) {
  const t = useWords();
  if (nodes + edges === 0) return <span>{t('find.nothingHidden')}</span>;
  const hidden = [
    ...(nodes > 0 ? [t('graph.count.nodes', { count: nodes })] : []),
    ...(edges > 0 ? [t('graph.count.edges', { count: edges })] : []),
  ];
  return <span>{t('find.hidden', { hidden: hidden.join(', ') })}</span>;
}

import { Button } from '@patternfly/react-core';
import { useWords } from '../../words/index.ts';
import type { ChoiceProps } from '../page/choice-props.ts';
import type { Search } from './use-search.ts';

/** What find found and how much hide took away, with the way back. Nothing where neither is in use. */
export function Outcome({ search: { find, reduced }, place, onPlace }: ChoiceProps & { readonly search: Search }) {
  const t = useWords();
  const hidden = (reduced?.nodes ?? 0) + (reduced?.edges ?? 0);
  const hides = place.hide !== '' || place.calls !== 'all';
  if (find.kind !== 'found' && !hides) return <p role="status" className="vigla-graph-unseen" />;
  const counts = {
    nodes: t('graph.count.nodes', { count: reduced?.nodes ?? 0 }),
    edges: t('graph.count.edges', { count: reduced?.edges ?? 0 }),
  };
  return (
    <div className="vigla-find-outcome">
      <p role="status">
        {find.kind === 'found' && <span>{t('find.found', { count: find.ids.size })}</span>}
        {find.kind === 'found' && find.meant !== null && <span>{t('find.meant', { word: find.meant })}</span>}
        {hides && <span>{hidden === 0 ? t('find.nothingHidden') : t('find.hidden', counts)}</span>}
      </p>
      {hides && (
        <Button variant="link" isInline onClick={() => onPlace({ ...place, hide: '', calls: 'all' })}>
          {t('find.showAgain')}
        </Button>
      )}
    </div>
  );
}

import { Button, EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter } from '@patternfly/react-core';
import { EyeSlashIcon } from '@patternfly/react-icons';
import type { TrafficGraph } from '@vigla/contract/graph';
import { useWords } from '../../words/index.ts';
import type { ChoiceProps } from '../page/choice-props.ts';

/** Instead of an empty picture: what was measured, and that it is only hidden. */
export function AllHidden({ graph, place, onPlace }: ChoiceProps & { readonly graph: TrafficGraph }) {
  const t = useWords();
  const counts = {
    nodes: t('graph.count.nodes', { count: graph.nodes.length }),
    edges: t('graph.count.edges', { count: graph.edges.length }),
  };
  return (
    <EmptyState icon={EyeSlashIcon} headingLevel="h2" titleText={t('find.allHidden.title')}>
      <EmptyStateBody>{t('find.allHidden.text', counts)}</EmptyStateBody>
      <EmptyStateFooter>
        <EmptyStateActions>
          <Button variant="primary" onClick={() => onPlace({ ...place, hide: '' })}>
            {t('find.showAgain')}
          </Button>
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  );
}

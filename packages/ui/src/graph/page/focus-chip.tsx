import type { TrafficGraph } from '@vigla/contract/graph';
import { Button, Label } from '@patternfly/react-core';
import { useLanguage, useWords } from '../../words/index.ts';
import { titleText } from '../panel/title-text.ts';
import type { ChoiceProps } from './choice-props.ts';

/** The furthest that the server follows calls from one node. */
const mostHops = 10;

/** Says that the graph is narrowed to one node, and leads further out or back: a mode is never invisible. */
export function FocusChip({ place, graph, onPlace }: ChoiceProps & { readonly graph: TrafficGraph | undefined }) {
  const t = useWords();
  const language = useLanguage();
  if (place.focus === null) return null;
  const node = graph?.nodes.find(({ id }) => id === place.focus);
  const name = node && graph ? titleText(node, graph.groupBy, { words: t, language }) : place.focus;
  return (
    <Label
      className="vigla-graph-focus"
      color="blue"
      onClose={() => onPlace({ ...place, focus: null, hops: 1, viewport: null })}
      closeBtnAriaLabel={t('display.focus.close')}
    >
      {t('display.focus', { name, count: place.hops })}{' '}
      {place.hops < mostHops && (
        <Button variant="link" isInline onClick={() => onPlace({ ...place, hops: place.hops + 1, viewport: null })}>
          {t('display.focus.more')}
        </Button>
      )}
    </Label>
  );
}

import type { Comparison } from '@vigla/contract/compare';
import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { useFormat } from '../../format/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { sumTraffic } from '../drawing/traffic-sum.ts';
import { failureHeadline } from '../panel/failure-text.ts';
import { titleText } from '../panel/title-text.ts';

interface PictureSummaryProps {
  readonly id: string;
  readonly graph: TrafficGraph;
  /** Null where one window stands alone. */
  readonly comparison: Comparison | null;
  readonly focused: string | null;
}

/** What the picture shows, in words; and what the keyboard stands on. */
export function PictureSummary({ id, graph, comparison, focused }: PictureSummaryProps) {
  const t = useWords();
  const f = useFormat();
  const language = useLanguage();
  const titleOf = (one: GraphNode): string => titleText(one, graph.groupBy, { words: t, language });
  const name = (end: string): string => graph.nodes.filter((one) => one.id === end).map(titleOf)[0] ?? end;
  const failing = graph.edges.filter(({ health }) => health === 'failing');
  const worst = failing[0];
  const node = graph.nodes.find((one) => one.id === focused);
  const edge = graph.edges.find((one) => one.id === focused);
  return (
    <>
      <p id={id} className="vigla-graph-unseen">
        {t('graph.picture.summary', { nodes: graph.nodes.length, edges: graph.edges.length })}{' '}
        {comparison
          ? t('compare.picture.summary', { count: comparison.edges.filter(({ change }) => change !== 'unchanged').length })
          : worst
            ? t('graph.picture.failing', {
                count: failing.length,
                from: name(worst.from),
                to: name(worst.to),
                share: f.share(worst.traffic.errorRatio),
              })
            : t('graph.picture.noneFailing')}{' '}
        {t('graph.picture.keys')}
      </p>
      <p className="vigla-graph-unseen" aria-live="polite">
        {node &&
          t('graph.picture.focused', { name: titleOf(node), kind: t(`graph.kind.${node.kind}`), health: t(`graph.health.${node.health}`) })}
        {edge &&
          t('find.keys.focusedCall', {
            from: name(edge.from),
            to: name(edge.to),
            health: t(`graph.health.${edge.health}`),
            failing: failureHeadline(sumTraffic([edge.traffic]), { t, f }) ?? '',
          })}
      </p>
    </>
  );
}

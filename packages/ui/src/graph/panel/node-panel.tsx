import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { useFormat } from '../../format/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { amountText, nodeTitle } from '../drawing/plate.ts';
import { sumTraffic } from '../drawing/traffic-sum.ts';
import { kindIcons } from '../signs/graph-signs.ts';
import { GraphSignIcon } from '../signs/graph-sign.tsx';
import { NodeRank } from '../find/node-rank.tsx';
import { CallList } from './call-list.tsx';
import { mtlsText } from './mtls-text.ts';
import { NodeReasons } from './node-reasons.tsx';
import { PanelFacts, PanelFrame, PanelSection } from './panel-frame.tsx';
import { ShiftAction } from './shift-action.tsx';
import { Term } from './term.tsx';
import { type Moment, TraceList } from './trace-list.tsx';

export interface NodePanelProps {
  readonly graph: TrafficGraph;
  readonly node: GraphNode;
  readonly moment: Moment;
  readonly takesFocus: boolean;
  readonly onSelect: (id: string) => void;
  readonly onClose: () => void;
  readonly onShiftTraffic?: ((namespace: string, service: string) => void) | undefined;
}

/** A node from close by: how it is and why, who calls it, whom it calls, who it is, what can be done. */
export function NodePanel({ graph, node, moment, takesFocus, onSelect, onClose, onShiftTraffic }: NodePanelProps) {
  const t = useWords();
  const f = useFormat();
  const speech = { words: t, language: useLanguage() };
  const { name, version } = nodeTitle(node, graph.groupBy, speech);
  const inbound = graph.edges.filter(({ to }) => to === node.id);
  const outbound = graph.edges.filter(({ from }) => from === node.id);
  const received = amountText(sumTraffic(node.inbound), speech);
  const facts = [
    t(`graph.kind.${node.kind}`),
    ...(node.namespace ? [node.namespace] : []),
    ...(node.pods ? [t('graph.plate.podsReady', { ...node.pods })] : []),
    ...(node.inMesh !== null && node.namespace ? [t(node.inMesh ? 'graph.panel.inMesh' : 'graph.panel.noSidecar')] : []),
  ];
  return (
    <PanelFrame
      icon={<GraphSignIcon sign={kindIcons[node.kind]} label={t(`graph.kind.${node.kind}`)} />}
      title={name}
      version={version}
      health={node.health}
      facts={facts}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      <NodeReasons graph={graph} node={node} onSelect={onSelect} />
      <PanelSection
        title={t('graph.panel.inbound')}
        aside={received && t('graph.panel.fromCallers', { amount: received, count: inbound.length })}
      >
        {inbound.length > 0 ? (
          <CallList graph={graph} edges={inbound} end="from" onSelect={onSelect} />
        ) : (
          <p className="vigla-graph-subtle">{t('graph.panel.noCallers')}</p>
        )}
      </PanelSection>
      <PanelSection title={t('graph.panel.calls')} aside={outbound.length > 0 && t('graph.panel.callColumns')}>
        {outbound.length > 0 ? (
          <CallList graph={graph} edges={outbound} end="to" onSelect={onSelect} />
        ) : (
          <p className="vigla-graph-subtle">{t('graph.panel.noCalls')}</p>
        )}
      </PanelSection>
      <PanelSection title={t('graph.panel.identity')} aside={<Term text={mtlsText(inbound, t, f)} meaning={t('graph.mtls.what')} />}>
        {node.principals.length > 0 ? (
          node.principals.map((principal) => <code key={principal}>{principal}</code>)
        ) : (
          <p className="vigla-graph-subtle">{t('graph.panel.noIdentity')}</p>
        )}
        {node.hosts.length > 0 && <PanelFacts rows={[['hosts', t('graph.panel.hosts'), node.hosts.join(', ')]]} />}
        <NodeRank graph={graph} node={node} />
      </PanelSection>
      <TraceList node={node} moment={moment} />
      {onShiftTraffic && <ShiftAction node={node} onShiftTraffic={onShiftTraffic} />}
    </PanelFrame>
  );
}

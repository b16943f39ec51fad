import type { TrafficGraph } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';
import { useFormat } from '../../format/index.ts';
import { GapNotices } from '../../problem/index.ts';
import { Sign } from '../../signs/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { enteringEdges } from '@vigla/domain/graph';
import type { Frame } from '../drawing/frame.ts';
import { amountText, type Speech } from '../drawing/plate.ts';
import { MissingForm } from '../explain/missing-form.tsx';
import { sumTraffic } from '../drawing/traffic-sum.ts';
import { troubles } from '../drawing/walk.ts';
import { kindIcons } from '../signs/graph-signs.ts';
import { GraphSignIcon } from '../signs/graph-sign.tsx';
import { CallList } from './call-list.tsx';
import { mtlsText } from './mtls-text.ts';
import { PanelFacts, PanelFrame, PanelSection } from './panel-frame.tsx';
import { Term } from './term.tsx';
import { titleText } from './title-text.ts';

export interface BoxPanelProps {
  readonly graph: TrafficGraph;
  /** Null: the whole graph. */
  readonly frame: Frame | null;
  readonly takesFocus: boolean;
  readonly onSelect: (id: string) => void;
  readonly onClose: () => void;
}

const order: readonly Health[] = ['failing', 'degraded', 'not_ready', 'healthy', 'idle'];

/** A namespace, an application or the whole graph from close by: what is wrong in it, what enters and leaves it. */
export function BoxPanel({ graph, frame, takesFocus, onSelect, onClose }: BoxPanelProps) {
  const t = useWords();
  const f = useFormat();
  const speech = { words: t, language: useLanguage() };
  const members = graph.nodes.filter(({ id }) => !frame || frame.members.includes(id));
  const ids = new Set(members.map(({ id }) => id));
  const entering = frame ? graph.edges.filter(({ from, to }) => ids.has(to) && !ids.has(from)) : enteringEdges(graph);
  const leaving = graph.edges.filter((edge) => frame && ids.has(edge.from) && !ids.has(edge.to));
  const worst = troubles({ nodes: members, edges: graph.edges.filter(({ from, to }) => ids.has(from) || ids.has(to)) });
  const unmeasured = members.filter(({ health }) => health === 'unknown').length;
  const health = order.find((one) => members.some((node) => node.health === one)) ?? 'unknown';
  const facts = [
    t('graph.count.nodes', { count: members.length }),
    ...(unmeasured > 0 ? [t('graph.panel.unmeasured', { count: unmeasured })] : []),
  ];
  return (
    <PanelFrame
      icon={<GraphSignIcon sign={kindIcons.app} />}
      title={frame?.title ?? t('graph.panel.wholeGraph')}
      health={health}
      facts={frame ? [t(`graph.box.${frame.kind}`), ...facts] : facts}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      <PanelSection title={t('graph.panel.trouble')}>
        {worst.length > 0 ? (
          <TroubleList graph={graph} ids={worst.slice(0, 10)} speech={speech} onSelect={onSelect} />
        ) : (
          <p className="vigla-graph-subtle">{t('graph.panel.noTrouble')}</p>
        )}
      </PanelSection>
      <PanelSection title={t('graph.panel.entering')} aside={amountText(sumTraffic(entering.map(({ traffic }) => traffic)), speech)}>
        {frame && entering.length > 0 && <CallList graph={graph} edges={entering} end="from" onSelect={onSelect} />}
      </PanelSection>
      {leaving.length > 0 && (
        <PanelSection title={t('graph.panel.leaving')} aside={amountText(sumTraffic(leaving.map(({ traffic }) => traffic)), speech)}>
          <CallList graph={graph} edges={leaving} end="to" onSelect={onSelect} />
        </PanelSection>
      )}
      <PanelSection title={t('graph.panel.security')}>
        <PanelFacts
          rows={[
            [
              'mtls',
              <Term key="mtls" text={t('graph.mtls')} meaning={t('graph.mtls.what')} />,
              mtlsText(
                graph.edges.filter(({ from, to }) => ids.has(from) || ids.has(to)),
                t,
                f,
              ),
            ],
          ]}
        />
      </PanelSection>
      {!frame && <MissingForm graph={graph} />}
      {!frame && <GapNotices gaps={graph.gaps} />}
    </PanelFrame>
  );
}

interface TroubleListProps {
  readonly graph: TrafficGraph;
  readonly ids: readonly string[];
  readonly speech: Speech;
  readonly onSelect: (id: string) => void;
}

function TroubleList({ graph, ids, speech, onSelect }: TroubleListProps) {
  const title = (id: string): string => {
    const node = graph.nodes.find((one) => one.id === id);
    return node ? titleText(node, graph.groupBy, speech) : id;
  };
  return (
    <ul className="vigla-graph-troubles">
      {ids.map((id) => {
        const edge = graph.edges.find((one) => one.id === id);
        const health = edge?.health ?? graph.nodes.find((one) => one.id === id)?.health ?? 'unknown';
        return (
          <li key={id}>
            <Sign kind={health} label={speech.words(`graph.health.${health}`)} />
            <button type="button" className="vigla-graph-link" onClick={() => onSelect(id)}>
              {edge ? `${title(edge.from)} → ${title(edge.to)}` : title(id)}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

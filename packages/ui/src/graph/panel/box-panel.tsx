import type { GraphNode, ReadingCost, TrafficGraph } from '@vigla/contract/graph';
import { TopologyIcon } from '@patternfly/react-icons';
import type { Health } from '@vigla/contract/health';
import { useFormat } from '../../format/index.ts';
import { GapNotices } from '../../problem/index.ts';
import { Sign } from '../../signs/index.ts';
import { useLanguage, useWords, type Words } from '../../words/index.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import type { Frame } from '../drawing/frame.ts';
import type { Speech } from '../drawing/plate.ts';
import { MissingForm } from '../explain/missing-form.tsx';
import { troubles } from '../drawing/walk.ts';
import { kindIcons } from '../signs/graph-signs.ts';
import { GraphSignIcon } from '../signs/graph-sign.tsx';
import { BoxChart } from './box-chart.tsx';
import { BoxTraffic } from './box-traffic.tsx';
import { mtlsText } from './mtls-text.ts';
import { PanelFacts, PanelFrame, PanelSection } from './panel-frame.tsx';
import { waysOf } from './success-rows.ts';
import { Term } from './term.tsx';
import { titleText } from './title-text.ts';

export interface BoxPanelProps {
  readonly graph: TrafficGraph;
  /** Null: the whole graph. */
  readonly frame: Frame | null;
  readonly place: GraphPlace;
  readonly takesFocus: boolean;
  readonly onSelect: (id: string) => void;
  readonly onClose: () => void;
}

const order: readonly Health[] = ['failing', 'degraded', 'not_ready', 'healthy', 'idle'];

/** A namespace, an application or the whole graph from close by: what is wrong in it, what enters and leaves it. */
export function BoxPanel({ graph, frame, place, takesFocus, onSelect, onClose }: BoxPanelProps) {
  const t = useWords();
  const f = useFormat();
  const speech = { words: t, language: useLanguage() };
  const members = graph.nodes.filter(({ id }) => !frame || frame.members.includes(id));
  const ways = waysOf(graph, frame ? frame.members : null);
  const title = frame?.title ?? t('graph.panel.wholeGraph');
  const worst = troubles({ nodes: members, edges: [...ways.total] });
  const unmeasured = members.filter(({ health }) => health === 'unknown').length;
  const health = order.find((one) => members.some((node) => node.health === one)) ?? 'unknown';
  const facts = [
    ...countsOf(members, t),
    t('panel.count.calls', { count: ways.total.length }),
    ...(unmeasured > 0 ? [t('graph.panel.unmeasured', { count: unmeasured })] : []),
  ];
  return (
    <PanelFrame
      icon={frame ? <GraphSignIcon sign={kindIcons.app} /> : <TopologyIcon />}
      title={title}
      health={health}
      facts={
        frame
          ? [
              t(frame.kind === 'group' ? 'gather.kind.open' : frame.kind === 'label' ? 'gather.kind.label' : `graph.box.${frame.kind}`),
              ...facts,
            ]
          : facts
      }
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
      <PanelSection title={t('graph.panel.traffic')}>
        <BoxChart place={place} frame={frame} title={title} members={members} />
        <BoxTraffic graph={graph} ways={ways} whole={frame === null} onSelect={onSelect} />
      </PanelSection>
      <PanelSection title={t('graph.panel.security')}>
        <PanelFacts
          rows={[['mtls', <Term key="mtls" text={t('graph.mtls')} meaning={t('graph.mtls.what')} />, mtlsText(ways.total, t, f)]]}
        />
      </PanelSection>
      {!frame && <MissingForm graph={graph} />}
      {!frame && graph.cost && <Cost cost={graph.cost} />}
      {!frame && <GapNotices gaps={graph.gaps} />}
    </PanelFrame>
  );
}

/** What this picture cost Prometheus: the reader of a large mesh should know before asking for more. */
function Cost({ cost }: { readonly cost: ReadingCost }) {
  const t = useWords();
  const f = useFormat();
  return (
    <PanelSection title={t('mesh.cost.title')}>
      <PanelFacts
        rows={[
          ['queries', t('mesh.cost.queries'), f.count(cost.queries)],
          ['time', t('mesh.cost.time'), f.duration(cost.milliseconds)],
          ['series', t('mesh.cost.series'), f.count(cost.series)],
        ]}
      />
      <p className="vigla-graph-subtle">{t('mesh.cost.what')}</p>
    </PanelSection>
  );
}

/** How many there are of what, in the order in which people think of them. */
function countsOf(members: readonly GraphNode[], t: Words): readonly string[] {
  const apps = new Set(members.flatMap(({ namespace, app }) => (app === null ? [] : [`${namespace ?? ''}/${app}`]))).size;
  const services = new Set(members.flatMap(({ hosts }) => hosts)).size;
  const workloads = members.filter(
    ({ kind }) => kind === 'workload' || kind === 'gateway' || kind === 'waypoint' || kind === 'store',
  ).length;
  return [
    ...(apps > 0 ? [t('panel.count.apps', { count: apps })] : []),
    ...(services > 0 ? [t('panel.count.services', { count: services })] : []),
    ...(workloads > 0 ? [t('panel.count.workloads', { count: workloads })] : []),
  ];
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

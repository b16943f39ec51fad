import type { GraphNode, OpenGroup, TrafficGraph } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';
import { Button } from '@patternfly/react-core';
import { useFormat } from '../../format/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { amountText } from '../drawing/plate.ts';
import { sumTraffic } from '../drawing/traffic-sum.ts';
import { ExplainButton } from '../explain/explain-button.tsx';
import { CallList } from '../panel/call-list.tsx';
import { RequestsChart } from '../panel/course-charts.tsx';
import { mtlsText } from '../panel/mtls-text.ts';
import { isIll, PanelFacts, PanelFrame, PanelSection } from '../panel/panel-frame.tsx';
import { useCourse } from '../panel/use-course.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { kindIcons } from '../signs/graph-signs.ts';
import { GraphSignIcon } from '../signs/graph-sign.tsx';
import { CallTraces } from '../trace/call-traces.tsx';
import { groupName, memberCount, memberOrder } from './group-face.ts';
import { MemberMark } from './member-mark.tsx';
import { MembersTable } from './members-table.tsx';

export interface GroupPanelProps {
  readonly graph: TrafficGraph;
  /** The group: its plate, or what is known of it while it is open. */
  readonly group: GraphNode | OpenGroup;
  readonly place: GraphPlace;
  readonly onPlace: (place: GraphPlace) => void;
  readonly takesFocus: boolean;
  readonly onSelect: (id: string) => void;
  readonly onClose: () => void;
}

/** A group from close by: how its members are, worst first, what enters and leaves it, and the way into it. */
export function GroupPanel({ graph, group, place, onPlace, takesFocus, onSelect, onClose }: GroupPanelProps) {
  const t = useWords();
  const f = useFormat();
  const speech = { words: t, language: useLanguage() };
  const isOpen = !('kind' in group);
  const ids = new Set(isOpen ? group.members : [group.id]);
  const counts = countsOf(graph, ids);
  const entering = graph.edges.filter(({ from, to }) => ids.has(to) && !ids.has(from));
  const leaving = graph.edges.filter(({ from, to }) => ids.has(from) && !ids.has(to));
  const within = graph.edges.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const amount = (edges: typeof within): string | null => amountText(sumTraffic(edges.map(({ traffic }) => traffic)), speech);
  const course = useCourse(place, group.id, true);
  const health = memberOrder.find((one) => counts[one] > 0) ?? 'unknown';
  const toggle = (): void =>
    onPlace({ ...place, open: isOpen ? place.open.filter((id) => id !== group.id) : [...place.open, group.id], selected: group.id });
  return (
    <PanelFrame
      icon={<GraphSignIcon sign={kindIcons.group} />}
      title={groupName(group, t)}
      health={health}
      facts={[t(isOpen ? 'gather.kind.open' : 'graph.kind.group'), t('gather.panel.members', { count: memberCount(counts) })]}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      <div className="vigla-gather-actions">
        <Button variant="secondary" size="sm" onClick={toggle}>
          {t(isOpen ? 'gather.shut' : 'gather.open')}
        </Button>
        {isIll(health) && <ExplainButton />}
      </div>
      <PanelSection title={t('gather.panel.holds')}>
        <ul className="vigla-gather-holds">
          {memberOrder
            .filter((state) => counts[state] > 0)
            .map((state) => (
              <li key={state}>
                <MemberMark health={state} /> {t('gather.panel.state', { count: counts[state], health: t(`graph.health.${state}`) })}
              </li>
            ))}
        </ul>
      </PanelSection>
      <PanelSection title={t('gather.panel.worst')}>
        <MembersTable graph={graph} place={place} group={group.id} />
      </PanelSection>
      <PanelSection title={t('gather.panel.entering')} aside={amount(entering)}>
        <RequestsChart course={course} direction="inbound" label={t('panel.chart.ofInbound', { name: groupName(group, t) })} />
        {entering.length > 0 && <CallList graph={graph} edges={entering} end="from" onSelect={onSelect} />}
      </PanelSection>
      {leaving.length > 0 && (
        <PanelSection title={t('gather.panel.leaving')} aside={amount(leaving)}>
          <CallList graph={graph} edges={leaving} end="to" onSelect={onSelect} />
        </PanelSection>
      )}
      <CallTraces
        key={group.id}
        element={group.id}
        traffic={[...entering, ...leaving, ...within].map(({ traffic }) => traffic)}
        place={place}
        onTrace={(trace) => onPlace({ ...place, trace })}
      />
      {within.length > 0 && <PanelSection title={t('gather.panel.within')} aside={amount(within)} />}
      <PanelSection title={t('graph.panel.security')}>
        <PanelFacts rows={[['mtls', t('graph.mtls'), mtlsText([...entering, ...leaving, ...within], t, f)]]} />
      </PanelSection>
    </PanelFrame>
  );
}

function countsOf({ nodes }: TrafficGraph, ids: ReadonlySet<string>): Record<Health, number> {
  const counts = { healthy: 0, degraded: 0, failing: 0, not_ready: 0, idle: 0, unknown: 0 };
  for (const node of nodes) {
    if (!ids.has(node.id)) continue;
    if (node.members) for (const health of memberOrder) counts[health] += node.members[health];
    else counts[node.health] += 1;
  }
  return counts;
}

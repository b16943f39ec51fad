import { getGraph, type GraphNode, type TrafficGraph } from '@vigla/contract/graph';
import { useEndpoint } from '../../data/index.ts';
import { useFormat } from '../../format/index.ts';
import { ProblemNotice } from '../../problem/index.ts';
import { Sign } from '../../signs/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { sumTraffic } from '../drawing/traffic-sum.ts';
import { troubles } from '../drawing/walk.ts';
import { graphQuery } from '../page/use-traffic.ts';
import { titleText } from '../panel/title-text.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { at } from '@vigla/contract/units';

interface MembersTableProps {
  readonly graph: TrafficGraph;
  readonly place: GraphPlace;
  readonly group: string;
}

const most = 60;

/** Everything a group holds, worst first. Asks the server what is in it: a closed group's members are not in the picture's answer. */
export function MembersTable({ graph, place, group }: MembersTableProps) {
  const t = useWords();
  const open = place.open.includes(group) ? place.open : [...place.open, group];
  const past = place.atEpochSeconds === null ? {} : { atEpochSeconds: at(place.atEpochSeconds) };
  const answer = useEndpoint(
    getGraph,
    { query: { ...graphQuery({ ...place, open }), ...past } },
    { freshness: place.atEpochSeconds === null ? 'live' : 'frozen', enabled: !place.open.includes(group) },
  );
  const opened = place.open.includes(group) ? graph : answer.data;
  if (answer.error) return <ProblemNotice error={answer.error} />;
  const ids = new Set(opened?.gathered?.open.find(({ id }) => id === group)?.members);
  const members = opened?.nodes.filter(({ id }) => ids.has(id)) ?? [];
  const worst = troubles({ nodes: members, edges: [] });
  const rank = ({ id }: GraphNode): number => (worst.includes(id) ? worst.indexOf(id) : worst.length);
  const sorted = [...members].sort((a, b) => rank(a) - rank(b) || rate(b) - rate(a));
  return (
    <table className="vigla-graph-calls">
      <thead className="vigla-graph-unseen">
        <tr>
          <th>{t('gather.table.name')}</th>
          <th>{t('gather.table.rate')}</th>
          <th>{t('gather.table.errors')}</th>
        </tr>
      </thead>
      <tbody>
        {sorted.slice(0, most).map((node) => (
          <MemberRow key={node.id} node={node} graph={graph} />
        ))}
      </tbody>
      {sorted.length > most && <caption className="vigla-graph-subtle">{t('graph.panel.more', { count: sorted.length - most })}</caption>}
    </table>
  );
}

function MemberRow({ node, graph }: { readonly node: GraphNode; readonly graph: TrafficGraph }) {
  const t = useWords();
  const f = useFormat();
  const speech = { words: t, language: useLanguage() };
  const sum = sumTraffic(node.inbound);
  return (
    <tr>
      <td>
        <Sign kind={node.health} label={t(`graph.health.${node.health}`)} /> {titleText(node, graph.groupBy, speech)}
      </td>
      <td>{sum.requestsPerSecond === null && sum.bytesPerSecond !== null ? f.bytes(sum.bytesPerSecond) : f.rate(sum.requestsPerSecond)}</td>
      <td className={`vigla-graph-${node.health}`}>{sum.errorRatio === null ? '—' : f.share(sum.errorRatio)}</td>
    </tr>
  );
}

const rate = ({ inbound }: GraphNode): number => sumTraffic(inbound).requestsPerSecond ?? 0;

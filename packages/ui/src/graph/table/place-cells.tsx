import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { ReactNode } from 'react';
import { useFormat } from '../../format/index.ts';
import { Sign } from '../../signs/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { amountText } from '../drawing/plate.ts';
import { sumTraffic } from '../drawing/traffic-sum.ts';
import { errorCell } from '../panel/failure-text.ts';
import { mtlsCell, mtlsText } from '../panel/mtls-text.ts';
import { titleText } from '../panel/title-text.ts';
import type { PlaceRow } from './place-rows.ts';

/** The columns, in their order. */
export const placeColumns = [
  { name: 'name', number: false },
  { name: 'kind', number: false },
  { name: 'rate', number: true },
  { name: 'errors', number: true },
  { name: 'p95', number: true },
  { name: 'amount', number: true },
  { name: 'mtls', number: false },
  { name: 'flags', number: false },
  { name: 'pods', number: true },
  { name: 'marks', number: false },
  { name: 'health', number: false },
] as const;

/** What stands in a row; `label` names the row for those who do not see it. */
export type PlaceCells = Readonly<Record<(typeof placeColumns)[number]['name'], ReactNode>> & { readonly label: string };

const nothing = { rate: '', errors: '', p95: '', amount: '', mtls: '', flags: '', pods: '', marks: '' } as const;

/** Puts rows of the tree into words and numbers. */
export function usePlaceCells(graph: TrafficGraph): (row: PlaceRow) => PlaceCells {
  const t = useWords();
  const f = useFormat();
  const speech = { words: t, language: useLanguage() };
  const titles = new Map(graph.nodes.map((node) => [node.id, titleText(node, graph.groupBy, speech)]));
  const health = (row: PlaceRow): ReactNode => (
    <>
      <Sign kind={row.health} /> {t(`graph.health.${row.health}`)}
    </>
  );
  const nodeCells = (node: GraphNode): Omit<PlaceCells, 'health'> => {
    const sum = sumTraffic(node.inbound);
    const [only] = node.inbound.length === 1 ? node.inbound : [];
    const title = titles.get(node.id) ?? node.name;
    return {
      name: title,
      label: title,
      kind: t(`graph.kind.${node.kind}`),
      rate: sum.requestsPerSecond === null ? '' : f.rate(sum.requestsPerSecond),
      errors: sum.requestsPerSecond === null ? '' : f.share(sum.errorRatio),
      p95: only && only.protocol !== 'tcp' ? f.duration(only.p95Ms) : '',
      amount: sum.bytesPerSecond === null ? '' : f.bytes(sum.bytesPerSecond),
      mtls: inboundMtls(graph.edges.filter(({ to }) => to === node.id)),
      flags: '',
      pods: node.pods ? `${node.pods.ready}/${node.pods.desired}` : '',
      marks: marksText(node),
    };
  };
  const inboundMtls = (edges: readonly GraphEdge[]): string => (edges.length === 0 ? '' : mtlsText(edges, t, f));
  const marksText = ({ badges, inMesh, namespace }: GraphNode): string =>
    [
      ...badges.map((badge) => t(`find.badge.${badge}`)),
      ...(inMesh === false && namespace !== null ? [t('graph.panel.noSidecar')] : []),
    ].join(', ');
  const callCells = ({ from, to, traffic, mtlsRatio, endings }: GraphEdge): Omit<PlaceCells, 'health'> => {
    const [caller, called] = [titles.get(from) ?? from, titles.get(to) ?? to];
    const flags = [...new Set(endings.flatMap((ending) => (ending.flags === '-' ? [] : [`${ending.code} ${ending.flags}`])))];
    const tcp = traffic.protocol === 'tcp';
    return {
      name: t('find.table.to', { to: called }),
      label: t('graph.table.open', { from: caller, to: called }),
      kind: t(`graph.protocol.${traffic.protocol}`),
      rate: tcp ? '' : f.rate(traffic.requestsPerSecond),
      errors: tcp ? '' : errorCell(traffic, t, f),
      p95: tcp ? '' : f.duration(traffic.p95Ms),
      amount: amountText({ ...sumTraffic([traffic]), requestsPerSecond: null }, speech) ?? (tcp ? f.bytes(null) : ''),
      mtls: mtlsCell(mtlsRatio, t, f),
      flags: flags.join(', '),
      pods: '',
      marks: '',
    };
  };
  return (row) => {
    if (row.kind === 'node') return { ...nodeCells(row.node), health: health(row) };
    if (row.kind === 'call') return { ...callCells(row.edge), health: health(row) };
    const { title, kind } = row.frame;
    return {
      ...nothing,
      name: <strong>{title}</strong>,
      label: title,
      kind: `${t(`find.box.${kind}`)} · ${t('graph.count.nodes', { count: row.nodes.length })}`,
      health: health(row),
    };
  };
}

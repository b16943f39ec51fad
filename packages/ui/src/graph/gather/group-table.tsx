import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { Button } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useFormat } from '../../format/index.ts';
import { Sign } from '../../signs/index.ts';
import { useWords } from '../../words/index.ts';
import { sumTraffic } from '../drawing/traffic-sum.ts';
import { troubles } from '../drawing/walk.ts';
import { groupName, memberCount } from './group-face.ts';

interface GroupTableProps {
  readonly graph: TrafficGraph;
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

/** The groups of the picture as rows, worst first, with the names of those at fault. */
export function GroupTable({ graph, onSelect, onOpen }: GroupTableProps) {
  const t = useWords();
  const groups = graph.nodes.filter(({ kind }) => kind === 'group');
  const worst = troubles({ nodes: groups, edges: [] });
  const rank = ({ id }: GraphNode): number => (worst.includes(id) ? worst.indexOf(id) : worst.length);
  const rows = [...groups].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  return (
    <Table aria-label={t('gather.table.label')} variant="compact" className="vigla-gather-table">
      <Thead>
        <Tr>
          <Th>{t('gather.table.name')}</Th>
          <Th modifier="nowrap" className="vigla-graph-number">
            {t('gather.table.members')}
          </Th>
          <Th modifier="nowrap" className="vigla-graph-number">
            {t('gather.table.failing')}
          </Th>
          <Th modifier="nowrap" className="vigla-graph-number">
            {t('gather.table.degraded')}
          </Th>
          <Th modifier="nowrap" className="vigla-graph-number">
            {t('gather.table.rate')}
          </Th>
          <Th modifier="nowrap" className="vigla-graph-number">
            {t('gather.table.errors')}
          </Th>
          <Th>{t('gather.table.worst')}</Th>
          <Th screenReaderText={t('gather.open')} />
        </Tr>
      </Thead>
      <Tbody>
        {rows.map((node) => (
          <GroupRow key={node.id} node={node} graph={graph} onSelect={onSelect} onOpen={onOpen} />
        ))}
      </Tbody>
    </Table>
  );
}

function GroupRow({ node, graph, onSelect, onOpen }: GroupTableProps & { readonly node: GraphNode }) {
  const t = useWords();
  const f = useFormat();
  const { members } = node;
  if (members === null) return null;
  const sum = sumTraffic(node.inbound);
  const name = groupName(node, t);
  const culprits = graph.gathered?.worst.filter(({ group }) => group === node.id) ?? [];
  return (
    <Tr>
      <Td dataLabel={t('gather.table.name')}>
        <Sign kind={node.health} label={t(`graph.health.${node.health}`)} />{' '}
        <button type="button" className="vigla-graph-link" onClick={() => onSelect(node.id)}>
          {name}
        </button>
      </Td>
      <Td dataLabel={t('gather.table.members')} className="vigla-graph-number">
        {f.count(memberCount(members))}
      </Td>
      <Td dataLabel={t('gather.table.failing')} className="vigla-graph-number">
        {f.count(members.failing)}
      </Td>
      <Td dataLabel={t('gather.table.degraded')} className="vigla-graph-number">
        {f.count(members.degraded)}
      </Td>
      <Td dataLabel={t('gather.table.rate')} className="vigla-graph-number">
        {f.rate(sum.requestsPerSecond)}
      </Td>
      <Td dataLabel={t('gather.table.errors')} className={`vigla-graph-number vigla-graph-${node.health}`}>
        {sum.errorRatio === null ? '—' : f.share(sum.errorRatio)}
      </Td>
      <Td dataLabel={t('gather.table.worst')}>{culprits.map((one) => one.name).join(', ')}</Td>
      <Td>
        <Button variant="link" isInline aria-label={t('gather.table.open', { name })} onClick={() => onOpen(node.id)}>
          {t('gather.open')}
        </Button>
      </Td>
    </Tr>
  );
}

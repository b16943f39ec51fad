import type { NamespaceSummary } from '@vigla/contract/overview';
import { Button } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useFormat } from '../format/index.ts';
import { Sign } from '../signs/index.ts';
import { useWords } from '../words/index.ts';

export interface NamespaceTableProps {
  readonly namespaces: readonly NamespaceSummary[];
  readonly onNamespace: (name: string) => void;
}

/** Every namespace in one row, the worst first. */
export function NamespaceTable({ namespaces, onNamespace }: NamespaceTableProps) {
  const t = useWords();
  const f = useFormat();
  const orDash = (value: number | null, text: (value: number) => string): string => (value === null ? '—' : text(value));
  return (
    <Table variant="compact" aria-label={t('overview.namespaces')}>
      <Thead>
        <Tr>
          <Th>{t('overview.namespaces.name')}</Th>
          <Th>{t('overview.namespaces.health')}</Th>
          <Th modifier="nowrap">{t('overview.namespaces.workloads')}</Th>
          <Th modifier="nowrap" className="vigla-figure">
            {t('overview.namespaces.requests')}
          </Th>
          <Th modifier="nowrap" className="vigla-figure">
            {t('overview.namespaces.errors')}
          </Th>
          <Th modifier="nowrap" className="vigla-figure">
            {t('overview.namespaces.p95')}
          </Th>
          <Th modifier="nowrap" className="vigla-figure">
            {t('overview.namespaces.mtls')}
          </Th>
        </Tr>
      </Thead>
      <Tbody>
        {namespaces.map((row) => (
          <Tr key={row.name}>
            <Td dataLabel={t('overview.namespaces.name')}>
              <Button variant="link" isInline onClick={() => onNamespace(row.name)}>
                {row.name}
              </Button>
            </Td>
            <Td dataLabel={t('overview.namespaces.health')}>
              <span className="vigla-health-word">
                <Sign kind={row.health} /> {t(`graph.health.${row.health}`)}
              </span>
            </Td>
            <Td dataLabel={t('overview.namespaces.workloads')}>{healthyOf(row, t)}</Td>
            <Td className="vigla-figure" dataLabel={t('overview.namespaces.requests')}>
              {orDash(row.requestsPerSecond, f.rate)}
            </Td>
            <Td className={`vigla-figure vigla-figure--${row.health}`} dataLabel={t('overview.namespaces.errors')}>
              {orDash(row.errorRatio, f.share)}
            </Td>
            <Td className="vigla-figure" dataLabel={t('overview.namespaces.p95')}>
              {orDash(row.worstP95Ms, f.duration)}
            </Td>
            <Td className="vigla-figure" dataLabel={t('overview.namespaces.mtls')}>
              {orDash(row.mtlsRatio, f.share)}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

/** How many of those that are measured are well; what rests or is not measured counts for neither. */
function healthyOf({ workloads }: NamespaceSummary, t: ReturnType<typeof useWords>): string {
  const measured = workloads.healthy + workloads.degraded + workloads.failing + workloads.not_ready;
  if (measured > 0) return `${workloads.healthy} / ${measured}`;
  return t(workloads.idle > 0 ? 'overview.namespaces.atRest' : 'overview.namespaces.notMeasured');
}

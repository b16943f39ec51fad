import { Popover } from '@patternfly/react-core';
import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { HealthReason } from '@vigla/contract/health';
import { useFormat } from '../../format/index.ts';
import { useWords } from '../../words/index.ts';
import { failedShares } from './health-facts.ts';

interface HealthPopoverProps {
  readonly graph: TrafficGraph;
  readonly node: GraphNode;
}

/** The word for a node's health, which on demand says how it was found: pods, failed requests, and the limits that were applied. */
export function HealthPopover({ graph, node }: HealthPopoverProps) {
  const t = useWords();
  const word = t(`graph.health.${node.health}`);
  return (
    <Popover
      headerContent={t('panel.health.title', { health: word })}
      bodyContent={<HealthFacts graph={graph} node={node} />}
      aria-label={t('panel.health.label')}
      appendTo={() => document.querySelector<HTMLElement>('.vigla-graph') ?? document.body}
    >
      <button type="button" className="vigla-graph-term vigla-graph-panel__health">
        {word}
      </button>
    </Popover>
  );
}

function HealthFacts({ graph, node }: HealthPopoverProps) {
  const t = useWords();
  const f = useFormat();
  const failed = failedShares(graph, node);
  const limits = node.reasons.flatMap((reason) => (reason.kind === 'errors' ? [reason] : []));
  return (
    <div className="vigla-health-facts">
      <p>{node.pods ? t('graph.plate.podsReady', { ...node.pods }) : t('panel.health.podsUnknown')}</p>
      {failed.length > 0 ? (
        <table className="vigla-graph-calls">
          <thead>
            <tr>
              <th scope="col">{t('panel.health.direction')}</th>
              <th scope="col">{t('graph.ending.code')}</th>
              <th scope="col">{t('panel.health.share')}</th>
            </tr>
          </thead>
          <tbody>
            {failed.map(({ direction, code, share }) => (
              <tr key={`${direction} ${code}`}>
                <td>{t(`panel.health.${direction}`)}</td>
                <td>{code === '-' ? t('graph.ending.noAnswer') : code}</td>
                <td>{f.share(share)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p>{t('panel.health.noneFailed')}</p>
      )}
      {limits.map((limit) => (
        <Limit key={`${limit.protocol} ${limit.codes}`} limit={limit} />
      ))}
      {limits.length === 0 && <p className="vigla-graph-subtle">{t('panel.health.noLimit')}</p>}
    </div>
  );
}

function Limit({ limit }: { readonly limit: Extract<HealthReason, { kind: 'errors' }> }) {
  const t = useWords();
  const f = useFormat();
  return (
    <p className="vigla-graph-subtle">
      {t(`panel.health.limit.${limit.direction}`, {
        protocol: t(`graph.protocol.${limit.protocol}`),
        codes: limit.codes,
        degraded: f.share(limit.degradedAt),
        failing: f.share(limit.failingAt),
      })}
    </p>
  );
}

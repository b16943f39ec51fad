import type { GraphNode } from '@vigla/contract/graph';
import { getTrafficShift } from '@vigla/contract/istio';
import { Button } from '@patternfly/react-core';
import { useEndpoint } from '../../data/index.ts';
import { useHost } from '../../host/index.ts';
import { ReadOnlyReason } from '../../problem/index.ts';
import { useWords } from '../../words/index.ts';
import { serviceOf } from './service-of.ts';

export interface ShiftActionProps {
  readonly node: GraphNode;
  readonly onShiftTraffic: (namespace: string, service: string) => void;
}

/** The way to shift traffic of a node's service, offered to those whom the cluster lets. */
export function ShiftAction({ node, onShiftTraffic }: ShiftActionProps) {
  const service = serviceOf(node);
  return service && <Offer namespace={service.namespace} service={service.name} onShiftTraffic={onShiftTraffic} />;
}

interface OfferProps extends Pick<ShiftActionProps, 'onShiftTraffic'> {
  readonly namespace: string;
  readonly service: string;
}

function Offer({ namespace, service, onShiftTraffic }: OfferProps) {
  const t = useWords();
  const { canWrite } = useHost();
  const { data, isPrevious } = useEndpoint(getTrafficShift, { params: { namespace, service } }, { freshness: 'live', enabled: canWrite });
  // What a person may never do is not offered; where nobody may write, it says so.
  if (canWrite && (isPrevious || !data?.canWrite)) return null;
  return (
    <div className="vigla-graph-actions">
      <Button
        variant="secondary"
        isDisabled={!canWrite}
        {...(!canWrite && { 'aria-describedby': 'vigla-shift-reason' })}
        onClick={() => onShiftTraffic(namespace, service)}
      >
        {t('graph.panel.shift')}
      </Button>
      {!canWrite && <ReadOnlyReason id="vigla-shift-reason" missing={null} />}
    </div>
  );
}

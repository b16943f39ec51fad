import { GraphView } from '@vigla/ui/graph';
import { useHost } from '@vigla/ui/host';
import { useNavigate } from 'react-router';
import type { PlaceInUrl } from '../place/index.ts';

export interface GraphPageProps {
  readonly inUrl: PlaceInUrl;
}

/** The live graph; its whole state is in the link. */
export function GraphPage({ inUrl: { place, go } }: GraphPageProps) {
  const navigate = useNavigate();
  const { href } = useHost();
  const shift = (namespace: string, service: string) => {
    if (href) void navigate(href({ page: 'change', namespace, service }));
  };
  return <GraphView place={place} onPlace={go} onShiftTraffic={shift} />;
}

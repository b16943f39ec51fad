import type { GraphPlace } from '../graph/index.ts';
import type { NodePage } from '../host/index.ts';

export interface DetailsViewProps {
  readonly page: NodePage;
  /** Namespaces, window and instant of its link. */
  readonly place: GraphPlace;
  /** Stays on the page, at another moment. */
  readonly onPlace: (place: GraphPlace) => void;
  readonly onGraph: (place: GraphPlace) => void;
  /** Opens the editor that shifts traffic; without it the action is not offered. */
  readonly onShiftTraffic?: (namespace: string, service: string) => void;
}

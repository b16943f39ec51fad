import type { TrafficGraph } from '@vigla/contract/graph';
import type { Frame } from '../drawing/frame.ts';
import { ElementKebab } from '../page/element-kebab.tsx';
import type { ChoiceProps } from '../page/choice-props.ts';
import { SidePanel } from './side-panel.tsx';

export interface DetailsPanelProps extends ChoiceProps {
  readonly graph: TrafficGraph;
  readonly frames: readonly Frame[];
  readonly selected: string | null;
  /** Whether `graph` is still that of another place. */
  readonly waiting: boolean;
  readonly takesFocus: boolean;
  readonly onSelect: (id: string | null) => void;
  readonly onClose: () => void;
  readonly onExplain: (element: string) => void;
  readonly onShiftTraffic: ((namespace: string, service: string) => void) | undefined;
}

/** The side panel of what is selected, with what can be done about it. */
export function DetailsPanel({ graph, frames, selected, place, onPlace, onShiftTraffic, ...rest }: DetailsPanelProps) {
  const whole = place.panel === 'graph';
  return (
    <SidePanel
      {...rest}
      {...{ graph, frames, place, onPlace, onShiftTraffic }}
      selected={whole ? null : selected}
      moment={{ windowSeconds: graph.window, at: place.atEpochSeconds === null ? null : graph.at }}
      menu={
        <ElementKebab {...{ graph, frames, place, onPlace, onShiftTraffic }} id={whole ? null : place.selected} onSelect={rest.onSelect} />
      }
      explains={place.panel === 'explain'}
    />
  );
}

import type { TrafficGraph } from '@vigla/contract/graph';
import { Button } from '@patternfly/react-core';
import { useFormat } from '../../format/index.ts';
import { EmptyNotice, LoadingOutline } from '../../problem/index.ts';
import { Sign } from '../../signs/index.ts';
import { useWords } from '../../words/index.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { longerThan } from '../place/longer-window.ts';
import { PanelFrame } from './panel-frame.tsx';

export interface GonePanelProps {
  readonly graph: TrafficGraph;
  readonly place: GraphPlace;
  /** Whether the graph of this place is still on its way: then it may yet be on it. */
  readonly waiting: boolean;
  readonly takesFocus: boolean;
  readonly onPlace: (place: GraphPlace) => void;
  readonly onClose: () => void;
}

/** In place of what was chosen, by a link or before it ended, while the graph does not show it. */
export function GonePanel({ graph, place, waiting, takesFocus, onPlace, onClose }: GonePanelProps) {
  const t = useWords();
  const f = useFormat();
  const longer = longerThan(place.windowSeconds);
  return (
    <PanelFrame
      icon={<Sign kind="unknown" />}
      title={t('graph.panel.label')}
      health={null}
      facts={[]}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      {waiting ? (
        <LoadingOutline what={t('graph.title')} asking={t('graph.panel.gone.asking')} />
      ) : (
        <EmptyNotice
          title={t('graph.panel.gone.title')}
          actions={
            <>
              {longer !== null && (
                <Button variant="secondary" onClick={() => onPlace({ ...place, windowSeconds: longer })}>
                  {t('graph.empty.longer', { span: f.span(longer) })}
                </Button>
              )}
              <Button variant="link" onClick={() => onPlace({ ...place, selected: null, panel: 'graph' })}>
                {t('graph.panel.wholeGraph')}
              </Button>
            </>
          }
        >
          {t('graph.panel.gone.text', { window: f.window(graph.at - graph.window, graph.at) })}
        </EmptyNotice>
      )}
    </PanelFrame>
  );
}

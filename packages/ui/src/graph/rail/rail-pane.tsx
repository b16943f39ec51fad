import { useNow } from '../../data/index.ts';
import { problemSentence } from '../../problem/index.ts';
import { useWords } from '../../words/index.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { useRail } from '../page/use-traffic.ts';
import { TimeRail } from './time-rail.tsx';

interface RailPaneProps {
  readonly place: GraphPlace;
  readonly onPlace: (place: GraphPlace) => void;
}

/** Asks for what the time rail shows. It fails alone: the picture goes on. */
export function RailPane({ place, onPlace }: RailPaneProps) {
  const t = useWords();
  const now = useNow(60_000);
  const { history, changes } = useRail(place, now, true);
  const error = history.data ? changes.error : history.error;
  const gap = changes.data?.gaps[0] ?? history.data?.gaps[0];
  const problem = error ? problemSentence(error, t).title : gap ? t(`problem.gap.${gap.lacks}`, { detail: gap.detail }) : null;
  return (
    <TimeRail
      history={history.data}
      changes={changes.data?.changes ?? []}
      problem={problem}
      at={place.atEpochSeconds}
      windowSeconds={place.windowSeconds}
      onAt={(atEpochSeconds) => onPlace({ ...place, atEpochSeconds })}
    />
  );
}

import { useNow } from '../../data/index.ts';
import { useWords } from '../../words/index.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { withComparison } from '../compare/compare-choice.tsx';
import { useRail } from '../page/use-traffic.ts';
import { railProblem } from './rail-problem.ts';
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
  return (
    <TimeRail
      history={history.data}
      changes={changes.data?.changes ?? null}
      problem={railProblem(history, changes, t)}
      at={place.atEpochSeconds}
      windowSeconds={place.windowSeconds}
      onAt={(atEpochSeconds) => onPlace({ ...place, atEpochSeconds })}
      versus={place.versusEpochSeconds}
      onVersus={(versus) =>
        onPlace(place.versusEpochSeconds === null ? withComparison(place, versus) : { ...place, versusEpochSeconds: versus })
      }
    />
  );
}

import type { TrafficGraph } from '@vigla/contract/graph';
import { type Answer, useNow } from '../../data/index.ts';
import { useWords } from '../../words/index.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { withComparison } from '../compare/compare-choice.tsx';
import { useRail } from '../page/use-traffic.ts';
import { railProblem } from './rail-problem.ts';
import { ReplayBar } from '../replay/replay-bar.tsx';
import { ReplayStart } from '../replay/replay-start.tsx';
import { useReplay } from '../replay/use-replay.ts';
import { TimeRail } from './time-rail.tsx';

interface RailPaneProps {
  readonly place: GraphPlace;
  readonly onPlace: (place: GraphPlace) => void;
  /** What came of the picture's question: a replay waits for it. */
  readonly answer: Answer<TrafficGraph>;
}

/** Asks for what the time rail shows. It fails alone: the picture goes on. */
export function RailPane({ place, onPlace, answer }: RailPaneProps) {
  const t = useWords();
  const now = useNow(60_000);
  const { history, changes } = useRail(place, now, true);
  const { player, start } = useReplay(place, onPlace, answer);
  return (
    <>
      {player && <ReplayBar player={player} />}
      <TimeRail
        history={history.data}
        changes={changes.data?.changes ?? null}
        problem={railProblem(history, changes, t)}
        at={place.atEpochSeconds}
        windowSeconds={place.windowSeconds}
        onAt={(atEpochSeconds) => (player ? player.seek(atEpochSeconds ?? player.frames.last) : onPlace({ ...place, atEpochSeconds }))}
        onWindow={(windowSeconds) => onPlace({ ...place, windowSeconds })}
        versus={place.versusEpochSeconds}
        onVersus={(versus) =>
          onPlace(place.versusEpochSeconds === null ? withComparison(place, versus) : { ...place, versusEpochSeconds: versus })
        }
        player={player}
        tools={!player && <ReplayStart changes={changes.data?.changes ?? null} windowSeconds={place.windowSeconds} onStart={start} />}
      />
    </>
  );
}

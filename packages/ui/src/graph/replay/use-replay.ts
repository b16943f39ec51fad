import { getGraph } from '@vigla/contract/graph';
import { getStatus } from '@vigla/contract/mesh';
import { useEffect, useState } from 'react';
import { useAhead, useEndpoint } from '../../data/index.ts';
import { graphRequest } from '../page/use-traffic.ts';
import type { GraphPlace, Replay } from '../place/graph-place.ts';
import { ahead, type Frames, frameAt, frameMs, framesOf, instantOf, nearestFrame } from './frames.ts';

/** A replay as its controls see it. */
export interface Player {
  readonly frames: Frames;
  readonly replay: Replay;
  /** The instant that is shown or asked for. */
  readonly at: number;
  readonly playing: boolean;
  /** The picture of `at` has not come yet. */
  readonly waiting: boolean;
  readonly toggle: () => void;
  readonly step: (by: number) => void;
  readonly seek: (at: number) => void;
  readonly setSpeed: (speed: Replay['speed']) => void;
  /** Puts the controls away; the instant stays. */
  readonly close: () => void;
}

interface Turn {
  readonly start: (stretch: Pick<Replay, 'from' | 'to'>) => void;
  /** Null while nothing is replayed. */
  readonly player: Player | null;
}

const asksAhead = 2;
const notReplayed = { from: 0, to: 1 };

/** Plays a stretch of the past. A frame stays at least as long as the speed says, and until its successor may be asked for: nothing is skipped. */
export function useReplay(
  place: GraphPlace,
  onPlace: (place: GraphPlace) => void,
  answer: { readonly isPrevious: boolean; readonly error: unknown; readonly data: unknown },
): Turn {
  const { replay } = place;
  const [playing, setPlaying] = useState(false);
  const status = useEndpoint(getStatus, {}, { freshness: 'frozen', enabled: replay !== null });
  const frames = framesOf(replay ?? notReplayed, status.data?.scrapeIntervalSeconds ?? null);
  const at = place.atEpochSeconds ?? frames.first;
  const coming = replay === null ? [] : ahead(at, frames, asksAhead);
  const waiting = answer.isPrevious || answer.data === undefined;
  const [next] = coming;
  useAhead(getGraph, waiting ? [] : coming.map((instant) => graphRequest({ ...place, atEpochSeconds: instant })));
  const runs = playing && replay !== null && answer.error === null;
  useEffect(() => {
    if (!runs || waiting || !replay) return undefined;
    const turn = setTimeout(() => {
      if (next === undefined) setPlaying(false);
      else onPlace({ ...place, atEpochSeconds: next });
    }, frameMs[replay.speed]);
    return () => clearTimeout(turn);
  }, [runs, waiting, replay, next, onPlace, place]);

  const seek = (instant: number): void => onPlace({ ...place, atEpochSeconds: nearestFrame(instant, frames) });
  const start: Turn['start'] = ({ from, to }) => {
    setPlaying(true);
    onPlace({ ...place, replay: { from, to, speed: replay?.speed ?? 'medium' }, atEpochSeconds: from, versusEpochSeconds: null });
  };
  if (!replay) return { start, player: null };
  return {
    start,
    player: {
      frames,
      replay,
      at,
      playing: runs,
      waiting,
      toggle: () => {
        if (!runs && next === undefined) seek(frames.first);
        setPlaying(!runs);
      },
      step: (by) => {
        setPlaying(false);
        seek(instantOf(frameAt(at, frames) + by, frames));
      },
      seek: (instant) => {
        setPlaying(false);
        seek(instant);
      },
      setSpeed: (speed) => onPlace({ ...place, replay: { ...replay, speed } }),
      close: () => {
        setPlaying(false);
        onPlace({ ...place, replay: null });
      },
    },
  };
}

import { roll } from '../dice.ts';
import { eventQueue } from './event-queue.ts';

/** A caller and the endpoints behind one service, request by request. Units: ms; shares 0..1. */
export interface Simulated {
  readonly seed: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly callers: number;
  readonly endpoints: readonly { readonly fails: number; readonly slower?: number }[];
  /** Of two drawn, the one with fewer requests of this caller under way. */
  readonly least?: boolean;
  /** Time of a try, memoryless around this mean, or always the same. */
  readonly holdMs: number;
  readonly steady?: boolean;
  readonly retries?: number;
  /** How many of them may be under way at each caller. */
  readonly repeats?: number;
  /** Of each caller. `waiting` null: HTTP/2, nobody waits. */
  readonly pool?: { readonly room: number; readonly waiting: number | null };
  /** Of each endpoint. */
  readonly bucket?: { readonly most: number; readonly perFill: number; readonly fillMs: number };
  /** Of each caller for each endpoint. */
  readonly outlier?: { readonly inARow: number; readonly baseMs: number; readonly intervalMs: number; readonly most: number };
}

/** What happened to the requests, and to the tries. */
export interface Counted {
  requests: number;
  good: number;
  failed: number;
  refused: number;
  limited: number;
  nobody: number;
  tries: number;
  failedTries: number;
  waitedMs: number;
  waited: number;
  unrepeated: number;
  /** By endpoint. */
  readonly at: number[];
}

interface Caller {
  busy: number;
  repeating: number;
  readonly underWay: number[];
  readonly line: (() => void)[];
  readonly watched: { row: number; outUntil: number; times: number }[];
}

/**
 * Plays it out, one event after the other. Written without the formulas that it is there to check: arrivals are drawn,
 * connections are taken and given back, tokens are counted, failures in a row are counted.
 */
export function simulate(told: Simulated): Counted {
  const { seed, seconds, perSecond, endpoints, holdMs, retries = 0, pool, bucket, outlier } = told;
  const events = eventQueue();
  const end = seconds * 1000;
  let now = 0;
  let turn = 0;
  const dice = (): number => roll(seed, turn++);
  const wait = (mean: number): number => -mean * Math.log(1 - dice());
  const counted: Counted = {
    requests: 0,
    good: 0,
    failed: 0,
    refused: 0,
    limited: 0,
    nobody: 0,
    tries: 0,
    failedTries: 0,
    waitedMs: 0,
    waited: 0,
    unrepeated: 0,
    at: endpoints.map(() => 0),
  };
  const later = (delay: number, act: () => void): void => {
    const at = now + delay;
    events.add(at, () => {
      now = at;
      act();
    });
  };
  const callers = Array.from(
    { length: told.callers },
    (): Caller => ({
      busy: 0,
      repeating: 0,
      underWay: endpoints.map(() => 0),
      line: [],
      watched: endpoints.map(() => ({ row: 0, outUntil: 0, times: 0 })),
    }),
  );
  const tokens = endpoints.map(() => bucket?.perFill ?? 0);

  const standing = ({ watched }: Caller): readonly number[] => endpoints.map((_, e) => e).filter((e) => (watched[e]?.outUntil ?? 0) === 0);

  const choose = (caller: Caller, visited: readonly number[]): number | undefined => {
    const all = standing(caller);
    const fresh = all.filter((e) => !visited.includes(e));
    const from = fresh.length > 0 ? fresh : all;
    const drawn = from[Math.floor(dice() * from.length)];
    if (!told.least || drawn === undefined) return drawn;
    const other = from[Math.floor(dice() * from.length)] ?? drawn;
    return (caller.underWay[other] ?? 0) < (caller.underWay[drawn] ?? 0) ? other : drawn;
  };

  /** Counts failures in a row; leaves an endpoint out where there are enough of them. */
  const note = (caller: Caller, e: number, failed: boolean): void => {
    const one = caller.watched[e];
    if (!one || !outlier || one.outUntil > 0) return;
    one.row = failed ? one.row + 1 : 0;
    if (one.row < outlier.inARow || endpoints.length - standing(caller).length >= outlier.most) return;
    one.row = 0;
    one.times += 1;
    one.outUntil = now + Math.min(outlier.baseMs * one.times, Math.max(300_000, outlier.baseMs));
  };

  /** Once in an interval proxies look who may come back, and forgive those that stayed. */
  const look = (caller: Caller): void => {
    for (const one of caller.watched) {
      if (one.outUntil > 0 && one.outUntil <= now) one.outUntil = 0;
      else if (one.outUntil === 0 && one.times > 0) one.times -= 1;
    }
    later(outlier?.intervalMs ?? end, () => look(caller));
  };

  const leave = (caller: Caller): void => {
    const next = caller.line.shift();
    if (next) next();
    else caller.busy -= 1;
  };

  const serve = (caller: Caller, e: number, visited: readonly number[]): void => {
    counted.tries += 1;
    if (bucket) {
      if ((tokens[e] ?? 0) < 1) {
        counted.limited += 1;
        leave(caller);
        return;
      }
      tokens[e] = (tokens[e] ?? 0) - 1;
    }
    caller.underWay[e] = (caller.underWay[e] ?? 0) + 1;
    counted.at[e] = (counted.at[e] ?? 0) + 1;
    const mean = holdMs * (endpoints[e]?.slower ?? 1);
    later(told.steady ? mean : wait(mean), () => {
      caller.underWay[e] = (caller.underWay[e] ?? 0) - 1;
      const failed = dice() < (endpoints[e]?.fails ?? 0);
      if (failed) counted.failedTries += 1;
      note(caller, e, failed);
      leave(caller);
      if (visited.length > 0) caller.repeating -= 1;
      if (failed && visited.length < retries) repeat(caller, [...visited, e]);
      else if (failed) counted.failed += 1;
      else counted.good += 1;
    });
  };

  function repeat(caller: Caller, visited: readonly number[]): void {
    if (caller.repeating >= (told.repeats ?? Infinity)) {
      counted.unrepeated += 1;
      return;
    }
    caller.repeating += 1;
    // Anything up to 25 ms, doubling each time.
    later(dice() * Math.min(250, 25 * 2 ** (visited.length - 1)), () => attempt(caller, visited));
  }

  function attempt(caller: Caller, visited: readonly number[]): void {
    const e = choose(caller, visited);
    if (e === undefined) {
      counted.nobody += 1;
      return;
    }
    if (!pool || caller.busy < pool.room) {
      caller.busy += 1;
      serve(caller, e, visited);
    } else if (pool.waiting !== null && caller.line.length < pool.waiting) {
      const since = now;
      caller.line.push(() => {
        counted.waited += 1;
        counted.waitedMs += now - since;
        serve(caller, e, visited);
      });
    } else counted.refused += 1;
  }

  const arrive = (): void => {
    const caller = callers[Math.floor(dice() * callers.length)];
    counted.requests += 1;
    if (caller) attempt(caller, []);
    later(wait(1000 / perSecond), arrive);
  };
  const fill = (): void => {
    tokens.forEach((left, e) => (tokens[e] = Math.min(bucket?.most ?? 0, left + (bucket?.perFill ?? 0))));
    later(bucket?.fillMs ?? end, fill);
  };
  later(wait(1000 / perSecond), arrive);
  if (bucket) later(bucket.fillMs, fill);
  if (outlier) for (const caller of callers) later(outlier.intervalMs * dice(), () => look(caller));
  events.runUntil(end);
  return counted;
}

/** The half width of the interval that holds the truth 999 times of 1000, for a share seen in so many independent cases. */
export const margin = (share: number, cases: number): number => 3.29 * Math.sqrt((share * (1 - share)) / cases) + 1 / cases;

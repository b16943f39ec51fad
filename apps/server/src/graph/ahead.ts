import type { GroupBy } from '@vigla/contract/graph';
import type { DurationSeconds, EpochSeconds } from '@vigla/contract/units';
import type { InSteps } from '@vigla/domain/steps';
import { createRecentlyUsed, manySeries, slice, sliceMs } from '../snapshot/index.ts';
import type { Visibility } from '../sources/index.ts';
import type { GraphQuery } from './graph-for.ts';

/** What somebody asked of the present, and what they may see of it. */
export interface Asked {
  readonly query: GraphQuery;
  readonly visible: Visibility;
}

/** Makes the pictures of a new reading that people will ask for next, while nobody waits. */
export interface Ahead<Reading> {
  /** Remembers that somebody asked this of the present. */
  asked(question: Asked): void;
  /** A reading of the present has come: what was lately asked is made of it, one after the other. Never fails. */
  read(reading: Reading): Promise<void>;
}

interface Parts<Reading> {
  readonly now: () => EpochSeconds;
  /** Processor time that was spent. Units: ms, from anywhere. */
  readonly clock: () => number;
  /** Runs something once whoever asked meanwhile is served. */
  readonly whenIdle: (job: () => void) => void;
  /** Makes what is asked, ready to be sent. Never fails. */
  readonly make: (reading: Reading, question: Asked) => InSteps<void>;
}

/** Of more questions nobody has pages open. */
const mostQuestions = 24;
/** What nobody has asked for so long is not made any more. */
const rememberedSeconds = 600;
/** A reading comes every 15 seconds: about a tenth of that may be spent on what will be asked. The other types must not use it up. */
const usual = { lately: 1500, others: 300 };
/** Of many series a picture that nobody has asked for would take more memory than it is worth. */
const large = { lately: 1000, others: 0 };

interface Readable {
  readonly window: DurationSeconds;
  readonly at: EpochSeconds;
  readonly cost: { readonly series: number };
}

/** A reading of the present and what is made of it. */
interface Readying<Reading extends object> {
  /** It must not keep a reading of old in memory. */
  readonly of: WeakRef<Reading>;
  /** What may still be spent. Units: ms. */
  readonly left: { lately: number; others: number };
  /** Questions that are answered, by their keys. */
  readonly made: Set<string>;
  isAtWork: boolean;
}

/**
 * Pages that are open ask again of each new reading, and people go back and forth between a few types of graph. What was asked in the
 * last ten minutes, of whatever window, is made of each reading of the present before it is asked for; then the other types of
 * what was asked last, which are one click away. What is asked for the first time is made of the other windows, too. Whoever asks in
 * between is served first.
 */
export function createAhead<Reading extends Readable>({ now, clock, whenIdle, make }: Parts<Reading>): Ahead<Reading> {
  const questions = createRecentlyUsed<Asked & { readonly at: EpochSeconds }>(mostQuestions);
  const present = new Map<DurationSeconds, Readying<Reading>>();

  /** What was lately asked comes first. */
  const nextOf = ({ made, left }: Readying<Reading>): (Asked & { readonly from: keyof typeof left }) | undefined => {
    const lately = questions.values().filter(({ at }) => now() - at <= rememberedSeconds);
    const all = {
      lately: left.lately > 0 ? lately : [],
      others: left.others > 0 ? lately.slice(0, 1).flatMap(otherTypes) : [],
    };
    return (['lately', 'others'] as const)
      .flatMap((from) => all[from].map(({ query, visible }) => ({ query, visible, from })))
      .find((one) => !made.has(keyOf(one)));
  };

  /** Resolves when all is made, or nobody can use it any more. */
  function work(window: DurationSeconds, readying: Readying<Reading>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    readying.isAtWork = true;
    const over = (): void => {
      readying.isAtWork = false;
      resolve();
    };
    let steps: InSteps<void> | null = null;
    let from: keyof typeof readying.left = 'lately';
    const next = (): void => {
      const reading = readying.of.deref();
      // A reading that has a successor is of no use to anybody.
      if (!reading || present.get(window) !== readying) return over();
      const question = steps ? undefined : nextOf(readying);
      if (question) {
        readying.made.add(keyOf(question));
        from = question.from;
        steps = make(reading, { visible: question.visible, query: { ...question.query, windowSeconds: window } });
      }
      if (!steps) return over();
      const begun = clock();
      const isDone = slice(steps, () => clock() - begun >= sliceMs).done === true;
      readying.left[from] -= clock() - begun;
      if (isDone || readying.left[from] <= 0) steps = null;
      whenIdle(next);
    };
    whenIdle(next);
    return promise;
  }

  return {
    asked({ query, visible }) {
      if (query.atEpochSeconds !== undefined) return;
      const key = keyOf({ query, visible });
      const isNew = questions.get(key) === undefined;
      questions.set(key, { query, visible, at: now() });
      if (!isNew) return;
      for (const [window, readying] of present) {
        if (readying.isAtWork) continue;
        // Of its own window it is being made for whoever asks; unless that one is still being got ready, and the one before is served.
        if (window === query.windowSeconds) readying.made.add(key);
        void work(window, readying);
      }
    },
    read(reading) {
      // Windows that nobody reads any more.
      for (const [window, { of }] of present) if (of.deref() === undefined) present.delete(window);
      const left = { ...(reading.cost.series < manySeries ? usual : large) };
      const readying = { of: new WeakRef(reading), left, made: new Set<string>(), isAtWork: false };
      present.set(reading.window, readying);
      return work(reading.window, readying);
    },
  };
}

const groupings: readonly GroupBy[] = ['version', 'app', 'service', 'workload'];

/** The same of the other types of graph, and with services between callers and workloads or without. */
function otherTypes({ query, visible }: Asked): readonly Asked[] {
  const types = groupings.map((groupBy) => ({ ...query, groupBy }));
  return [...types, { ...query, services: !query.services }].map((other) => ({ query: other, visible }));
}

/** Questions of different windows are one: of each window there is a reading. */
const keyOf = ({ query, visible }: Asked): string =>
  JSON.stringify([{ ...query, windowSeconds: null }, visible.all ? 'all' : [...visible.namespaces].sort()]);

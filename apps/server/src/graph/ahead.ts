import type { GroupBy } from '@vigla/contract/graph';
import type { DurationSeconds, EpochSeconds } from '@vigla/contract/units';
import { createRecentlyUsed } from '../snapshot/index.ts';
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
  /** Runs something once the server has nothing else to do. */
  readonly whenIdle: (job: () => void) => void;
  /** Makes what is asked, ready to be sent. */
  readonly make: (reading: Reading, question: Asked) => void;
}

/** Of more questions nobody has pages open. */
const mostQuestions = 24;
/** What nobody has asked for so long is not made any more. */
const rememberedSeconds = 600;
/** A reading comes every 15 seconds: no more than one fifteenth of that is spent on what may never be asked. */
const mostMs = 1000;

/**
 * Pages that are open ask again of each new reading, and people go back and forth between a few types of graph. What was asked in the
 * last ten minutes, of whatever window, is made of each reading of the present before it is asked for; then the other types of
 * what was asked last, which are one click away. Whoever asks in between is served first.
 */
export function createAhead<Reading extends { readonly window: DurationSeconds; readonly at: EpochSeconds }>({
  now,
  clock,
  whenIdle,
  make,
}: Parts<Reading>): Ahead<Reading> {
  const questions = createRecentlyUsed<Asked & { readonly at: EpochSeconds }>(mostQuestions);
  /** The instants that are being worked on. */
  const newest = new Map<DurationSeconds, EpochSeconds>();

  return {
    asked({ query, visible }) {
      if (query.atEpochSeconds !== undefined) return;
      questions.set(keyOf({ query, visible }), { query, visible, at: now() });
    },
    read(reading) {
      const { window } = reading;
      newest.set(window, reading.at);
      const lately = questions.values().filter(({ at }) => now() - at <= rememberedSeconds);
      const wanted = distinct([...lately, ...lately.slice(0, 1).flatMap(otherTypes)]);
      const { promise, resolve } = Promise.withResolvers<void>();
      let spent = 0;
      const next = (): void => {
        // A reading that has a successor is of no use to anybody.
        if (newest.get(window) !== reading.at) return resolve();
        const question = wanted.shift();
        if (!question || spent >= mostMs) {
          newest.delete(window);
          return resolve();
        }
        const begun = clock();
        make(reading, { ...question, query: { ...question.query, windowSeconds: window } });
        spent += clock() - begun;
        whenIdle(next);
      };
      whenIdle(next);
      return promise;
    },
  };
}

const groupings: readonly GroupBy[] = ['version', 'app', 'service', 'workload'];

/** The same of the other types of graph, and with services between callers and workloads or without. */
function otherTypes({ query, visible }: Asked): readonly Asked[] {
  const types = groupings.map((groupBy) => ({ ...query, groupBy }));
  return [...types, { ...query, services: !query.services }].map((other) => ({ query: other, visible }));
}

/** The first of those that are alike. */
function distinct(all: readonly Asked[]): Asked[] {
  const found = new Map<string, Asked>();
  for (const one of all) if (!found.has(keyOf(one))) found.set(keyOf(one), one);
  return [...found.values()];
}

/** Questions of different windows are one: of each window there is a reading. */
const keyOf = ({ query, visible }: Asked): string =>
  JSON.stringify([{ ...query, windowSeconds: null }, visible.all ? 'all' : [...visible.namespaces].sort()]);

import type { TrafficGraph, TrafficHistory } from '@vigla/contract/graph';
import type { Gap } from '@vigla/contract/problem';
import type { EpochSeconds } from '@vigla/contract/units';
import {
  type Look,
  lookBehindInSteps,
  projectGraphInSteps,
  type GraphQuestion as Projected,
  projectHistory,
  projectPairInSteps,
} from '@vigla/domain/graph';
import type { HealthRules } from '@vigla/domain/health';
import type { InSteps } from '@vigla/domain/steps';
import { type ClusterFacts, createRecentlyUsed, type Reading } from '../snapshot/index.ts';
import type { Visibility } from '../sources/index.ts';
import type { History } from './histories.ts';
import { createKeptGathering } from './kept-gathering.ts';

/** What a caller wants of a reading. All of it is part of the key by which answers are kept, but for what changes with time. */
interface GraphQuestion extends Omit<Projected, 'at' | 'health' | 'mostElements'> {
  readonly now: EpochSeconds;
  readonly scrapeSeconds: number | null;
}

interface HistoryQuestion {
  readonly namespaces: readonly string[];
  readonly visible: Visibility;
}

interface Pair<T> {
  readonly before: T;
  readonly after: T;
}

/**
 * Callers' views of shared readings. People who may see the same and ask the same get the very same object, made once. What is there
 * already comes with the first step.
 */
export interface Projections {
  graph(reading: Reading, cluster: ClusterFacts, question: GraphQuestion): InSteps<TrafficGraph>;
  /** Two graphs of one question, gathered in one way: a group stands for the same nodes in both. */
  pair(readings: Pair<Reading>, cluster: ClusterFacts, question: GraphQuestion): InSteps<Pair<TrafficGraph>>;
  /** That graph, and what is behind its elements. */
  look(reading: Reading, cluster: ClusterFacts, question: GraphQuestion): InSteps<Looked>;
  history(history: History, question: HistoryQuestion): TrafficHistory;
}

interface Looked {
  readonly graph: TrafficGraph;
  readonly look: Look;
}

interface Made<T> {
  /** What it was made of; it must keep neither a reading nor a state of the cluster of old in memory. */
  readonly of: WeakRef<object>;
  readonly with: WeakRef<object> | null;
  readonly gaps: string;
  readonly answer: T;
}

interface Seen {
  readonly of: TrafficGraph;
  readonly reading: WeakRef<Reading>;
  readonly look: Look;
}

/** Some dozens of each reading; while those of the next one are made, those of the last one are still asked for. */
const mostKept = 192;
/** Comparisons that somebody may ask for again. */
const mostPairs = 8;
/** A look holds every flow of a mesh, and is of use only while somebody goes from element to element. */
const mostLooks = 4;
/** Nodes and edges of all of them together. */
const mostElements = 150_000;
/** A picture older than this is of the past, which the cluster does not remember. */
const pastSeconds = 300;

export function createProjections(health: HealthRules): Projections {
  const graphs = createRecentlyUsed<Made<TrafficGraph>>(mostKept, {
    most: mostElements,
    of: ({ answer }) => answer.nodes.length + answer.edges.length,
  });
  const gathering = createKeptGathering();
  const histories = createRecentlyUsed<Made<TrafficHistory>>(mostKept);

  const pairs = createRecentlyUsed<Made<Pair<TrafficGraph>>>(mostPairs);
  const looks = createRecentlyUsed<Seen>(mostLooks);
  /** Nobody can ask again for what was made of a reading that is gone. */
  const letGo = (): void => {
    for (const kept of [graphs, histories, pairs]) kept.forget(({ of }) => of.deref() === undefined);
    looks.forget(({ reading }) => reading.deref() === undefined);
  };

  function* graph(reading: Reading, cluster: ClusterFacts, question: GraphQuestion): InSteps<TrafficGraph> {
    const { visible } = question;
    const wish = wishOf(question);
    const gaps = gapsOf(reading, cluster, question);
    const wanted = { of: reading, with: cluster.facts, gaps: JSON.stringify(gaps) };
    const key = JSON.stringify([reading.at, reading.window, wish, sightOf(visible)]);
    const ready = found(graphs, key, wanted) ?? (yield* lookAgain(() => found(graphs, key, wanted)));
    if (ready) return ready;
    letGo();
    const picture = JSON.stringify([reading.window, { ...wish, open: [] }, sightOf(visible)]);
    // The past is drawn as it is, whatever was looked at before: a link to an instant shows everybody the same.
    const isPresent = wish.gather === 'auto' && !isPast(reading, question);
    const bearable = isPresent ? { mostElements: gathering.mostElements(picture) } : {};
    const drawn = yield* projectGraphInSteps(reading.flows, cluster.facts, { at: reading.at, visible, health, ...wish, ...bearable });
    // Somebody may have asked for it between two steps.
    const meanwhile = found(graphs, key, wanted);
    if (meanwhile) return meanwhile;
    if (isPresent) gathering.drawn(picture, drawn.gathered !== null);
    return keep(graphs, key, wanted, { ...drawn, gaps, cost: reading.cost });
  }

  return {
    graph,
    *pair({ before, after: now }, cluster, question) {
      if ((question.gather ?? 'none') === 'none')
        return { before: yield* graph(before, cluster, question), after: yield* graph(now, cluster, question) };
      const [earlier, later] = [gapsOf(before, cluster, question), gapsOf(now, cluster, question)];
      const wanted = { of: now, with: cluster.facts, gaps: JSON.stringify([earlier, later]) };
      const key = JSON.stringify([before.at, now.at, now.window, wishOf(question), sightOf(question.visible)]);
      const ready = found(pairs, key, wanted) ?? (yield* lookAgain(() => found(pairs, key, wanted)));
      if (ready) return ready;
      letGo();
      const timed = { before: { mesh: before.flows, at: before.at }, after: { mesh: now.flows, at: now.at } };
      const drawn = yield* projectPairInSteps(timed, cluster.facts, { health, ...wishOf(question), visible: question.visible });
      return keep(pairs, key, wanted, {
        before: { ...drawn.before, gaps: earlier, cost: before.cost },
        after: { ...drawn.after, gaps: later, cost: now.cost },
      });
    },
    *look(reading, cluster, question) {
      const drawn = yield* graph(reading, cluster, question);
      const key = JSON.stringify([drawn.at, drawn.window, wishOf(question), sightOf(question.visible)]);
      const known = (): Look | null => {
        const seen = looks.get(key);
        return seen?.of === drawn ? seen.look : null;
      };
      const ready = known() ?? (yield* lookAgain(known));
      if (ready) return { graph: drawn, look: ready };
      letGo();
      const look = yield* lookBehindInSteps(reading.flows, cluster.facts, { at: reading.at, health, ...question }, drawn);
      looks.set(key, { of: drawn, reading: new WeakRef(reading), look });
      return { graph: drawn, look };
    },
    history(history, { namespaces, visible }) {
      const wanted = { of: history, with: null, gaps: JSON.stringify(history.gaps) };
      const key = JSON.stringify([history.from, history.to, history.stepSeconds, [...namespaces].sort(), sightOf(visible)]);
      return recall(histories, key, wanted, () => ({
        ...projectHistory(history.answers, { ...history, namespaces, visible }),
        gaps: [...history.gaps],
      }));
    },
  };
}

const gapsOf = (reading: Reading, cluster: ClusterFacts, question: GraphQuestion): Gap[] => [
  ...reading.gaps,
  ...shortWindow(reading, question),
  ...cluster.gaps,
  ...past(reading, question),
];

interface Kept<T> {
  get(key: string): Made<T> | undefined;
  set(key: string, made: Made<T>): void;
}

type Wanted = Pick<Made<unknown>, 'gaps'> & { readonly of: object; readonly with: object | null };

function found<T>(kept: Kept<T>, key: string, wanted: Wanted): T | null {
  const ready = kept.get(key);
  return ready && isOf(ready, wanted) && ready.gaps === wanted.gaps ? ready.answer : null;
}

function keep<T>(kept: Kept<T>, key: string, wanted: Wanted, answer: T): T {
  kept.set(key, { ...wanted, of: new WeakRef(wanted.of), with: wanted.with && new WeakRef(wanted.with), answer });
  return answer;
}

const recall = <T>(kept: Kept<T>, key: string, wanted: Wanted, make: () => T): T =>
  found(kept, key, wanted) ?? keep(kept, key, wanted, make());

/** Pauses before long work begins, and looks again: others may have been before us, with the same. */
function* lookAgain<T>(look: () => T | null): InSteps<T | null> {
  yield;
  return look();
}

/** What is asked, in one spelling. */
function wishOf(question: GraphQuestion) {
  const { visible: _, now: __, scrapeSeconds: ___, ...rest } = question;
  return { ...rest, namespaces: distinct(question.namespaces), open: distinct(question.open ?? []) };
}

const isOf = (made: Pick<Made<unknown>, 'of' | 'with'>, wanted: Wanted): boolean =>
  made.of.deref() === wanted.of && (made.with === null ? wanted.with === null : made.with.deref() === wanted.with);

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

const sightOf = ({ all, namespaces }: Visibility): readonly string[] | 'all' => (all ? 'all' : [...namespaces].sort());

/** A rate needs two samples: a window in which only one fits is empty whatever flows. */
function shortWindow({ window }: Reading, { scrapeSeconds }: GraphQuestion): readonly Gap[] {
  if (scrapeSeconds === null || window >= 2 * scrapeSeconds) return [];
  return [
    {
      source: 'prometheus',
      lacks: 'traffic',
      detail: `Prometheus takes a sample every ${scrapeSeconds} s, so a window of ${window} s cannot show rates. Choose one of at least ${2 * scrapeSeconds} s.`,
    },
  ];
}

const isPast = ({ at }: Reading, { now }: GraphQuestion): boolean => now - at > pastSeconds;

function past(reading: Reading, question: GraphQuestion): readonly Gap[] {
  if (!isPast(reading, question)) return [];
  return [
    { source: 'kubernetes', lacks: 'workloads', detail: 'The cluster keeps no past: pods, badges and what is at rest are those of now.' },
  ];
}

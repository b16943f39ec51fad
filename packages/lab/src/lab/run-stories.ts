import type { KubeObject } from '@vigla/contract/objects';
import type { Conditions, LoadFactors } from '../flow/index.ts';
import type { ObjectStore } from '../kubernetes/index.ts';
import { findStory, isNamed, stories, whereOf, type Named, type Step, type Story, type Write } from '../stories/index.ts';
import type { Weather } from './follow-writes.ts';

/** A story as whoever directs the lab sees it. */
export interface StoryState {
  readonly id: string;
  readonly title: string;
  readonly scenario: string;
  /** `elsewhere`: it happens in another scenario. */
  readonly state: 'idle' | 'running' | 'elsewhere';
  readonly beganAt: string | null;
  readonly expected: Story['expected'];
}

/** Why a story was not started or stopped. */
export interface Refusal {
  readonly code: 'unknown_story' | 'other_scenario' | 'already_running' | 'not_running';
  readonly message: string;
}

/** `left`: what somebody has changed since the story wrote it; that stays as they want it. */
export type Directed = { readonly ok: true; readonly left: readonly string[] } | { readonly ok: false; readonly refusal: Refusal };

/** The stories of a running lab. */
export interface StoryRuns {
  list(): readonly StoryState[];
  start(id: string): Directed;
  /** Takes back what the story wrote, and its conditions. */
  stop(id: string): Directed;
  /** Counts a story as running that was told as past. `before`: the objects as they would be without it. */
  adopt(story: Story, beganMs: number, before: readonly KubeObject[]): void;
  close(): void;
}

/** Where stories act. `later` runs something after a time and returns how to prevent it. */
export interface Stage {
  readonly scenario: string;
  readonly store: ObjectStore;
  readonly now: () => number;
  readonly later: (ms: number, run: () => void) => () => void;
  readonly weather: (weather: Weather) => void;
}

interface Run {
  readonly story: Story;
  readonly beganMs: number;
  readonly undo: Undo[];
  readonly done: Step[];
  readonly cancel: (() => void)[];
}

interface Undo {
  readonly of: Named;
  readonly by: string;
  /** Null where there was nothing. */
  readonly before: KubeObject | null;
  /** Null where the story removed it. */
  readonly written: KubeObject | null;
}

/** Directs the stories of one lab. Several may run at once. */
export function createStoryRuns(stage: Stage): StoryRuns {
  const runs = new Map<string, Run>();
  const tellWeather = (): void => stage.weather(weatherOf([...runs.values()]));

  const take = (run: Run, step: Step): void => {
    run.done.push(step);
    for (const write of step.writes ?? []) run.undo.push(perform(stage.store, write));
    if (step.conditions ?? step.load) tellWeather();
  };

  return {
    list: () => stories.map((story) => stateOf(story, stage.scenario, runs.get(story.id))),
    start(id) {
      const refusal =
        refusalOf(id, stage.scenario) ?? (runs.has(id) ? refused('already_running', `The story ${id} is running already.`) : null);
      if (refusal) return { ok: false, refusal };
      const story = findStory(id);
      const run: Run = { story, beganMs: stage.now(), undo: [], done: [], cancel: [] };
      runs.set(id, run);
      for (const step of story.steps) {
        if (step.afterMs === 0) take(run, step);
        else run.cancel.push(stage.later(step.afterMs, () => take(run, step)));
      }
      return { ok: true, left: [] };
    },
    stop(id) {
      const run = runs.get(id);
      const refusal = refusalOf(id, stage.scenario) ?? (run ? null : refused('not_running', `The story ${id} is not running.`));
      if (refusal || !run) return { ok: false, refusal: refusal ?? refused('not_running', '') };
      for (const cancel of run.cancel) cancel();
      runs.delete(id);
      const left = run.undo.flatMap((undo) => (takeBack(stage.store, undo) ? [] : [`${undo.of.kind} ${undo.of.where}`]));
      if (run.done.some(({ conditions, load }) => conditions ?? load)) tellWeather();
      return { ok: true, left };
    },
    adopt(story, beganMs, before) {
      const undo = story.steps
        .flatMap(({ writes = [] }) => writes)
        .map((write): Undo => {
          const of = nameOf(write);
          const there = (objects: readonly KubeObject[]): KubeObject | null => objects.find(isNamed(of)) ?? null;
          return { of, by: authorOf(write), before: there(before), written: find(stage.store, of) };
        });
      runs.set(story.id, { story, beganMs, undo, done: [...story.steps], cancel: [] });
    },
    close() {
      for (const { cancel } of runs.values()) for (const one of cancel) one();
    },
  };
}

function stateOf({ id, title, scenario, expected }: Story, here: string, run: Run | undefined): StoryState {
  const state = run ? 'running' : scenario === here ? 'idle' : 'elsewhere';
  return { id, title, scenario, state, beganAt: run ? new Date(run.beganMs).toISOString() : null, expected };
}

const refused = (code: Refusal['code'], message: string): Refusal => ({ code, message });

function refusalOf(id: string, scenario: string): Refusal | null {
  const story = stories.find((one) => one.id === id);
  if (!story) return refused('unknown_story', `There is no story ${id}; there are ${stories.map((one) => one.id).join(', ')}.`);
  return story.scenario === scenario
    ? null
    : refused('other_scenario', `The story ${id} happens in the scenario ${story.scenario}; this lab runs ${scenario}.`);
}

/** What all running stories together do to workloads and load; of two that speak of the same one the later wins. */
function weatherOf(runs: readonly Run[]): Weather {
  const done = runs.flatMap((run) => run.done);
  return {
    conditions: new Map(done.flatMap(({ conditions }) => [...(conditions ?? [])])) satisfies Conditions,
    load: new Map(done.flatMap(({ load }) => [...(load ?? [])])) satisfies LoadFactors,
  };
}

const nameOf = (write: Write): Named =>
  write.kind === 'create' ? { kind: write.object.kind, where: whereOf(write.object.metadata) } : write.of;

const authorOf = (write: Write): string => (write.kind === 'remove' ? 'kubectl' : write.by);

const find = (store: ObjectStore, of: Named): KubeObject | null => store.list(of.kind).find(isNamed(of)) ?? null;

function perform(store: ObjectStore, write: Write): Undo {
  const of = nameOf(write);
  const before = find(store, of);
  const undo = { of, by: authorOf(write), before };
  if (write.kind === 'create') return { ...undo, written: store.put(write.object, write.by) };
  if (!before) return { ...undo, written: null };
  if (write.kind === 'edit') return { ...undo, written: store.put(write.change(before), write.by) };
  removeFrom(store, before);
  return { ...undo, written: null };
}

/** Puts an object back as it was. Total: false, and nothing happens, where somebody has changed it since. */
function takeBack(store: ObjectStore, { of, by, before, written }: Undo): boolean {
  const present = find(store, of);
  if (content(present) !== content(written)) return content(present) === content(before);
  if (before) store.put(before, by);
  else if (present) removeFrom(store, present);
  return true;
}

function removeFrom(store: ObjectStore, { apiVersion, kind, metadata }: KubeObject): void {
  const { name, namespace } = metadata;
  store.remove({ apiVersion, kind, name, ...(namespace !== undefined && { namespace }) });
}

/** What people write of an object: the rest is the cluster's. */
const content = (object: KubeObject | null): string =>
  object === null ? '' : JSON.stringify([object.spec, object['data'], object.metadata.labels]);

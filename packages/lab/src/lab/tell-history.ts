import type { KubeObject } from '@vigla/contract/objects';
import { createTimeline, type Timeline } from '../flow/index.ts';
import { findScenario } from '../scenarios/index.ts';
import { storyIn, tellPast, type Story, type Told } from '../stories/index.ts';

/** What a history is told of. Units: ms. */
export interface Plot {
  readonly scenario: string;
  readonly story: string | null;
  /** How long before now the story began. */
  readonly storyMs: number;
  readonly seed: number;
  readonly nowMs: number;
  readonly historyMs: number;
  readonly scrapeMs: number;
}

/** The past of a lab up to now. */
export interface History {
  readonly scenario: string;
  readonly timeline: Timeline;
  /** The cluster of now. */
  readonly objects: readonly KubeObject[];
  /** The story in it, and how the cluster would be without. */
  readonly told: { readonly story: Story; readonly beganMs: number; readonly without: readonly KubeObject[] } | null;
}

/** Tells the past of a scenario, with a story in it if one is asked for. Fails: an unknown scenario or story, or two that do not belong together. */
export function tellHistory({ scenario: id, story: storyId, storyMs, seed, nowMs, historyMs, scrapeMs }: Plot): History {
  const scenario = findScenario(id, seed);
  const story = storyId === null ? null : storyIn(storyId, scenario.id);
  const plain = scenario.moments({ nowMs: wholeSeconds(nowMs), seed });
  const beganMs = wholeSeconds(nowMs - storyMs);
  const moments: readonly Told[] = story ? tellPast(plain, story, { beginMs: beganMs, seed }) : plain;
  const timeline = createTimeline({ model: scenario.model, seed, startMs: wholeSeconds(nowMs - historyMs), scrapeMs });
  tell(timeline, moments);
  return {
    scenario: scenario.id,
    timeline,
    objects: moments.at(-1)?.objects ?? [],
    told: story && { story, beganMs, without: plain.at(-1)?.objects ?? [] },
  };
}

const wholeSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000;

/** Of the states that held before the history begins only the last one matters. */
function tell(timeline: Timeline, moments: readonly Told[]): void {
  const before = moments.findLastIndex(({ atMs }) => atMs <= timeline.startMs);
  for (const { atMs, objects, conditions, load } of moments.slice(Math.max(0, before)))
    timeline.configure(Math.max(atMs, timeline.startMs), objects, conditions, load);
}

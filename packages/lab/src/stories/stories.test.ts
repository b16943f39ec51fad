import type { KubeObject } from '@vigla/contract/objects';
import { describe, expect, it } from 'vitest';
import { createTimeline, type Timeline, type TrueEdge } from '../flow/index.ts';
import { findScenario } from '../scenarios/index.ts';
import { findStory, stories } from './list.ts';
import type { Story, Symptom } from './story.ts';
import { tellPast } from './tell-past.ts';
import { isNamed } from './writes.ts';

const noon = Date.UTC(2026, 2, 1, 12);
const minute = 60_000;
const beginMs = noon - 6 * minute;
const startMs = noon - 8 * minute;
const seed = 7;

/** A timeline in which a story began six minutes before noon, and the objects at noon. */
function told(story: Story): { readonly timeline: Timeline; readonly objects: readonly KubeObject[] } {
  const scenario = findScenario(story.scenario, seed);
  const past = tellPast(scenario.moments({ nowMs: noon, seed }), story, { beginMs, seed });
  const timeline = createTimeline({ model: scenario.model, seed, startMs, scrapeMs: 5000 });
  for (const { atMs, objects, conditions, load } of past.slice(past.findLastIndex((one) => one.atMs <= startMs)))
    timeline.configure(Math.max(atMs, startMs), objects, conditions, load);
  return { timeline, objects: past.at(-1)?.objects ?? [] };
}

const sameCall = (symptom: Symptom, { reporter, source, service }: TrueEdge): boolean =>
  reporter === symptom.reporter &&
  source.workload === (symptom.from ?? 'unknown') &&
  (service === symptom.service || service.startsWith(`${symptom.service}.`));

const ends = (symptom: Symptom, edge: TrueEdge): boolean =>
  sameCall(symptom, edge) &&
  edge.destination.workload === (symptom.to ?? 'unknown') &&
  edge.code === symptom.code &&
  edge.flags === symptom.flags &&
  (symptom.security === undefined || edge.security === symptom.security);

const rate = (edges: readonly TrueEdge[]): number => edges.reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0);

/** The part of a symptom's calls that end as it says. Units: 0..1. */
function shareOf(symptom: Symptom, edges: readonly TrueEdge[]): number {
  const calls = rate(edges.filter((edge) => sameCall(symptom, edge)));
  return calls === 0 ? 0 : rate(edges.filter((edge) => ends(symptom, edge))) / calls;
}

const inWords = ({ reporter, from, to, service, code, flags }: Symptom): string =>
  `${reporter}: ${from ?? 'unknown'} > ${to ?? 'unknown'} (${service}) ${code} ${flags}`;

describe.each(stories.map((story) => [story.id, story] as const))('the story %s', (_id, story) => {
  const { timeline, objects } = told(story);
  const before = timeline.truth(beginMs - 1000, minute);
  const after = timeline.truth(noon, minute);
  const visible = story.expected.symptoms.filter(({ code }) => code !== '200');

  it('shows nothing of it before it began', () => {
    expect(visible.filter((symptom) => shareOf(symptom, before) > 0).map(inWords)).toEqual([]);
  });

  it('shows every symptom once it has begun, in its measure', () => {
    const found = story.expected.symptoms.map((symptom) => {
      const share = shareOf(symptom, after);
      const [from, to] = symptom.share ?? [Number.MIN_VALUE, 1];
      return `${inWords(symptom)}${share >= from - 1e-9 && share <= to + 1e-9 ? '' : ` but for ${share}`}`;
    });
    expect(found).toEqual(story.expected.symptoms.map(inWords));
  });

  it('has its cause in the cluster, written when it began by whoever wrote it', () => {
    const cause = objects.find(isNamed(story.expected.cause));
    const last = cause?.metadata.managedFields?.at(-1)?.time;
    expect(cause).toBeDefined();
    const times = story.expected.cause.field === '' ? [] : [last];
    expect(times.every((time) => Date.parse(time ?? '') === beginMs)).toBe(true);
  });
});

it('refuses by the queue: 18.4 percent of the calls to payments v2, within a point', () => {
  const edges = told(findStory('connection-limit'))
    .timeline.truth(noon, 5 * minute)
    .filter(
      ({ reporter, source, service }) => reporter === 'source' && source.workload === 'checkout-v12' && service.startsWith('payments.'),
    );
  const refused = rate(edges.filter(({ flags }) => flags === 'UO'));
  const offered = rate(edges.filter(({ destination }) => destination.workload === 'payments-v2'));
  expect(offered).toBeGreaterThan(4.65);
  expect(offered).toBeLessThan(4.95);
  expect(Math.abs(refused / offered - 0.184)).toBeLessThan(0.01);
});

it('multiplies calls in a retry storm, several for each that was meant', () => {
  const edges = told(findStory('retry-storm')).timeline.truth(noon, minute);
  const seen = (reporter: string): number =>
    rate(edges.filter((edge) => edge.reporter === reporter && edge.service.startsWith('inventory.')));
  expect(seen('destination') / seen('source')).toBeGreaterThan(3);
});

it('restarts reviews v2 without a proxy, and leaves the others as they were', () => {
  const { timeline } = told(findStory('missing-sidecar'));
  const workloads = timeline.latest()?.mesh.registry.workloads;
  expect(workloads?.get('bookinfo/reviews-v2')?.pods.map(({ injected, ready }) => [injected, ready])).toEqual([[false, true]]);
  expect(workloads?.get('bookinfo/reviews-v1')?.proxy).toBe('sidecar');
});

it('happens in what came after its writes, too', () => {
  const shop = findScenario('shop', seed);
  const past = tellPast(shop.moments({ nowMs: noon, seed }), findStory('connection-limit'), { beginMs: noon - 30 * minute, seed });
  expect(past.map(({ atMs }) => atMs)).toEqual(past.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
  const limits = past
    .slice(-3)
    .map(({ objects }) => JSON.stringify(objects.find(isNamed({ kind: 'DestinationRule', where: 'payments/payments' }))?.spec));
  expect(limits.every((spec) => spec.includes('"maxConnections":1}'))).toBe(true);
});

it('says which stories there are when it has none of that name', () => {
  expect(() => findStory('atlantis')).toThrow(/^There is no story atlantis; there are connection-limit, bad-canary, /);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { graphQuestion } from '@vigla/contract/graph';
import { at, minutes } from '@vigla/contract/units';
import { readFlows } from '@vigla/domain/graph';
import { atOnce } from '@vigla/domain/steps';
import { noon } from '@vigla/testkit/bookinfo';
import { expect, it } from 'vitest';
import type { Reading } from '../snapshot/index.ts';
import { createProjections } from './projections.ts';

const reading = (instant: number): Reading => ({
  at: at(instant),
  window: minutes(5),
  flows: readFlows({}, minutes(5)),
  gaps: [],
  cost: { queries: 0, milliseconds: 0, series: 0 },
});
const cluster = { facts: null, gaps: [] };
const question = {
  ...graphQuestion.parse({}),
  namespaces: [],
  labels: [],
  focus: null,
  visible: { all: true, namespaces: new Set<string>() },
  now: noon,
  scrapeSeconds: 15,
};

/** Weak references hold until the job that made them is over. */
async function collect(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collectNow: unknown = runInNewContext('gc');
  for (let i = 0; i < 3; i++) {
    await sleep(1);
    if (typeof collectNow === 'function') collectNow();
  }
}

it('graphs and looks of a reading that is gone go with it, as soon as somebody asks for another', async () => {
  const projections = createProjections({ preset: 'vigla', rules: [] });
  const drawn = (of: Reading) => [
    new WeakRef(atOnce(projections.graph(of, cluster, question))),
    new WeakRef(atOnce(projections.look(of, cluster, { ...question, gather: 'namespace' })).look),
  ];
  const [stays, goes] = [reading(noon), reading(noon - 15)].map((of) => ({ of, drawn: drawn(of) }));
  const [kept, left] = [stays?.drawn ?? [], goes?.drawn ?? []];
  if (goes) Object.assign(goes, { of: null });
  await collect();
  drawn(reading(noon + 15));
  await collect();
  expect(kept.map((ref) => ref.deref() !== undefined)).toEqual([true, true]);
  expect(left.map((ref) => ref.deref() !== undefined)).toEqual([false, false]);
  expect(stays?.of.at).toBe(noon);
});

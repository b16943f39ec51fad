import { setImmediate as turn } from 'node:timers/promises';
import type { InSteps } from '@vigla/domain/steps';
import { expect, it } from 'vitest';
import { createInTurn } from './in-turn.ts';

const patient = new AbortController().signal;

/** A drawing of two steps that goes on when it is told to, and what has begun and ended so far. */
function build() {
  const told: string[] = [];
  const gates = new Map<string, boolean>();
  function* drawing(name: string): InSteps<string> {
    yield;
    told.push(`${name} begins`);
    while (gates.get(name) !== true) yield;
    told.push(`${name} ends`);
    return name;
  }
  return { told, drawing, let: (name: string) => gates.set(name, true), inTurn: createInTurn() };
}

it('one picture is drawn after the other', async () => {
  const { told, drawing, inTurn, let: finish } = build();
  const both = Promise.all([inTurn(drawing('a'), patient), inTurn(drawing('b'), patient)]);
  await turn();
  expect(told).toEqual(['a begins']);
  finish('a');
  finish('b');
  expect(await both).toEqual(['a', 'b']);
  expect(told).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

it('what is there already waits for no picture', async () => {
  const { told, drawing, inTurn, let: finish } = build();
  const long = inTurn(drawing('a'), patient);
  // oxlint-disable-next-line require-yield -- it is there with the first step
  const there = (function* (): InSteps<string> {
    return 'there';
  })();
  expect(await inTurn(there, patient)).toBe('there');
  expect(told).toEqual(['a begins']);
  finish('a');
  await long;
});

it('nobody waits behind somebody who has left, waiting or served', async () => {
  const { told, drawing, inTurn, let: finish } = build();
  const [served, waiting] = [new AbortController(), new AbortController()];
  const gone = Promise.allSettled([inTurn(drawing('a'), served.signal), inTurn(drawing('b'), waiting.signal)]);
  const last = inTurn(drawing('c'), patient);
  await turn();
  waiting.abort(new Error('left'));
  served.abort(new Error('left'));
  finish('c');
  expect(await last).toBe('c');
  expect((await gone).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(told).toEqual(['a begins', 'c begins', 'c ends']);
});

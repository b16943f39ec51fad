import { describe, expect, it } from 'vitest';
import { createInFlight } from './in-flight.ts';

const nobodyLeaves = new AbortController().signal;

describe('questions in flight', () => {
  it('are asked once for all who ask at the same time', async () => {
    const flights = createInFlight<number>();
    const answer = Promise.withResolvers<number>();
    let asked = 0;
    const ask = () => {
      asked++;
      return answer.promise;
    };
    const all = Array.from({ length: 50 }, () => flights.join('a', nobodyLeaves, ask));
    const other = flights.join('b', nobodyLeaves, ask);
    answer.resolve(42);
    expect(await Promise.all([...all, other])).toEqual(Array.from({ length: 51 }, () => 42));
    expect(asked).toBe(2);
  });

  it('are asked anew once they have landed, well or not', async () => {
    const flights = createInFlight<number>();
    await expect(flights.join('a', nobodyLeaves, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await flights.join('a', nobodyLeaves, async () => 1)).toBe(1);
    expect(await flights.join('a', nobodyLeaves, async () => 2)).toBe(2);
  });

  it('go on while one of those who wait is left, and are called off with the last', async () => {
    const flights = createInFlight<number>();
    const [first, second] = [new AbortController(), new AbortController()];
    let calledOff: AbortSignal | undefined;
    const never = (signal: AbortSignal) => {
      calledOff = signal;
      return new Promise<number>((_, reject) => signal.addEventListener('abort', () => reject(new Error('called off'))));
    };
    const one = flights.join('a', first.signal, never);
    const two = flights.join('a', second.signal, never);
    first.abort(new Error('gone'));
    await expect(one).rejects.toThrow('gone');
    expect(calledOff?.aborted).toBe(false);
    second.abort(new Error('gone too'));
    await expect(two).rejects.toThrow('gone too');
    expect(calledOff?.aborted).toBe(true);
    expect(await flights.join('a', nobodyLeaves, async () => 3)).toBe(3);
  });

  it('are not even asked for somebody who has gone already', async () => {
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(createInFlight<number>().join('a', gone, () => expect.unreachable())).rejects.toThrow('gone');
  });
});

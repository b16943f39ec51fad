import { at } from '@vigla/contract/units';
import { describe, expect, it } from 'vitest';
import { AppError } from '../http/index.ts';
import { createRemembered } from './remembered.ts';

const never = new AbortController().signal;

function memory(most = 10) {
  let seconds = 1000;
  let asked = 0;
  const remembered = createRemembered<string>({ now: () => at(seconds), freshSeconds: 30, outageSeconds: 600, most });
  return {
    pass: (by: number) => (seconds += by),
    asked: () => asked,
    get: (key: string, answer: () => string | Promise<string> = () => 'yes', signal = never) =>
      remembered.get(key, async () => ((asked += 1), answer()), signal),
  };
}

const down = () => {
  throw new AppError('source_unavailable', 'down');
};

describe('an answer of the cluster', () => {
  it('is asked for once by all who want it at the same time', async () => {
    const { get, asked } = memory();
    await Promise.all(Array.from({ length: 50 }, () => get('vera')));
    expect(asked()).toBe(1);
  });

  it('is asked for anew after 30 seconds, and for each key', async () => {
    const { get, asked, pass } = memory();
    await get('vera');
    pass(30);
    await get('vera');
    expect(asked()).toBe(1);
    await get('adam');
    pass(1);
    await get('vera');
    expect(asked()).toBe(3);
  });

  it('stands in while the cluster is silent, and not for ever', async () => {
    const { get, pass } = memory();
    await get('vera', () => 'seen');
    pass(600);
    expect(await get('vera', down)).toBe('seen');
    pass(6);
    await expect(get('vera', down)).rejects.toMatchObject({ code: 'source_unavailable' });
  });

  it('is not waited for with every click while the cluster is silent', async () => {
    const { get, pass, asked } = memory();
    await expect(get('vera', down)).rejects.toMatchObject({ code: 'source_unavailable' });
    await expect(get('vera', down)).rejects.toMatchObject({ code: 'source_unavailable' });
    expect(asked()).toBe(1);
    pass(5);
    expect(await get('vera', () => 'back')).toBe('back');
    expect(asked()).toBe(2);
  });

  it('can be asked for again after a question that failed at once', async () => {
    const remembered = createRemembered<string>({ now: () => at(1000), freshSeconds: 30, outageSeconds: 600, most: 10 });
    const fail = () => {
      throw new Error('a bug');
    };
    await expect(remembered.get('vera', fail, never)).rejects.toThrow('a bug');
    expect(await remembered.get('vera', async () => 'yes', never)).toBe('yes');
  });

  it('never stands in for a refusal', async () => {
    const { get, pass } = memory();
    await get('vera', () => 'seen');
    pass(31);
    const refuse = () => {
      throw new AppError('not_signed_in', 'the token was revoked');
    };
    await expect(get('vera', refuse)).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  it('is still given to the others when the first who asked goes away', async () => {
    const { get } = memory();
    const answer = Promise.withResolvers<string>();
    const leaving = new AbortController();
    const first = get('vera', () => answer.promise, leaving.signal);
    const second = get('vera');
    leaving.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    answer.resolve('shared');
    expect(await second).toBe('shared');
  });

  it('is forgotten, oldest first, when there are too many', async () => {
    const { get, asked } = memory(2);
    for (const key of ['a', 'b', 'c']) await get(key);
    await get('c');
    await get('b');
    expect(asked()).toBe(3);
    await get('a');
    expect(asked()).toBe(4);
  });
});

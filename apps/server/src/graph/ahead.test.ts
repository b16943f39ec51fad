import { graphQuestion } from '@vigla/contract/graph';
import { at, minutes, seconds } from '@vigla/contract/units';
import { noon } from '@vigla/testkit/bookinfo';
import { describe, expect, it } from 'vitest';
import { type Asked, createAhead } from './ahead.ts';

const everything = { all: true, namespaces: new Set<string>() };
const query = (wish: Partial<Asked['query']> = {}): Asked['query'] => ({
  ...graphQuestion.parse({}),
  windowSeconds: 300,
  atEpochSeconds: undefined,
  ...wish,
});
const reading = (instant = noon, window = minutes(5), series = 1000) => ({ at: instant, window, cost: { series } });

/** Pictures made ahead by a server that has nothing else to do once `rest` is called. Each takes `ms`. */
function build({ ms = 10, pauses = 0 } = {}) {
  const made: string[] = [];
  const jobs: (() => void)[] = [];
  const state = { now: noon, clock: 0 };
  const ahead = createAhead<ReturnType<typeof reading>>({
    now: () => at(state.now),
    clock: () => state.clock,
    whenIdle: (job) => jobs.push(job),
    *make(of, { query: { groupBy, services, windowSeconds, namespace }, visible }) {
      yield;
      for (let i = 0; i < pauses; i++) {
        state.clock += ms;
        yield;
      }
      state.clock += ms;
      const what = [groupBy, ...(services ? ['services'] : []), ...namespace, ...(visible.all ? [] : visible.namespaces)].join(' ');
      made.push(`${what} ${windowSeconds}@${of.at - noon}`);
    },
  });
  const ask = (wish: Partial<Asked['query']> = {}, visible: Asked['visible'] = everything): void =>
    ahead.asked({ query: query(wish), visible });
  const rest = (most = Number.POSITIVE_INFINITY): readonly string[] => {
    made.length = 0;
    for (let i = 0; i < most; i++) {
      const job = jobs.shift();
      if (!job) break;
      job();
    }
    return made;
  };
  const over: string[] = [];
  const read = (of: ReturnType<typeof reading>): void => void ahead.read(of).then(() => over.push(`${of.window}@${of.at - noon}`));
  return { ask, read, rest, state, over };
}

describe('of a new reading of the present', () => {
  it('a picture that takes long is made bit by bit, whoever asks is served in between', () => {
    const { ask, read, rest } = build({ pauses: 3 });
    ask();
    read(reading());
    expect(rest(3)).toEqual([]);
    expect(rest(1)).toEqual(['version 300@0']);
  });

  it('what was lately asked is there before it is asked for, the newest first, then the other types of the newest', () => {
    const { ask, read, rest } = build();
    ask({ namespace: ['shop'] });
    ask({ groupBy: 'app' });
    read(reading());
    expect(rest()).toEqual(['app 300@0', 'version shop 300@0', 'version 300@0', 'service 300@0', 'workload 300@0', 'app services 300@0']);
  });

  it('in a very large mesh the other types are left out', () => {
    const { ask, read, rest } = build();
    ask();
    read(reading(noon, minutes(5), 150_000));
    expect(rest()).toEqual(['version 300@0']);
  });

  it('each question is made of its own window, and once, whatever windows were asked for', () => {
    const { ask, read, rest } = build();
    ask({ windowSeconds: 3600 });
    ask({ windowSeconds: 60 });
    read(reading(noon, seconds(60)));
    expect(rest().filter((one) => one.startsWith('version 60'))).toEqual(['version 60@0']);
  });

  it('what is asked while its successor is on the way is made of the successor, too', () => {
    const { ask, read, rest } = build();
    ask({ groupBy: 'app' });
    read(reading());
    ask({ namespace: ['shop'], windowSeconds: 300 });
    expect(rest()).toContain('version shop 300@0');
  });

  it('other types do not use up the time of what is asked', () => {
    const { ask, read, rest } = build({ ms: 200 });
    read(reading());
    read(reading(noon, minutes(1)));
    const namespaces = ['a', 'b', 'c', 'd', 'e', 'f'];
    const made = namespaces.flatMap((namespace) => {
      ask({ namespace: [namespace], windowSeconds: 60 });
      return [...rest()];
    });
    expect(made.filter((one) => one.startsWith('version') && one.endsWith('300@0'))).toHaveLength(namespaces.length);
    expect(made.filter((one) => !one.startsWith('version'))).toHaveLength(4);
  });

  it('everybody gets what they may see', () => {
    const { ask, read, rest } = build();
    ask({}, { all: false, namespaces: new Set(['shop']) });
    read(reading());
    expect(rest()).toContain('version shop 300@0');
    expect(rest()).not.toContain('version 300@0');
  });

  it('nothing is made that nobody asked for in ten minutes, or that is of the past', () => {
    const { ask, read, rest, state } = build();
    ask();
    ask({ groupBy: 'app', atEpochSeconds: at(noon - 3600) });
    state.now = at(noon + 600);
    read(reading(at(noon + 600)));
    expect(rest()[0]).toBe('version 300@600');
    state.now = at(noon + 601);
    read(reading(at(noon + 601)));
    expect(rest()).toEqual([]);
  });

  it('a large mesh gets no more than its time, the newest questions first', () => {
    const { ask, read, rest } = build({ ms: 600 });
    ask({ groupBy: 'service' });
    ask({ groupBy: 'app' });
    ask();
    read(reading(noon, minutes(5), 150_000));
    expect(rest()).toEqual(['version 300@0', 'app 300@0']);
  });

  it('what is asked for the first time is made of the other windows, and its other types of all', () => {
    const { ask, read, rest } = build();
    read(reading());
    read(reading(noon, minutes(1)));
    rest();
    ask({ namespace: ['shop'], windowSeconds: 60 });
    const made = rest();
    expect(made.filter((one) => one.startsWith('version shop'))).toEqual(['version shop 300@0']);
    expect(made).toEqual(expect.arrayContaining(['app shop 300@0', 'app shop 60@0']));
    ask({ namespace: ['shop'], windowSeconds: 300 });
    expect(rest()).toEqual([]);
  });

  it('somebody is told when all is made, or left', async () => {
    const { ask, read, rest, over } = build();
    ask();
    read(reading());
    rest(1);
    await Promise.resolve();
    expect(over).toEqual([]);
    read(reading(at(noon + 15)));
    rest();
    await Promise.resolve();
    expect(over).toEqual(['300@0', '300@15']);
  });

  it('an older one is left for its successor', () => {
    const { ask, read, rest } = build();
    ask();
    read(reading());
    read(reading(noon, minutes(1)));
    expect(rest(2)).toEqual(['version 300@0', 'version 60@0']);
    read(reading(at(noon + 15)));
    const made = rest();
    expect(made.filter((one) => one.endsWith('300@0'))).toEqual([]);
    expect(made).toContain('workload 60@0');
    expect(made).toContain('version 300@15');
  });
});

import type { GraphEdge } from '@vigla/contract/graph';
import { describe, expect, it } from 'vitest';
import { percentText } from '../../format/index.ts';
import { call, node } from '@vigla/testkit/graphs';
import { speech } from '../test/speech.ts';
import { reporterText } from './reporter-text.ts';

const f = { percent: (value: number | null | undefined) => percentText(value ?? Number.NaN) };
const told = (edge: Partial<GraphEdge>, ends: Parameters<typeof reporterText>[1] = { from: node('shop/a'), to: node('shop/b') }) =>
  reporterText(call('shop/a', 'shop/b', edge), ends, speech.words, f).map((text) => text.replaceAll('\u2009', ' '));

describe('whose word the numbers of a call are', () => {
  it.each<[who: GraphEdge['reportedBy'], sentence: RegExp]>([
    ['both', /^Both sides report this call\. The called side's word stands; the caller's proxy adds only requests that never arrived\.$/],
    ['source', /^Only the caller's proxy .* has no proxy, received nothing, or/],
    ['destination', /^Only the called side/],
    ['waypoint', /^A waypoint .* its word stands for both sides/],
  ])('is said where it is of %s', (reportedBy, sentence) => {
    expect(told({ reportedBy })).toEqual([expect.stringMatching(sentence)]);
  });

  it('is the gateway’s where nobody outside reports', () => {
    const ends = {
      from: node('outside/unknown:entering', { kind: 'outside', namespace: null }),
      to: node('edge/door', { kind: 'gateway' }),
    };
    expect(told({ reportedBy: 'destination' }, ends)[0]).toMatch(/^The gateway reports this/);
  });

  it.each([
    [1.0004, 'Both sides counted the same.'],
    [1.32, 'The called side counted 132 % of what the caller counted.'],
    [0.8, 'The called side counted 80 % of what the caller counted.'],
  ])('says how far both agree: %d', (agreement, start) => {
    expect(told({ agreement })[1]).toContain(start);
  });
});

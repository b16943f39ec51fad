import { describe, expect, it } from 'vitest';
import { judgePods } from './judge-pods.ts';
import { worst } from './worst.ts';

describe('HLT-02: a whole', () => {
  it('HLT-02: is as ill as the worst of what was measured', () => {
    expect(worst(['healthy', 'failing', 'idle'])).toBe('failing');
    expect(worst(['not_ready', 'degraded'])).toBe('degraded');
    expect(worst(['healthy', 'not_ready'])).toBe('not_ready');
  });
  it('is neither healthier nor iller for what was not measured', () => {
    expect(worst(['unknown', 'healthy'])).toBe('healthy');
    expect(worst(['idle', 'unknown'])).toBe('idle');
    expect(worst(['unknown', 'unknown'])).toBe('unknown');
    expect(worst([])).toBe('unknown');
  });
});

it.each<[because: string, ready: number, desired: number, expected: string]>([
  ['all are ready', 3, 3, 'healthy'],
  ['a rollout has one too many', 4, 3, 'healthy'],
  ['one is missing', 2, 3, 'not_ready'],
  ['none is ready', 0, 3, 'failing'],
  ['none is wanted', 0, 0, 'idle'],
])('pods when %s', (_, ready, desired, expected) => {
  expect(judgePods({ ready, desired }).health).toBe(expected);
});

import { describe, expect, it } from 'vitest';
import { shareText } from '../../format/index.ts';
import { call, http } from '@vigla/testkit/graphs';
import { speech } from '../test/speech.ts';
import { lockOf, mtlsCell, mtlsText } from './mtls-text.ts';

const f = { share: (ratio: number | null | undefined) => (ratio === null || ratio === undefined ? 'not measured' : shareText(ratio)) };
const plain = (text: string): string => text.replaceAll('\u2009', ' ');

describe('how a call is protected', () => {
  it.each<[ratio: number | null, cell: string, lock: string]>([
    [1, '100 %', 'closed'],
    [0, 'plain text', 'open'],
    [0.97, '3.0 % plain text', 'open'],
    [0.9999, '< 0.1 % plain text', 'open'],
    [null, 'not measured', 'unknown'],
  ])('is written in the table for %s', (ratio, cell, lock) => {
    expect(plain(mtlsCell(ratio, speech.words, f))).toBe(cell);
    expect(lockOf(ratio)).toBe(lock);
  });

  it('is weighed by what flows, over the calls of which somebody told', () => {
    const of = (mtlsRatio: number | null, requestsPerSecond: number) =>
      call('a/a', 'b/b', { mtlsRatio, traffic: http({ requestsPerSecond }) });
    const text = (...edges: ReturnType<typeof of>[]) => plain(mtlsText(edges, speech.words, f));
    expect(text(of(1, 30), of(0, 10), of(null, 1000))).toBe('mTLS 75.0 %');
    expect(text(of(0, 30), of(0, 10))).toBe('plain text');
    expect(text(of(null, 30))).toBe('mTLS not measured');
    expect(text(of(1, 0), of(1, 0))).toBe('mTLS 100 %');
  });
});

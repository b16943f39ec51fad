import type { Ending, GraphEdge, NodeKind, ReportedBy } from '@vigla/contract/graph';
import { describe, expect, it } from 'vitest';
import { shareText } from '../../format/index.ts';
import { call, http } from '@vigla/testkit/graphs';
import { speech } from '../test/speech.ts';
import { errorCell, failureHeadline, failureSentences, type Voice } from './failure-text.ts';

const f = { share: (ratio: number | null | undefined) => (ratio === null || ratio === undefined ? 'not measured' : shareText(ratio)) };
const voice: Voice = { t: speech.words, f };
const plain = (text: string | null): string | null => text?.replaceAll('\u2009', ' ') ?? null;

const ending = (code: string, flags: string, reporter: ReportedBy, requestsPerSecond = 1): Ending => ({
  code,
  flags,
  reporter,
  host: null,
  requestsPerSecond,
});

interface Told {
  readonly endings: readonly Ending[];
  readonly reportedBy?: ReportedBy;
  readonly kind?: NodeKind;
  readonly protocol?: 'http' | 'grpc';
}

const sentences = ({ endings, reportedBy = 'both', kind = 'workload', protocol = 'http' }: Told): readonly (string | null)[] => {
  const edge: GraphEdge = call('shop/a', 'shop/b', { endings: [...endings], reportedBy, traffic: { ...http(), protocol } });
  return failureSentences([edge], { name: 'ratings v2', kind }, voice).map(plain);
};

describe('how many requests fail', () => {
  it.each([
    ['a share of many', { requests: 3000, failed: 39, errorRatio: 0.013 }, '1.3 % of requests fail.'],
    ['a share where nobody counted', { requests: null, failed: null, errorRatio: 0.013 }, '1.3 % of requests fail.'],
    ['counts of few', { requests: 3.2, failed: 1.9, errorRatio: 0.6 }, '2 of 3 requests failed.'],
    ['the only one', { requests: 1, failed: 1, errorRatio: 1 }, 'The only request failed.'],
    ['at least one where any failed', { requests: 9.4, failed: 0.2, errorRatio: 0.02 }, '1 of 9 requests failed.'],
    ['nothing where none failed', { requests: 3, failed: 0, errorRatio: 0 }, null],
  ])('is said as %s', (_, sum, sentence) => {
    expect(plain(failureHeadline(sum, voice))).toBe(sentence);
  });

  it('is said with the codes that count, where others failed too', () => {
    expect(plain(failureHeadline({ requests: 100, failed: 2, errorRatio: 0.02 }, voice, '503'))).toBe('2.0 % of requests fail with 503.');
    expect(plain(failureHeadline({ requests: 3, failed: 2, errorRatio: 0.66 }, voice, '503'))).toBe('2 of 3 requests failed with 503.');
  });

  it.each([
    ['many', { requests: 100, failed: 2, errorRatio: 0.02 }, '2.0 %'],
    ['few', { requests: 3, failed: 2, errorRatio: 0.66 }, '2 of 3 failed'],
    ['few that all succeeded', { requests: 3, failed: 0, errorRatio: 0 }, '0 %'],
    ['none measured', { requests: null, failed: null, errorRatio: null }, 'not measured'],
  ])('fits a cell when it is of %s', (_, traffic, cell) => {
    expect(plain(errorCell({ ...http(), ...traffic }, voice.t, f))).toBe(cell);
  });
});

describe('what the failed requests are', () => {
  it.each<[because: string, told: Told, sentence: string]>([
    ['both sides report the code', { endings: [ending('503', '-', 'both')] }, "All are 503 from ratings v2's own application."],
    [
      'only the called side saw it end so',
      { endings: [ending('500', '-', 'destination')] },
      "All are 500 from ratings v2's own application.",
    ],
    [
      'a connection limit refused them',
      { endings: [ending('503', 'UO', 'source')] },
      'All are 503: refused because a connection limit was reached (flag UO). They never reached ratings v2.',
    ],
    [
      'the application broke the connection',
      { endings: [ending('503', 'UC', 'destination')] },
      "All are 503: the called side closed the connection (flag UC). It happened between ratings v2's proxy and its own application.",
    ],
    [
      'the caller left',
      { endings: [ending('-', 'DC', 'destination')] },
      'All are without an answer: the caller went away before the answer (flag DC).',
    ],
    [
      'retries did not help',
      { endings: [ending('503', 'UF,URX', 'source')], reportedBy: 'source' },
      'All are 503: no connection could be made (flag UF), given up after the last retry (flag URX).',
    ],
    [
      'a newer Envoy sets a flag nobody here knows',
      { endings: [ending('503', 'ZZ', 'both')] },
      'All are 503: with the flag ZZ, which has no explanation here.',
    ],
    ['they got lost unseen', { endings: [ending('503', '-', 'source')] }, 'All are 503 that never reached ratings v2.'],
    [
      'only the caller reports',
      { endings: [ending('503', '-', 'source')], reportedBy: 'source' },
      "All are 503 as the caller's proxy received it; ratings v2 reports nothing itself.",
    ],
    [
      'it is outside',
      { endings: [ending('502', '-', 'source')], reportedBy: 'source', kind: 'external' },
      'All are 502 from ratings v2 itself.',
    ],
    [
      'it only passes on',
      { endings: [ending('503', '-', 'both')], reportedBy: 'destination', kind: 'gateway' },
      'All are 503 that ratings v2 passed on from behind it.',
    ],
    [
      'a policy may have refused',
      { endings: [ending('403', '-', 'both')] },
      'All are 403: refused by a policy of the mesh or by ratings v2 itself.',
    ],
    [
      'gRPC has its own codes',
      { endings: [ending('14', '-', 'both')], protocol: 'grpc' },
      "All are gRPC 14 UNAVAILABLE from ratings v2's own application.",
    ],
    ['nobody answered and nobody says why', { endings: [ending('-', '-', 'destination')] }, 'All are without an answer.'],
  ])('is said when %s', (_, told, sentence) => {
    const good = ending(told.protocol === 'grpc' ? '0' : '200', '-', 'both', 100);
    expect(sentences({ ...told, endings: [good, ...told.endings] })).toEqual([sentence]);
  });

  it('is said one by one, most frequent first, and no more than three', () => {
    const endings = [
      ending('503', '-', 'both', 5),
      ending('503', 'UO', 'source', 3),
      ending('504', 'UT', 'source', 1.5),
      ending('500', '-', 'both', 0.5),
    ];
    expect(sentences({ endings })).toEqual([
      "50.0 % of them are 503 from ratings v2's own application.",
      '30.0 % of them are 503: refused because a connection limit was reached (flag UO). They never reached ratings v2.',
      '15.0 % of them are 504: the answer took longer than the timeout (flag UT). They never reached ratings v2.',
      '5.0 % of them failed in other ways.',
    ]);
  });

  it('is nothing where none failed or nobody told how', () => {
    expect(sentences({ endings: [ending('200', '-', 'both')] })).toEqual([]);
    expect(sentences({ endings: [] })).toEqual([]);
  });

  it.each(['UF', 'UH', 'UO', 'NR', 'NC', 'UC', 'UT', 'URX', 'DC', 'FI', 'DI', 'RL', 'UAEX'])('explains the flag %s', (flag) => {
    const [sentence] = sentences({ endings: [ending('503', flag, 'both')] });
    expect(sentence).toContain(`(flag ${flag})`);
    expect(sentence).not.toContain('no explanation');
    expect(sentence).not.toContain('graph.flag');
  });
});

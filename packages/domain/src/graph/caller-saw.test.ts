import { call, together } from '@vigla/testkit/bookinfo';
import { describe, expect, it } from 'vitest';
import { draw, edge, seeing } from './test/draw.ts';

const pair = { from: 'productpage-v1', to: 'reviews-v1' };
const id = 'bookinfo/productpage-v1>bookinfo/reviews-v1:http';
const source = ['source'] as const;
const destination = ['destination'] as const;
const timedOut = together(
  call({ ...pair, rps: 98 }),
  call({ ...pair, rps: 2, code: 504, flags: 'UT', reporters: source }),
  call({ ...pair, rps: 2, code: 0, flags: 'DC', reporters: destination }),
);

describe('how the caller saw requests end', () => {
  it('is told where it timed out and the called side only saw it go', () => {
    const { endings, callerSaw } = edge(draw(timedOut), id);
    expect(endings).toMatchObject([
      { code: '200', flags: '-', reporter: 'both' },
      { code: '-', flags: 'DC', reporter: 'destination' },
    ]);
    expect(callerSaw).toEqual([
      { code: '200', flags: '-', reporter: 'source', host: null, requestsPerSecond: 98 },
      { code: '504', flags: 'UT', reporter: 'source', host: null, requestsPerSecond: 2 },
    ]);
  });

  it('is told where it gave up after several tries', () => {
    const retried = together(
      call({ ...pair, rps: 90 }),
      call({ ...pair, rps: 10, code: 503, flags: 'URX', reporters: source }),
      call({ ...pair, rps: 30, code: 503, reporters: destination }),
    );
    expect(edge(draw(retried), id).callerSaw.map(({ code, flags, requestsPerSecond }) => `${code} ${flags} ${requestsPerSecond}`)).toEqual([
      '200 - 90',
      '503 URX 10',
    ]);
  });

  it.each([
    ['both sides agree', [call({ ...pair, rps: 90 }), call({ ...pair, rps: 10, code: 503 })]],
    ['they differ by a scrape', [call({ ...pair, rps: 100.4, reporters: source }), call({ ...pair, rps: 100, reporters: destination })]],
    [
      'only the called side flags what it did',
      [
        call({ ...pair, rps: 10, code: 429, reporters: source }),
        call({ ...pair, rps: 10, code: 429, flags: 'RL', reporters: destination }),
      ],
    ],
    [
      'what differs never reached the other side',
      [call({ ...pair, rps: 95 }), call({ ...pair, rps: 5, code: 503, flags: 'UF', reporters: source })],
    ],
    ['only one side tells', [call({ ...pair, rps: 95, reporters: source })]],
  ])('is empty where %s', (_, parts) => {
    expect(edge(draw(together(...parts)), id).callerSaw).toEqual([]);
  });

  it('is of all callers of an edge, though only one of them timed out', () => {
    const calm = call({ from: 'productpage-v1', to: 'reviews-v2', rps: 50 });
    const { callerSaw } = edge(draw(together(timedOut, calm), { groupBy: 'app' }), 'bookinfo/app:productpage>bookinfo/app:reviews:http');
    expect(callerSaw.map(({ code, requestsPerSecond }) => [code, requestsPerSecond])).toEqual([
      ['200', 148],
      ['504', 2],
    ]);
  });

  it('is not told of a caller that the reader may not see', () => {
    const hidden = together(
      call({ from: 'secret/alpha-v1', to: 'reviews-v1', rps: 98 }),
      call({ from: 'secret/alpha-v1', to: 'reviews-v1', rps: 2, code: 504, flags: 'UT', reporters: source }),
      call({ from: 'secret/alpha-v1', to: 'reviews-v1', rps: 2, code: 0, flags: 'DC', reporters: destination }),
    );
    for (const services of [false, true]) {
      const graph = draw(hidden, { visible: seeing('bookinfo'), services });
      expect(graph.edges.flatMap(({ callerSaw }) => callerSaw)).toEqual([]);
      expect(graph.edges.flatMap(({ sourcePrincipals }) => sourcePrincipals)).toEqual([]);
    }
  });
});

describe('the hosts that were asked for', () => {
  const alias = 'reviews-alias.bookinfo.svc.cluster.local';
  const own = 'reviews.bookinfo.svc.cluster.local';

  it('GRF-60: stand with each ending where there are several', () => {
    const graph = draw(
      together(call({ ...pair, rps: 9 }), call({ ...pair, rps: 3, host: alias }), call({ ...pair, rps: 1, host: alias, code: 503 })),
    );
    expect(edge(graph, id).hosts).toEqual([alias, own]);
    expect(edge(graph, id).endings.map(({ code, host, requestsPerSecond }) => [code, host, requestsPerSecond])).toEqual([
      ['200', own, 9],
      ['200', alias, 3],
      ['503', alias, 1],
    ]);
  });
  it('GRF-60: are left out of endings where there is one, since it stands at the edge', () => {
    expect(edge(draw(call({ ...pair, rps: 9 })), id).endings).toMatchObject([{ host: null }]);
  });
});

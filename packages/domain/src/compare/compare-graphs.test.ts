import { Comparison } from '@vigla/contract/compare';
import type { GraphEdge, GraphNode, Traffic, TrafficGraph } from '@vigla/contract/graph';
import { at, minutes } from '@vigla/contract/units';
import { call, graphOf, http, node } from '@vigla/testkit/graphs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareGraphs } from './compare-graphs.ts';

const window = minutes(5);
const [then, now] = [at(1_000_000), at(1_001_920)];

interface Flow {
  readonly from: string;
  readonly to: string;
  readonly rps: number;
  readonly errorRatio?: number;
  readonly p95Ms?: number;
  readonly mtls?: number;
}

const traffic = ({ rps, errorRatio = 0, p95Ms = 100 }: Flow): Traffic =>
  http({ requestsPerSecond: rps, errorRatio, averageMs: p95Ms / 3, p50Ms: p95Ms / 4, p95Ms, p99Ms: p95Ms * 1.6 });

const nodeOf = (id: string): GraphNode => {
  const [app = id, version = null] = (id.split('/')[1] ?? '').split(/-(?=v\d)/);
  return node(id, { app, version });
};

const edge = (flow: Flow): GraphEdge => call(flow.from, flow.to, { traffic: traffic(flow), mtlsRatio: flow.mtls ?? 1 });

const graph = (flows: readonly Flow[], instant = now): TrafficGraph => {
  const ids = [...new Set(flows.flatMap(({ from, to }) => [from, to]))].sort();
  return graphOf(ids.map(nodeOf), flows.map(edge), { at: instant, newestSampleAt: instant, namespaces: [] });
};

const compare = (before: readonly Flow[], after: readonly Flow[]) => compareGraphs(graph(before, then), graph(after));

const path: readonly Flow[] = [
  { from: 'edge/door-v1', to: 'shop/web-v3', rps: 200 },
  { from: 'shop/web-v3', to: 'shop/checkout-v1', rps: 50 },
  { from: 'shop/checkout-v1', to: 'pay/payments-v2', rps: 10 },
  { from: 'pay/payments-v2', to: 'pay/ledger-v1', rps: 10 },
  { from: 'shop/web-v3', to: 'shop/search-v1', rps: 80 },
];
const changed = (from: string, change: Partial<Flow>, flows = path): readonly Flow[] =>
  flows.map((flow) => (flow.from === from || `${flow.from}>${flow.to}` === from ? { ...flow, ...change } : flow));

describe('what differs between two windows', () => {
  it('is nothing where both are the same', () => {
    const comparison = compare(path, path);
    expect(Comparison.parse(comparison)).toEqual(comparison);
    expect(comparison).toMatchObject({ findings: [], unlisted: 5 });
    expect(new Set([...comparison.nodes, ...comparison.edges].map(({ change }) => change))).toEqual(new Set(['unchanged']));
  });

  it('is told once where failures are passed on: at its root, the callers as what follows from it', () => {
    const after = [
      { from: 'edge/door-v1', to: 'shop/web-v3', rps: 200, errorRatio: 0.02 },
      { from: 'shop/web-v3', to: 'shop/checkout-v1', rps: 50, errorRatio: 0.08 },
      { from: 'shop/checkout-v1', to: 'pay/payments-v2', rps: 10, errorRatio: 0.4 },
      { from: 'pay/payments-v2', to: 'pay/ledger-v1', rps: 6 },
      { from: 'shop/web-v3', to: 'shop/search-v1', rps: 80 },
    ];
    const { findings, unlisted } = compare(path, after);
    expect(findings.map(({ id, change, aspect }) => [id, change, aspect])).toEqual([
      ['shop/checkout-v1>pay/payments-v2:http', 'worse', 'errors'],
    ]);
    const [root] = findings;
    expect(root?.affectedPerSecond).toBeCloseTo(4);
    expect(root?.evidence[0]).toMatchObject({ test: 'two_proportions', before: 3000, after: 3000 });
    expect(root?.consequences.map(({ edges, isPassedOn, up, down }) => [edges, isPassedOn, up, down])).toEqual([
      [['shop/web-v3>shop/checkout-v1:http'], true, 1, 0],
      [['edge/door-v1>shop/web-v3:http'], true, 1, 0],
      [['pay/payments-v2>pay/ledger-v1:http'], false, 0, 1],
    ]);
    expect(unlisted).toBe(1);
  });

  it('is two findings where two things fail that have nothing to do with each other', () => {
    const after = changed('shop/web-v3>shop/search-v1', { errorRatio: 0.05 }, changed('pay/payments-v2', { errorRatio: 0.5 }));
    const { findings } = compare(path, after);
    expect(findings.map(({ id, affectedPerSecond }) => [id, affectedPerSecond])).toEqual([
      ['pay/payments-v2>pay/ledger-v1:http', 5],
      ['shop/web-v3>shop/search-v1:http', 4],
    ]);
  });

  it('is one finding where a version took over, with what it did to the callers', () => {
    const before = [...path, { from: 'shop/search-v1', to: 'shop/index-v1', rps: 40 }];
    const after = before.map((flow) => ({
      ...flow,
      from: flow.from.replace('search-v1', 'search-v2'),
      to: flow.to.replace('search-v1', 'search-v2'),
      ...(flow.to === 'shop/search-v1' && { p95Ms: 60 }),
      ...(flow.to === 'shop/web-v3' && { p95Ms: 70 }),
    }));
    const { findings, nodes } = compare(before, after);
    expect(findings).toMatchObject([
      {
        change: 'better',
        aspect: 'time',
        rollout: { gone: ['shop/search-v1'], new: ['shop/search-v2'] },
        before: { p95Ms: 100, requestsPerSecond: 80 },
        after: { p95Ms: 60 },
        evidence: [{ test: 'quantile' }],
        consequences: [{ edges: ['edge/door-v1>shop/web-v3:http'], change: 'better' }],
      },
    ]);
    expect(findings[0]?.edges).toHaveLength(4);
    expect(nodes.filter(({ change }) => change === 'new' || change === 'gone').map(({ node: { id } }) => id)).toEqual([
      'shop/search-v1',
      'shop/search-v2',
    ]);
  });

  it.each<[what: string, after: readonly Flow[], expected: object]>([
    [
      'a new call in plain text',
      [...path, { from: 'x/batch-v1', to: 'pay/ledger-v1', rps: 0.8, mtls: 0 }],
      { change: 'new', plainText: 1 },
    ],
    ['a call that is gone', path.filter(({ to }) => to !== 'shop/search-v1'), { change: 'gone', aspect: 'presence', after: null }],
    ['a call that lost its encryption', changed('pay/payments-v2', { mtls: 0.4 }), { change: 'worse', aspect: 'encryption' }],
    ['a call that became slow', changed('pay/payments-v2', { p95Ms: 300 }), { change: 'worse', aspect: 'time' }],
    ['a call made twice as often', changed('pay/payments-v2', { rps: 20 }), { change: 'more', aspect: 'rate' }],
    ['errors that went away', changed('pay/payments-v2', {}), { change: 'better', aspect: 'errors' }],
  ])('names %s', (what, after, expected) => {
    const before = what.startsWith('errors') ? changed('pay/payments-v2', { errorRatio: 0.3 }) : path;
    expect(compare(before, after).findings).toMatchObject([expected]);
  });

  it('begins where load begins: what only passes more on follows from it', () => {
    const { findings } = compare(
      path,
      path.map((flow) => ({ ...flow, rps: flow.rps * 3 })),
    );
    expect(findings).toMatchObject([{ id: 'edge/door-v1>shop/web-v3:http', change: 'more', consequences: [{ change: 'more' }] }]);
    expect(findings[0]?.consequences[0]?.edges).toHaveLength(4);
  });

  it.each<[what: string, change: Partial<Flow>]>([
    ['a rate that is a tenth higher', { rps: 10.9 }],
    ['a p95 that is a tenth higher', { p95Ms: 110 }],
    ['two failures among thousands', { errorRatio: 2 / 3000 }],
  ])('is not %s', (_, change) => {
    expect(compare(path, changed('pay/payments-v2', change)).findings).toEqual([]);
  });

  it('is not known where one window was not measured: that is said, and nothing is called new', () => {
    const comparison = compareGraphs({ ...graph([], then), newestSampleAt: null }, graph(path));
    expect(comparison.findings).toEqual([]);
    expect(comparison.gaps).toMatchObject([{ source: 'prometheus', lacks: 'traffic', detail: expect.stringContaining('earlier window') }]);
  });
});

const anyFlows = fc
  .uniqueArray(
    fc.tuple(fc.nat(8), fc.nat(8), fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 5, max: 900 })),
    {
      selector: ([from, to]) => `${from}>${to}`,
      maxLength: 24,
    },
  )
  .map((rows) =>
    rows.map(
      ([from, to, rate, errors, p95Ms]): Flow => ({
        from: `a/n${from}-v1`,
        to: `b/n${to}-v1`,
        rps: rate / 10,
        errorRatio: errors / 100,
        p95Ms,
      }),
    ),
  );

describe('any two windows', () => {
  it('have no difference if they are one', () => {
    fc.assert(
      fc.property(anyFlows, (flows) => {
        expect(compare(flows, flows).findings).toEqual([]);
      }),
    );
  });

  it('differ in the same whatever the order of their elements', () => {
    const reversed = (one: TrafficGraph): TrafficGraph => ({ ...one, nodes: one.nodes.toReversed(), edges: one.edges.toReversed() });
    fc.assert(
      fc.property(anyFlows, anyFlows, (before, after) => {
        const [a, b] = [graph(before, then), graph(after)];
        expect(compareGraphs(reversed(a), reversed(b))).toEqual(compareGraphs(a, b));
      }),
    );
  });

  it('have every difference in one place: each changed edge belongs to one finding or follows from one', () => {
    fc.assert(
      fc.property(anyFlows, anyFlows, (before, after) => {
        const { findings, edges } = compare(before, after);
        const told = findings.flatMap((finding) => [...finding.edges, ...finding.consequences.flatMap((one) => one.edges)]);
        expect(told.toSorted()).toEqual(edges.filter(({ change }) => change !== 'unchanged').map((one) => one.edge.id));
      }),
    );
  });
});

/** Numbers that look drawn at random, the same each time. Source: mulberry32. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = Math.trunc(state + 0x6d2b79f5);
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const normal = (roll: () => number): number => Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll());

/** A count of Poisson's law: exactly for small means, by its normal limit for large ones. */
function poisson(mean: number, roll: () => number): number {
  if (mean > 500) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(roll)));
  let [count, product] = [0, roll()];
  while (product > Math.exp(-mean)) {
    count += 1;
    product *= roll();
  }
  return count;
}

describe('noise at the same rates', () => {
  it('is called a difference in no more of 300 comparisons than the stated level allows', () => {
    const roll = dice(7);
    const rates = Array.from({ length: 40 }, (_, i) => ({ rps: 0.05 * 1.25 ** i, errorRatio: i % 3 === 0 ? 0.02 : 0 }));
    const drawn = (): readonly Flow[] =>
      rates.map(({ rps, errorRatio }, i) => {
        const requests = poisson(Math.min(rps, 300) * window, roll);
        const failed = Math.min(requests, poisson(requests * errorRatio, roll));
        return { from: `a/c${i}-v1`, to: `b/s${i}-v1`, rps: requests / window, errorRatio: requests > 0 ? failed / requests : 0 };
      });
    const wrong = Array.from({ length: 300 }, () => compare(drawn(), drawn()).findings.length).filter((count) => count > 0).length;
    // One in a hundred is expected at most; more than nine of 300 would come of that in 1 of 1,000 trials.
    expect(wrong).toBeLessThanOrEqual(9);
  });
});

import type { Comparison } from '@vigla/contract/compare';
import { at } from '@vigla/contract/units';
import { type Answers, bookinfoObjects, call, deployed, namespaceObject, noon, together } from '@vigla/testkit/bookinfo';
import { minutes } from '@vigla/contract/units';
import { describe, expect, it } from 'vitest';
import { type GraphQuestion, projectPair, readFlows } from '../graph/index.ts';
import { readFacts } from '../inventory/index.ts';
import { compareGraphs } from './compare-graphs.ts';
import { pairsToSee, withSightings } from './with-sightings.ts';

const window = minutes(5);
const then = at(noon - 1800);
const facts = readFacts([...bookinfoObjects, namespaceObject('shop'), ...deployed({ namespace: 'shop', app: 'cart' })]);
const everything = { all: true, namespaces: new Set<string>() };

function compared(before: Answers, after: Answers, changes: Partial<GraphQuestion> = {}): Comparison {
  const question = { groupBy: 'version' as const, namespaces: [], visible: everything, idle: false, gather: 'namespace', ...changes };
  const timed = { before: { mesh: readFlows(before, window), at: then }, after: { mesh: readFlows(after, window), at: noon } };
  const graphs = projectPair(timed, facts, question);
  return compareGraphs(graphs.before, graphs.after);
}
const changesOf = ({ nodes, edges }: Comparison) =>
  Object.fromEntries([
    ...nodes.map(({ node, change }) => [node.id, change] as const),
    ...edges.map(({ edge, change }) => [edge.id, change] as const),
  ]);

const reviews = call({ from: 'productpage-v1', to: 'reviews-v1', rps: 12, ms: 20 });
const cart = (rps: number, code = 200) => call({ from: 'productpage-v1', to: 'shop/cart', rps, code, ms: 20 });
const between = 'group:namespace/bookinfo>group:namespace/shop:http';

describe('two windows of a gathered graph', () => {
  it('tell groups and calls of groups that are new', () => {
    const comparison = compared(reviews, together(reviews, cart(4)));
    expect(changesOf(comparison)).toMatchObject({
      'group:namespace/shop': 'new',
      'group:namespace/bookinfo': 'unchanged',
      [between]: 'new',
    });
    expect(comparison.findings).toMatchObject([{ id: between, change: 'new', after: { requestsPerSecond: 4 } }]);
  });

  it('tell groups and calls of groups that are gone', () => {
    expect(changesOf(compared(together(reviews, cart(4)), reviews))).toMatchObject({ 'group:namespace/shop': 'gone', [between]: 'gone' });
  });

  it('count requests of all calls together, and do not average their ratios', () => {
    const details = (code: number) => call({ from: 'shop/cart', to: 'details-v1', rps: 1, code });
    const busy = call({ from: 'shop/cart', to: 'reviews-v1', rps: 99 });
    const back = 'group:namespace/shop>group:namespace/bookinfo:http';
    const { edges, findings } = compared(together(busy, details(200)), together(busy, details(500)));
    expect(edges.find(({ edge }) => edge.id === back)).toMatchObject({
      change: 'worse',
      before: { requestsPerSecond: 100, errorRatio: 0 },
      after: { requestsPerSecond: 100, errorRatio: 0.01 },
    });
    expect(findings).toMatchObject([{ id: back, aspect: 'errors' }]);
  });

  it('take an application for the same group, whether it has one workload or two', () => {
    const second = call({ from: 'productpage-v1', to: 'reviews-v2', rps: 12 });
    const comparison = compared(reviews, second, { gather: 'app' });
    expect(changesOf(comparison)).toEqual({
      'bookinfo/productpage-v1': 'unchanged',
      'bookinfo/productpage-v1>group:app/bookinfo/reviews:http': 'unchanged',
      'group:app/bookinfo/reviews': 'unchanged',
    });
    expect(comparison.gathered).toMatchObject({ by: 'app' });
  });

  it('tell what is within a group once it is open', () => {
    const open = ['group:namespace/shop'];
    expect(changesOf(compared(reviews, together(reviews, cart(4)), { open }))).toMatchObject({
      'shop/cart': 'new',
      'group:namespace/bookinfo>shop/cart:http': 'new',
    });
  });

  it('name nothing of what the reader may not see', () => {
    const visible = { all: false, namespaces: new Set(['bookinfo']) };
    const comparison = compared(reviews, together(reviews, cart(4)), { visible });
    expect(changesOf(comparison)).toMatchObject({ 'group:namespace/bookinfo>restricted/out:http': 'new' });
    expect(JSON.stringify(comparison)).not.toMatch(/shop|cart/);
  });

  it('tell when a call of groups began, by all workloads of its namespaces', () => {
    const comparison = compared(reviews, together(reviews, cart(4)));
    const pairs = pairsToSee(comparison);
    expect(pairs).toEqual({
      callers: { workloads: [], namespaces: ['bookinfo'] },
      called: { workloads: [], namespaces: ['shop'] },
    });
    const labels = {
      reporter: 'source',
      source_workload_namespace: 'bookinfo',
      source_workload: 'productpage-v1',
      destination_workload_namespace: 'shop',
      destination_workload: 'cart',
    };
    const counted = { from: then, stepSeconds: 60, made: [{ labels, values: [null, null, 240, 480] }], failed: [] };
    expect(withSightings(comparison, counted, []).findings).toMatchObject([{ seenAt: then + 120 }]);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { budgets } from './budgets.ts';
import { builtFace, type FaceSize, initialSize, pluginEntrySize, wholeSize } from './face-sizes.ts';
import { type GraphCost, graphCost } from './graph-cost.ts';

describe('a graph', () => {
  const costs = new Map<number, GraphCost>();
  beforeAll(async () => {
    for (const namespaces of [1, 10, 100]) costs.set(namespaces, await graphCost({ namespaces }));
  }, 180_000);
  const cost = (namespaces: number): GraphCost => {
    const known = costs.get(namespaces);
    if (!known) throw new Error(`A graph of ${namespaces} namespaces was not asked for.`);
    return known;
  };

  it('has so many calls that its bytes say something', () => {
    expect(cost(10).edges).toBeGreaterThan(100);
    expect(cost(100).edges).toBeGreaterThan(1000);
  });

  it.each([1, 10, 100])('of %i namespaces costs six questions, and none when somebody else has asked', (namespaces) => {
    expect(cost(namespaces).coldQueries).toBeGreaterThan(0);
    expect(cost(namespaces).coldQueries).toBeLessThanOrEqual(budgets.coldQueries.most);
    expect(cost(namespaces).warmQueries).toBeLessThanOrEqual(budgets.warmQueries.most);
  });

  it('of many namespaces costs as many questions as one of a single namespace', () => {
    expect(cost(100).coldQueries / cost(1).coldQueries).toBeLessThanOrEqual(budgets.queriesGrowth.most);
  });

  it.each([10, 100])('of %i namespaces is sent in few bytes per call', (namespaces) => {
    const { rawBytes, compressedBytes, edges } = cost(namespaces);
    expect(rawBytes / edges).toBeLessThanOrEqual(budgets.rawBytesPerEdge.most);
    expect(compressedBytes / edges).toBeLessThanOrEqual(budgets.compressedBytesPerEdge.most);
  });

  it('costs as much per call in a large mesh as in a middling one', () => {
    const each = (namespaces: number): number => cost(namespaces).compressedBytes / cost(namespaces).edges;
    expect(each(100) / each(10)).toBeLessThanOrEqual(budgets.bytesGrowth.most);
  });

  it('that has not changed costs no body at all', () => {
    expect(cost(100).unchangedBytes).toBeLessThanOrEqual(budgets.unchangedBytes.most);
  });
});

describe('the built faces', () => {
  /** Skips a test whose face nobody has built yet; `npm test` builds all of them first. */
  const built = (name: Parameters<typeof builtFace>[0], skip: (why: string) => never): string =>
    builtFace(name) ?? skip(`The ${name} is not built; "pnpm build" builds it.`);

  it.for([
    ['dashboard', budgets.dashboardScript.most, budgets.dashboardStyle.most],
    ['wall', budgets.wallScript.most, budgets.wallStyle.most],
  ] as const)('%s loads little before its first page', ([name, script, style], { skip }) => {
    const size: FaceSize = initialSize(built(name, skip));
    expect(size.script).toBeGreaterThan(10_000);
    expect(size.script).toBeLessThanOrEqual(script);
    expect(size.style).toBeLessThanOrEqual(style);
  });

  it('burden the OpenShift console with little until somebody comes', ({ skip }) => {
    const dist = built('console-plugin', skip);
    expect(pluginEntrySize(dist).script).toBeLessThanOrEqual(budgets.pluginEntry.most);
    const { script, style } = wholeSize(dist);
    expect(script).toBeGreaterThan(pluginEntrySize(dist).script);
    expect(script + style).toBeLessThanOrEqual(budgets.pluginWhole.most);
  });
});

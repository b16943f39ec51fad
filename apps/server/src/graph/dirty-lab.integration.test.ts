import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getGraph, type TrafficGraph } from '@vigla/contract/graph';
import { startLab } from '@vigla/lab/lab';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../config/index.ts';
import { openServer } from '../open.ts';

type Dirty = NonNullable<Parameters<typeof startLab>[0]['dirty']>;

const nowMs = Math.floor(Date.now() / 60_000) * 60_000;
const windowSeconds = 900;

/** The same mesh at the same moment, once as it is and once with metrics as bad as those of most real meshes. */
describe('the correctness of the graph on metrics that are not clean', () => {
  const undo = new AsyncDisposableStack();
  let clean: TrafficGraph;
  let dirty: TrafficGraph;

  beforeAll(async () => {
    clean = await graphOf(undefined);
    dirty = await graphOf({ seed: 5, kinds: ['missing_labels', 'counter_resets', 'gaps', 'late_scrapes', 'duplicate_reporters'] });
  }, 60_000);
  afterAll(() => undo.disposeAsync());

  async function graphOf(dirt: Dirty | undefined): Promise<TrafficGraph> {
    const folder = await mkdtemp(join(tmpdir(), 'vigla-dirty-'));
    undo.defer(() => rm(folder, { recursive: true, force: true }));
    const lab = await startLab({ folder, seed: 5, now: () => nowMs, historySeconds: 7200, ...(dirt && { dirty: dirt }) });
    undo.defer(() => lab.close());
    const args = ['serve', '--port', '0', '--kubeconfig', lab.kubeconfigPath, '--prometheus', lab.urls.prometheus];
    const wish = readSettings({ args, env: {}, readFile: () => '' });
    if (!wish.ok || wish.value.kind !== 'run') throw new Error(JSON.stringify(wish));
    const server = await openServer({ ...wish.value.settings, 'log.level': 'silent' });
    undo.defer(() => server.close());
    const answer = await fetch(`${server.url}api/v1/graph?windowSeconds=${windowSeconds}&atEpochSeconds=${nowMs / 1000 - 60}`);
    return getGraph.response.parse(await answer.json());
  }

  const flowing = ({ edges }: TrafficGraph) =>
    new Map(edges.flatMap(({ id, traffic }) => (traffic.requestsPerSecond ? [[id, traffic.requestsPerSecond] as const] : [])));

  it('has the same calls: none is lost, none appears twice under another name', () => {
    expect([...flowing(dirty).keys()].toSorted()).toEqual([...flowing(clean).keys()].toSorted());
    expect(flowing(clean).size).toBeGreaterThan(10);
  });

  it('counts each request once: rates differ by no more than what failed scrapes hide, those of proxies that two jobs scrape too', () => {
    const rates = flowing(clean);
    const wrong = [...flowing(dirty)].filter(([id, rate]) => Math.abs(rate / (rates.get(id) ?? NaN) - 1) > 0.15);
    expect(wrong).toEqual([]);
  });

  it('has for what goes into a node the sum of its edges', () => {
    const sum = (all: readonly { readonly requestsPerSecond: number | null }[]): number =>
      all.reduce((total, { requestsPerSecond }) => total + (requestsPerSecond ?? 0), 0);
    // Numbers cross the wire with a few digits.
    const alike = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-4 * Math.max(a, b);
    const wrong = dirty.nodes.filter(
      ({ id, inbound }) => !alike(sum(inbound), sum(dirty.edges.filter(({ to }) => to === id).map(({ traffic }) => traffic))),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, minutes } from '@vigla/contract/units';
import { projectGraph } from '@vigla/domain/graph';
import { readFacts } from '@vigla/domain/inventory';
import { createPrometheusHandler, type DirtKind, dirtKinds, dirtySource, exportSeries } from '@vigla/lab/prometheus';
import { recordedSource, type SeriesSource } from '@vigla/lab/series';
import { differences, meshCases, recordings } from '@vigla/testkit/correctness';
import { backfill, findPrometheus, realPrometheus } from '@vigla/testkit/prometheus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countingOnce, createCopies, createReadings } from '../snapshot/index.ts';
import { prometheus } from '../sources/index.ts';

/** Long enough that a proxy which misses scrapes for two minutes still tells its rates. */
const window = minutes(15);
const hourMs = 3_600_000;
/** Each mesh has an hour of its own; the last one ends here. */
const endMs = Date.UTC(2026, 0, 10, 12);
const meshes = meshCases.map((mesh, i) => ({ ...mesh, toMs: endMs - i * hourMs, fromMs: endMs - i * hourMs - 40 * 60_000 }));
const recorded = recordedSource(recordings(meshes));
const dirt = { seed: 7, kinds: dirtKinds };

interface Ground {
  readonly name: string;
  /** By how much of itself a number may differ. */
  readonly within: number;
  /** Where Prometheus is to be asked. */
  readonly open: (undo: AsyncDisposableStack) => Promise<string>;
}

const grounds: readonly Ground[] = [
  { name: 'the lab’s Prometheus', within: 1e-6, open: (undo) => served(recorded, undo) },
  {
    name: 'the lab’s Prometheus, of metrics that are not clean',
    within: 0.15,
    open: (undo) => served(dirtySource(recorded, dirt, 15_000), undo),
  },
  ...(findPrometheus() === null ? [] : [{ name: 'a real Prometheus', within: 1e-6, open: stored }]),
];

/** Serves a source as Prometheus does. */
async function served(source: SeriesSource, undo: AsyncDisposableStack): Promise<string> {
  const nothing = { targets: () => [], scrape: () => undefined };
  const server = createServer(createPrometheusHandler({ source, scraped: nothing, now: () => endMs, scrapeSeconds: 15 }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.defer(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return `http://127.0.0.1:${address.port}`;
}

/** The same series in the storage of a real one. */
async function stored(undo: AsyncDisposableStack): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vigla-correctness-'));
  undo.defer(() => rm(folder, { recursive: true, force: true }));
  const span = { fromMs: Math.min(...meshes.map(({ fromMs }) => fromMs)), toMs: endMs };
  await backfill([...exportSeries(recorded, span)].join(''), folder);
  const real = await realPrometheus({ config: 'global: {}\n', folder });
  undo.defer(() => real.close());
  return real.url;
}

/** Readings as the server makes them, of an instant of the past. */
async function openReadings(ground: Ground, undo: AsyncDisposableStack) {
  const now = () => at(endMs / 1000);
  const source = prometheus({ url: await ground.open(undo), timeoutMs: 20_000, now, probeMs: 0 });
  undo.defer(() => source.close());
  const copies = createCopies(now);
  const cadence = { alignSeconds: () => 1, scrapeIntervalSeconds: () => 15 };
  return createReadings({ prometheus: countingOnce(source, copies), cadence, copies, recordings: { covering: () => null }, now });
}

describe.each(grounds)('the correctness of the graph by $name', (ground) => {
  const undo = new AsyncDisposableStack();
  const { signal } = new AbortController();
  let readings: Awaited<ReturnType<typeof openReadings>>;

  beforeAll(async () => {
    readings = await openReadings(ground, undo);
  });
  afterAll(() => undo.disposeAsync());

  it.each(meshes)('$name', async ({ toMs, objects, facts }) => {
    const reading = await readings.read(window, at(toMs / 1000), signal);
    const known = objects && readFacts(objects);
    const everything = {
      at: reading.at,
      visible: { all: true, namespaces: new Set<string>() },
      groupBy: 'version' as const,
      namespaces: [],
      idle: false,
    };
    const wrong = facts.flatMap(({ says, wish, reads, is }) =>
      differences(reads(projectGraph(reading.flows, known, { ...everything, ...wish })), is, ground.within, says),
    );
    expect(wrong).toEqual([]);
    expect(reading.gaps).toEqual([]);
  });
});

describe('metrics that are not clean', () => {
  const span = { fromMs: Math.min(...meshes.map(({ fromMs }) => fromMs)), toMs: endMs };
  const requests = { name: '__name__', operator: '=', value: 'istio_requests_total' } as const;
  const written = (source: SeriesSource): string =>
    [...exportSeries({ select: (_, fromMs, toMs) => source.select([requests], fromMs, toMs) }, span)].join('');
  it.each(dirtKinds)('are soiled by %s in these meshes', (kind: DirtKind) => {
    expect(written(dirtySource(recorded, { ...dirt, kinds: [kind] }, 15_000))).not.toBe(written(recorded));
  });
});

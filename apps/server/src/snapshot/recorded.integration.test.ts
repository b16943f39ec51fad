import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { getStatus } from '@vigla/contract/mesh';
import { at, type EpochSeconds, seconds } from '@vigla/contract/units';
import { graphQueries, readRecorded, recordedQuery, recordingRules } from '@vigla/domain/promql';
import type { Sample } from '@vigla/domain/samples';
import { startLab } from '@vigla/lab/lab';
import { findPrometheus, realPrometheus } from '@vigla/testkit/prometheus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readSettings } from '../config/index.ts';
import { type Opened, openServer } from '../open.ts';
import { prometheus } from '../sources/index.ts';

/** The lab's clock runs faster than ours, so that a window of seconds holds enough requests for counters, which are whole numbers. */
const haste = 60;
const window = seconds(30);
const [intervalSeconds, rangeSeconds] = [1, 4];
/** Of a rate, or of the unit per second: the rules see the last seconds of the window a range later than raw series do. */
const tolerance = 0.1;
const now = () => at(Math.floor(Date.now() / 1000));

describe.skipIf(findPrometheus() === null)('a real Prometheus with the recording rules', () => {
  const undo = new AsyncDisposableStack();
  const { signal } = new AbortController();
  let source: ReturnType<typeof prometheus>;
  let server: Opened;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vigla-rules-'));
    undo.defer(() => rm(folder, { recursive: true, force: true }));
    const startMs = Date.now();
    const lab = await startLab({ folder, seed: 5, now: () => startMs + (Date.now() - startMs) * haste });
    undo.defer(() => lab.close());
    const rules = join(folder, 'vigla.rules.yaml');
    const group = { name: 'vigla', interval: `${intervalSeconds}s`, rules: recordingRules({ intervalSeconds, rangeSeconds }) };
    await writeFile(rules, stringify({ groups: [group] }));
    const real = await realPrometheus({
      config: stringify({
        global: { scrape_interval: '1s', scrape_timeout: '1s' },
        rule_files: [rules],
        scrape_configs: [{ job_name: 'mesh', http_sd_configs: [{ url: `${lab.urls.prometheus}/sd` }] }],
      }),
    });
    undo.defer(() => real.close());
    source = prometheus({ url: real.url, timeoutMs: 20_000, now, probeMs: 0 });
    undo.defer(() => source.close());
    await marked(() => source.instant(recordedQuery, now(), signal));
    const args = ['serve', '--port', '0', '--kubeconfig', lab.kubeconfigPath, '--prometheus', real.url];
    const wish = readSettings({ args, env: {}, readFile: () => '' });
    if (!wish.ok || wish.value.kind !== 'run') throw new Error(JSON.stringify(wish));
    server = await openServer({ ...wish.value.settings, 'log.level': 'silent' });
    undo.defer(() => server.close());
  });
  afterAll(() => undo.disposeAsync());

  const status = async () => getStatus.response.parse(await (await fetch(`${server.url}api/v1/status`)).json());

  it('has rules that the server finds and tells of', async () => {
    await expect.poll(async () => (await status()).recordingRules).toMatchObject({ intervalSeconds: 1, shortestWindowSeconds: 20 });
  });

  it('answers each question of a reading alike by rules and by raw series', async () => {
    const rules = readRecorded(await source.instant(recordedQuery, now(), signal));
    await pass(1000 * Math.max(0, (rules?.since ?? 0) + window + 2 * rangeSeconds - now()));
    const instant = now();
    const answers = async (recorded: typeof rules) =>
      Promise.all(graphQueries(window, instant, [], recorded).map(async ({ name, query }) => [name, await ask(query, instant)] as const));
    const ask = (query: string, moment: EpochSeconds) => source.instant(query, moment, signal);
    const raw = new Map(await answers(null));
    const recorded = new Map(await answers(rules));
    const differing = [...raw].flatMap(([name, samples]) =>
      differences(samples, recorded.get(name) ?? []).map((text) => `${name} ${text}`),
    );
    expect(differing).toEqual([]);
    expect(raw.get('requests')?.length).toBeGreaterThan(20);
    expect(raw.get('durationBuckets')?.length).toBeGreaterThan(100);
    expect(raw.get('tcp')?.length).toBeGreaterThan(1);
    expect(raw.get('amounts')?.length).toBeGreaterThan(20);
  });
});

const keyOf = ({ labels, le = '' }: Sample): string => JSON.stringify([le, ...Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);

/** Series of one answer that the other lacks, or that differ by more than the tolerance. */
function differences(raw: readonly Sample[], recorded: readonly Sample[]): readonly string[] {
  const values = new Map(recorded.map((sample) => [keyOf(sample), sample.value]));
  const keys = new Set(raw.map(keyOf));
  const more = [...values.keys()].filter((key) => !keys.has(key)).map((key) => `only by rules: ${key}`);
  const wrong = raw.flatMap((sample) => {
    const value = values.get(keyOf(sample)) ?? NaN;
    return Math.abs(value - sample.value) <= tolerance * Math.max(1, sample.value)
      ? []
      : [`${keyOf(sample)}: ${sample.value}, by rules ${value}`];
  });
  return [...more, ...wrong];
}

/** Waits for the first evaluation. Fails: when there is none within half a minute. */
async function marked(ask: () => Promise<readonly Sample[]>): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    if ((await ask()).length > 0) return;
    await pass(500);
  }
  throw new Error('Prometheus evaluated no rule within half a minute.');
}

import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from './start-lab.ts';

const start = Date.UTC(2026, 2, 1, 12);
let clock = start;
let folder = '';
let lab: Lab;
const timers: (() => void)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-'));
  lab = await startLab({
    folder,
    scenario: 'shop',
    story: 'connection-limit',
    seed: 7,
    historySeconds: 3600,
    now: () => clock,
    later: (_ms, run) => {
      timers.push(run);
      return () => void timers.splice(timers.indexOf(run), 1);
    },
  });
});

afterAll(async () => {
  await lab.close();
  await rm(folder, { recursive: true });
});

/** Asks whoever directs the lab, with its key unless told otherwise. */
async function direct(path: string, method = 'POST', headers: Readonly<Record<string, string>> = {}) {
  const [name = '', value = ''] = (await readFile(lab.adminHeaderPath, 'utf8')).trim().split(': ');
  const reply = await fetch(`${lab.urls.admin}/admin/stories${path}`, { method, headers: { [name]: value, ...headers } });
  return { status: reply.status, body: (await reply.json()) as unknown, headers: reply.headers };
}

/** Lets writes take effect and the clock go on. */
async function pass(seconds: number): Promise<void> {
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  clock += seconds * 1000;
}

/** Requests per second that end with a flag or code, now. */
const ending = (what: string): number =>
  lab.timeline
    .truth(clock, 30_000)
    .filter(({ reporter, code, flags }) => reporter === 'source' && (code === what || flags === what))
    .reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0);

const rule = () => lab.store.list('DestinationRule', 'payments').find(({ metadata }) => metadata.name === 'payments');

describe('a lab with a story', () => {
  it('opens in the middle of it, and says who wrote what', () => {
    expect(ending('UO')).toBeGreaterThan(0.7);
    expect(rule()?.metadata.managedFields?.map(({ manager, time }) => [manager, time])).toContainEqual([
      'kubectl-edit',
      new Date(start - 1_800_000).toISOString().replace('.000Z', 'Z'),
    ]);
  });

  it('is directed by whoever holds its key, and by no page', async () => {
    const mode = (await stat(lab.adminHeaderPath)).mode & 0o777;
    expect(mode).toBe(0o600);
    const answers = [
      await direct('', 'GET', { authorization: 'Bearer nothing' }),
      await direct('', 'GET', { origin: 'http://127.0.0.1' }),
      await direct('', 'GET', { 'sec-fetch-site': 'same-origin' }),
    ];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [401, { error: { code: 'key_needed', message: expect.any(String) as string } }],
      [403, { error: { code: 'browsers_not_allowed', message: expect.any(String) as string } }],
      [403, { error: { code: 'browsers_not_allowed', message: expect.any(String) as string } }],
    ]);
    expect(answers.every(({ headers }) => headers.get('access-control-allow-origin') === null)).toBe(true);
  });

  it('lists its stories with what they do now and what a diagnosis should find', async () => {
    const { status, body } = await direct('', 'GET');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      stories: expect.arrayContaining([
        expect.objectContaining({ id: 'connection-limit', state: 'running', beganAt: '2026-03-01T11:30:00.000Z' }),
        expect.objectContaining({ id: 'rate-limit-too-low', state: 'idle', beganAt: null }),
        expect.objectContaining({ id: 'bad-canary', state: 'elsewhere', scenario: 'bookinfo' }),
      ]) as unknown,
    });
  });

  it.each([
    ['an unknown story', '/atlantis/start', 'POST', 404, 'unknown_story'],
    ['a story of another scenario', '/bad-canary/start', 'POST', 409, 'other_scenario'],
    ['a story that is running', '/connection-limit/start', 'POST', 409, 'already_running'],
    ['a story that is not running', '/retry-storm/stop', 'POST', 409, 'not_running'],
    ['a start by GET', '/retry-storm/start', 'GET', 405, 'wrong_method'],
    ['another path', '/retry-storm/pause', 'POST', 404, 'unknown_path'],
  ])('refuses %s in words', async (_what, path, method, status, code) => {
    const answer = await direct(path, method);
    expect([answer.status, answer.body]).toEqual([status, { error: { code, message: expect.stringMatching(/\.$/) as string } }]);
  });

  it('stops: what was written is taken back', async () => {
    expect(await direct('/connection-limit/stop')).toMatchObject({ status: 200, body: { story: { state: 'idle' }, left: [] } });
    await pass(60);
    expect(ending('UO')).toBe(0);
    expect(JSON.stringify(rule()?.spec)).toContain('"maxConnections":100');
  });

  it('starts: a new object, and its end', async () => {
    expect((await direct('/rate-limit-too-low/start')).status).toBe(200);
    await pass(60);
    expect(ending('429')).toBeGreaterThan(40);
    expect((await direct('/rate-limit-too-low/stop')).status).toBe(200);
    await pass(60);
    expect(ending('429')).toBe(0);
    expect(lab.store.list('EnvoyFilter')).toEqual([]);
  });

  it('starts with conditions that come later, and takes them back', async () => {
    expect((await direct('/retry-storm/start')).status).toBe(200);
    await pass(60);
    expect([timers.length, ending('URX')]).toEqual([1, 0]);
    timers[0]?.();
    await pass(120);
    expect(ending('URX')).toBeGreaterThan(20);
    expect((await direct('/retry-storm/stop')).status).toBe(200);
    await pass(300);
    expect(ending('URX')).toBe(0);
  });

  it('leaves alone what somebody has changed since', async () => {
    expect((await direct('/disable-against-strict/start')).status).toBe(200);
    const catalog = lab.store.list('DestinationRule', 'catalog').find(({ metadata }) => metadata.name === 'catalog');
    if (!catalog) throw new Error('The shop has no rule for its catalog.');
    const theirs = { ...catalog, spec: { host: 'catalog', trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } } };
    lab.store.put(theirs, 'kubectl-edit');
    expect(await direct('/disable-against-strict/stop')).toMatchObject({
      status: 200,
      body: { left: ['DestinationRule catalog/catalog'] },
    });
    const after = lab.store.list('DestinationRule', 'catalog').find(({ metadata }) => metadata.name === 'catalog');
    expect(after?.spec).toEqual(theirs.spec);
  });

  it('does not open with a story of another scenario', async () => {
    await expect(startLab({ folder, scenario: 'bookinfo', story: 'connection-limit' })).rejects.toThrow(
      'The story connection-limit happens in the scenario shop; the stories of bookinfo are bad-canary, missing-subset, missing-sidecar.',
    );
    await expect(startLab({ folder, scenario: 'scale:100', story: 'retry-storm' })).rejects.toThrow('scale:100 has no stories.');
  });
});

it('restarts pods as the cluster does, without a proxy and with one again', async () => {
  const own = await mkdtemp(join(tmpdir(), 'lab-'));
  const later: (() => void)[] = [];
  const books = await startLab({
    folder: own,
    historySeconds: 600,
    seed: 7,
    now: () => clock,
    later(_ms, run) {
      later.push(run);
      return () => {};
    },
  });
  const proxies = (): readonly boolean[] =>
    books.store
      .list('Pod', 'bookinfo')
      .filter(({ metadata }) => metadata.name.startsWith('reviews-v2-'))
      .map(({ spec }) => JSON.stringify(spec).includes('istio-proxy'));
  const plain = (): boolean =>
    books.timeline.truth(clock, 20_000).some(({ service, security }) => service.startsWith('ratings.') && security === 'none');
  expect([proxies(), plain()]).toEqual([[true], false]);
  books.stories.start('missing-sidecar');
  later[0]?.();
  await pass(60);
  expect([proxies(), plain()]).toEqual([[false], true]);
  expect(books.stories.stop('missing-sidecar')).toEqual({ ok: true, left: [] });
  await pass(60);
  expect([proxies(), plain()]).toEqual([[true], false]);
  await books.close();
  await rm(own, { recursive: true });
});

import { describe, expect, it } from 'vitest';
import { at, list, text } from '../json/json.ts';
import { ask, openWatch, startTrial, virtualService } from '../trial.ts';
import type { Fault } from './fault.ts';

const vs = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices';
const pods = '/api/v1/namespaces/bookinfo/pods';

it.each<[because: string, fault: Fault, code: number, reason: string, retryAfter: string | undefined]>([
  ['too old a version', { does: { kind: 'expired' } }, 410, 'Expired', undefined],
  ['too many requests', { does: { kind: 'too-many-requests', retryAfterSeconds: 3 } }, 429, 'TooManyRequests', '3'],
  ['a broken server', { does: { kind: 'internal-error' } }, 500, 'InternalError', undefined],
])('answers as a cluster with %s would', async (_, fault, code, reason, retryAfter) => {
  await using cluster = await startTrial();
  cluster.chaos.set([fault]);
  const reply = await ask(cluster, 'GET', vs);
  expect(reply.body).toMatchObject({ kind: 'Status', status: 'Failure', code, reason });
  expect([reply.code, reply.headers['retry-after']]).toEqual([code, retryAfter]);
  cluster.chaos.set([]);
  expect((await ask(cluster, 'GET', vs)).code).toBe(200);
});

it('hits only the verbs, resources and namespaces it was told', async () => {
  await using cluster = await startTrial();
  cluster.chaos.set([
    { verbs: ['list'], resources: ['virtualservices.networking.istio.io'], namespaces: ['bookinfo'], does: { kind: 'internal-error' } },
  ]);
  const codes = await Promise.all([vs, `${vs}/reviews`, pods, vs.replace('bookinfo', 'default')].map((path) => ask(cluster, 'GET', path)));
  expect(codes.map(({ code }) => code)).toEqual([500, 200, 200, 200]);
});

it('hits as often as it was told and no more', async () => {
  await using cluster = await startTrial();
  cluster.chaos.set([{ times: 2, does: { kind: 'internal-error' } }]);
  const codes: number[] = [];
  for (let turn = 0; turn < 4; turn += 1) codes.push((await ask(cluster, 'GET', vs)).code);
  expect(codes).toEqual([500, 500, 200, 200]);
});

it('hits a share of the requests, the same ones for the same seed', async () => {
  await using cluster = await startTrial();
  const run = async (seed: number) => {
    cluster.chaos.set([{ share: 0.5, does: { kind: 'internal-error' } }], seed);
    const codes: number[] = [];
    for (let turn = 0; turn < 40; turn += 1) codes.push((await ask(cluster, 'GET', pods)).code);
    return codes;
  };
  const [first, again, other] = [await run(7), await run(7), await run(8)];
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect(new Set(first)).toEqual(new Set([200, 500]));
});

it('refuses a share that is none', async () => {
  await using cluster = await startTrial();
  expect(() => cluster.chaos.set([{ share: 2, does: { kind: 'internal-error' } }])).toThrow('must be from 0 to 1');
});

it('lets a request arrive late, after one that came later', async () => {
  await using cluster = await startTrial();
  cluster.chaos.set([{ verbs: ['get'], does: { kind: 'late', ms: 400 } }]);
  const arrived: string[] = [];
  await Promise.all([
    ask(cluster, 'GET', `${vs}/reviews`).then(({ code }) => arrived.push(`get ${code}`)),
    ask(cluster, 'GET', vs).then(({ code }) => arrived.push(`list ${code}`)),
  ]);
  expect(arrived).toEqual(['list 200', 'get 200']);
});

describe('a watch', () => {
  it('is told in its stream that it is too old', async () => {
    await using cluster = await startTrial();
    cluster.chaos.set([{ verbs: ['watch'], times: 1, does: { kind: 'expired' } }]);
    await using watch = await openWatch(cluster, `${vs}?watch=true`);
    expect(await watch.next()).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } });
    expect(await watch.next()).toBeUndefined();
    await using second = await openWatch(cluster, `${vs}?watch=true`);
    expect(await second.next()).toMatchObject({ type: 'ADDED' });
  });

  it('is cut after a while', async () => {
    await using cluster = await startTrial();
    cluster.chaos.set([{ does: { kind: 'cut-watch', afterMs: 20 } }]);
    await using watch = await openWatch(cluster, `${vs}?watch=true`);
    expect(await watch.next()).toMatchObject({ type: 'ADDED' });
    expect(await watch.next()).toBeUndefined();
    expect((await ask(cluster, 'GET', vs)).code).toBe(200);
  });

  it('is closed on demand, and others are not', async () => {
    await using cluster = await startTrial();
    await using watch = await openWatch(cluster, `${vs}?watch=true`);
    await using other = await openWatch(cluster, `${pods}?watch=true`);
    expect(await watch.next()).toMatchObject({ type: 'ADDED' });
    expect(cluster.chaos.closeWatches('virtualservices.networking.istio.io')).toBe(1);
    expect(await watch.next()).toBeUndefined();
    cluster.store.put({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'bookinfo' }, spec: { containers: [] } }, 'story');
    expect(await other.next()).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'p' } } });
    expect(cluster.chaos.closeWatches()).toBe(1);
  });
});

describe('when the past is forgotten', () => {
  it('a list that goes on is told to start over, and a new one works', async () => {
    await using cluster = await startTrial(['a', 'b', 'c'].map((name) => virtualService(name)));
    const first = await ask(cluster, 'GET', `${vs}?limit=2`);
    await ask(cluster, 'DELETE', `${vs}/c`);
    cluster.chaos.forgetPast();
    const token = text(at(first.body, 'metadata', 'continue'));
    expect((await ask(cluster, 'GET', `${vs}?limit=2&continue=${token}`)).body).toMatchObject({ code: 410, reason: 'Expired' });
    expect(list((await ask(cluster, 'GET', `${vs}?limit=2`)).body['items'])).toHaveLength(2);
  });

  it('a watch that resumes is told so, and one that lists first misses nothing', async () => {
    await using cluster = await startTrial();
    const old = text(at((await ask(cluster, 'GET', vs)).body, 'metadata', 'resourceVersion'));
    await ask(cluster, 'POST', vs, { body: virtualService('ratings') });
    cluster.chaos.forgetPast();
    await using stale = await openWatch(cluster, `${vs}?watch=true&resourceVersion=${old}`);
    expect(await stale.next()).toMatchObject({ type: 'ERROR', object: { code: 410 } });
    const fresh = text(at((await ask(cluster, 'GET', vs)).body, 'metadata', 'resourceVersion'));
    await using watch = await openWatch(cluster, `${vs}?watch=true&resourceVersion=${fresh}`);
    await ask(cluster, 'DELETE', `${vs}/ratings`);
    expect(await watch.next()).toMatchObject({ type: 'DELETED', object: { metadata: { name: 'ratings' } } });
  });
});

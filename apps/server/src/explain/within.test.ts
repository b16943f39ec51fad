import { Explanation, getExplanation, getMissing, MissingExplanation } from '@vigla/contract/explain';
import { bookinfoObjects, bookinfoSamples, call, deployed, serviceObject, together } from '@vigla/testkit/bookinfo';
import { fakePrometheus, obeying } from '@vigla/testkit/upstreams';
import { describe, expect, it } from 'vitest';
import { fakeKubernetes, fakeServer } from '../fakes/index.ts';

const trouble = 'bookinfo/reviews-v2>bookinfo/ratings-v1:http';
const bookinfo = 'group:namespace/bookinfo';
const objects = [...bookinfoObjects, ...deployed({ app: 'mongodb' }), serviceObject('mongodb')];
const samples = together(
  bookinfoSamples,
  call({ from: 'productpage-v1', to: 'details-v1', rps: 3, operation: 'list' }),
  call({ from: 'productpage-v1', to: 'details-v1', rps: 1, code: 500, operation: 'buy' }),
);

async function get(path: string, query: Record<string, string>) {
  await using upstream = await fakePrometheus(obeying(samples));
  await using server = await fakeServer({ upstream, kubernetes: fakeKubernetes({ objects }) });
  const reply = await server.app.inject({ url: `${path}?${new URLSearchParams(query).toString()}`, headers: { 'x-test-user': 'anna' } });
  return reply;
}
const explained = async (element: string, wish: Record<string, string>): Promise<Explanation> =>
  Explanation.parse((await get(getExplanation.path, { ...wish, element })).json());
const partsOf = ({ within }: Explanation): readonly string[] => within?.parts.map(({ element }) => element) ?? [];

describe('why an element that stands for several is as it is', () => {
  it('is told of a group by where most of its failures come from, and of whom it holds', async () => {
    const told = await explained(bookinfo, { gather: 'namespace' });
    expect(told).toMatchObject({
      element: bookinfo,
      edge: trouble,
      subject: { kind: 'node', node: { id: bookinfo, kind: 'group' } },
      health: 'degraded',
      verdict: { kind: 'app_fails' },
    });
    expect(told.within?.worst.map(({ node, health }) => [node.id, health])).toEqual([
      ['bookinfo/details-v1', 'degraded'],
      ['bookinfo/ratings-v1', 'degraded'],
      ['bookinfo/reviews-v3', 'not_ready'],
    ]);
    expect(told.within?.nodes).toBeGreaterThan(6);
    expect(partsOf(told).slice(0, 2)).toEqual([trouble, 'bookinfo/productpage-v1>bookinfo/details-v1:http']);
  });

  it('is told of a call between groups by the worst call within, with the numbers of all of them', async () => {
    const within = `${bookinfo}>${bookinfo}:http`;
    const told = await explained(within, { gather: 'namespace' });
    expect(told).toMatchObject({ element: within, edge: trouble, ends: { to: { id: 'bookinfo/ratings-v1' } } });
    expect(told.requestsPerSecond).toBeCloseTo(64);
    expect(told.contribution?.failedPerSecond).toBeCloseTo(2.2);
    expect(told.contribution?.fromEdgePerSecond).toBeCloseTo(1.2);
  });

  it('is told of a service by the calls that it passes on', async () => {
    const told = await explained('bookinfo/svc:ratings', { services: 'true' });
    expect([told.edge, told.within?.nodes, partsOf(told)]).toEqual([
      trouble,
      null,
      [trouble, 'bookinfo/reviews-v3>bookinfo/ratings-v1:http'],
    ]);
  });

  it('is told of a kind of request by all requests between the two, and says how many are its own', async () => {
    const told = await explained('bookinfo/productpage-v1>bookinfo/op:details:buy:http', { operations: 'true' });
    expect(told).toMatchObject({ edge: 'bookinfo/productpage-v1>bookinfo/details-v1:http', health: 'failing' });
    expect(told.requestsPerSecond).toBeCloseTo(1);
    expect(told.within?.parts[0]?.requestsPerSecond).toBeCloseTo(28);
  });

  it('is told of what is within a group by itself, while the group is shut', async () => {
    expect(await explained(trouble, { gather: 'namespace' })).toMatchObject({ element: trouble, edge: trouble, within: null });
  });

  it('is told of an application that is a group only beside another window, by the one workload that it has in this one', async () => {
    const buying = 'bookinfo/productpage-v1>bookinfo/details-v1:http';
    const told = await explained('group:app/bookinfo/details', { gather: 'app' });
    expect(told).toMatchObject({ edge: buying, subject: { kind: 'node', node: { id: 'bookinfo/details-v1' } }, within: null });
    const ofCall = await explained('group:app/bookinfo/productpage>group:app/bookinfo/details:http', { gather: 'app' });
    expect(ofCall).toMatchObject({ edge: buying, ends: { to: { id: 'bookinfo/details-v1' } } });
    expect((await get(getExplanation.path, { gather: 'app', element: 'group:app/bookinfo/basket' })).statusCode).toBe(404);
  });

  it('is told of a service at rest: nobody called it', async () => {
    expect(await explained('bookinfo/svc:mongodb', { services: 'true' })).toMatchObject({
      edge: null,
      verdict: { kind: 'idle' },
    });
  });
});

describe('why a call is not there', () => {
  it.each([
    ['a service on the way', 'bookinfo/svc:mongodb', { services: 'true' }],
    ['a group', 'group:namespace/clients', { gather: 'namespace' }],
  ])('knows %s by its id on the picture', async (_, to, wish) => {
    const reply = await get(getMissing.path, { ...wish, to });
    expect(MissingExplanation.parse(reply.json())).toMatchObject({ from: null, to: { id: to } });
  });
});

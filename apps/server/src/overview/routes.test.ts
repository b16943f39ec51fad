import { Overview } from '@vigla/contract/overview';
import { Problem } from '@vigla/contract/problem';
import { bookinfoObjects, bookinfoSamples } from '@vigla/testkit/bookinfo';
import { answering, fakePrometheus } from '@vigla/testkit/upstreams';
import { describe, expect, it } from 'vitest';
import { fakeKubernetes, fakeServer } from '../fakes/index.ts';

async function ask(url: string, visible: readonly string[] | 'all' = 'all') {
  await using upstream = await fakePrometheus(answering(bookinfoSamples));
  const sight = { all: visible === 'all', namespaces: new Set(visible === 'all' ? [] : visible) };
  const kubernetes = fakeKubernetes({ objects: bookinfoObjects, visible: () => Promise.resolve(sight) });
  await using server = await fakeServer({ upstream, kubernetes });
  const graph = await server.app.inject({ url: '/api/v1/graph', headers: { 'x-test-user': 'anna' } });
  const before = upstream.queries().length;
  const reply = await server.app.inject({ url, headers: { 'x-test-user': 'anna' } });
  return {
    graph,
    reply,
    overview: Overview.safeParse(reply.json()).data,
    problem: Problem.safeParse(reply.json()).data,
    more: upstream.queries().length - before,
  };
}

describe('the overview', () => {
  it('asks Prometheus nothing that the graph has not asked', async () => {
    const { overview, more } = await ask('/api/v1/overview');
    expect(overview?.namespaces.length).toBeGreaterThan(0);
    expect(more).toBe(0);
  });

  it('names no namespace that its reader may not see', async () => {
    const { overview, reply } = await ask('/api/v1/overview', ['istio-system']);
    expect(overview?.namespaces.map(({ name }) => name)).toEqual(['istio-system']);
    expect(reply.body).not.toContain('bookinfo');
  });

  it('refuses somebody who may see none of what is asked for', async () => {
    expect(await ask('/api/v1/overview?namespace=bookinfo', ['istio-system'])).toMatchObject({ problem: { code: 'forbidden' } });
  });
});

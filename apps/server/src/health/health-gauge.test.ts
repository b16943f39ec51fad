import { TrafficGraph } from '@vigla/contract/graph';
import { bookinfoObjects, bookinfoSamples } from '@vigla/testkit/bookinfo';
import { answering, fakePrometheus } from '@vigla/testkit/upstreams';
import { describe, expect, it } from 'vitest';
import { fakeKubernetes, fakeServer } from '../fakes/index.ts';

const wanted = { VIGLA_HEALTH_METRIC: 'true' };

async function figures(env: Readonly<Record<string, string>>, broken = false) {
  await using upstream = await fakePrometheus(broken ? { status: 500, body: '' } : answering(bookinfoSamples));
  await using server = await fakeServer({ upstream, env, kubernetes: fakeKubernetes({ objects: bookinfoObjects }) });
  const { body } = await server.app.inject('/metrics');
  const graph = await server.app.inject({ url: '/api/v1/graph?groupBy=workload', headers: { 'x-test-user': 'anna' } });
  const told = new Map(
    [...body.matchAll(/^vigla_health_status\{namespace="(.*?)",kind="(.*?)",name="(.*?)"\} (\d)$/gm)].map(([, ns, kind, name, value]) => [
      `${kind} ${ns}/${name}`,
      Number(value),
    ]),
  );
  return { told, body, graph: TrafficGraph.safeParse(graph.json()).data };
}

describe('HLT-07: health as a metric', () => {
  it('says of every workload what the graph says, and of its app and service too', async () => {
    const { told, graph } = await figures(wanted);
    const value = { healthy: 0, not_ready: 1, degraded: 2, failing: 3, idle: undefined, unknown: undefined };
    const inMesh = (graph?.nodes ?? []).filter(({ namespace }) => namespace !== null);
    expect(inMesh.map(({ id }) => [id, told.get(`workload ${id}`)])).toEqual(inMesh.map(({ id, health }) => [id, value[health]]));
    expect([told.get('app bookinfo/reviews'), told.get('service bookinfo/ratings')]).toEqual([expect.any(Number), expect.any(Number)]);
    expect(new Set(told.values()).size).toBeGreaterThan(1);
  });

  it('is told only where an operator asked for it', async () => {
    expect((await figures({})).body).not.toContain('vigla_health_status');
  });

  it('says nothing while the mesh cannot be read', async () => {
    const { told, body } = await figures(wanted, true);
    expect([told.size, body.includes('vigla_build_info')]).toEqual([0, true]);
  });

  it('judges by the rules of the settings, as the graph does', async () => {
    const rules = JSON.stringify([{ namespace: 'bookinfo', tolerance: [{ code: '5XX', degraded: 90, failure: 95 }] }]);
    const { told, graph } = await figures({ ...wanted, VIGLA_HEALTH_RATE: rules });
    expect([...told.values()].filter((value) => value > 1)).toEqual([]);
    expect(graph?.nodes.filter(({ health }) => health === 'failing' || health === 'degraded')).toEqual([]);
  });
});

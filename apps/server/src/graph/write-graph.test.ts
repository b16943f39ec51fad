import type { TrafficGraph } from '@vigla/contract/graph';
import { minutes } from '@vigla/contract/units';
import { projectGraph, readFlows } from '@vigla/domain/graph';
import { readFacts } from '@vigla/domain/inventory';
import { atOnce } from '@vigla/domain/steps';
import { bookinfoObjects, bookinfoSamples, noon } from '@vigla/testkit/bookinfo';
import { syntheticMesh } from '@vigla/testkit/synthetic';
import { answering, fakePrometheus } from '@vigla/testkit/upstreams';
import { describe, expect, it } from 'vitest';
import { fakeKubernetes, fakeServer } from '../fakes/index.ts';
import { inSixDigits } from '../http/index.ts';
import { createGraphWriter } from './write-graph.ts';

const all = { all: true, namespaces: new Set<string>() };
const seeing = (...names: readonly string[]) => ({ all: false, namespaces: new Set(names) });
const mesh = syntheticMesh({ namespaces: 3, workloadsPerNamespace: 4, callsPerWorkload: 3, seed: 5 });
const flows = readFlows(mesh.samples, minutes(5));
const facts = readFacts(mesh.objects);
const sights = [all, seeing('team-000'), seeing('team-001', 'team-002'), seeing('team-002'), all];
const styles = [
  {},
  { groupBy: 'service' },
  { groupBy: 'app', services: true },
  { gather: 'namespace' },
  { namespaces: ['team-001'] },
] as const;
const question = { at: noon, groupBy: 'version', namespaces: [], idle: true } as const;

describe('a graph that is put together of written parts', () => {
  const inSteps = createGraphWriter();
  const write = (graph: TrafficGraph): string => atOnce(inSteps(graph));
  const graphs = sights.flatMap((visible) => styles.map((style) => projectGraph(flows, facts, { ...question, ...style, visible })));

  it('says what it would say if all of it were written anew, whoever sees how much of the same reading', () => {
    const told = graphs.map((graph): unknown => JSON.parse(write(graph)));
    expect(told).toEqual(graphs.map((graph): unknown => JSON.parse(JSON.stringify(graph, inSixDigits))));
  });

  it('names nothing to somebody who sees one namespace but that namespace', () => {
    const other = graphs.filter(({ nodes }) => nodes.some(({ kind }) => kind === 'restricted')).map(write);
    const narrow = write(projectGraph(flows, facts, { ...question, visible: seeing('team-000') }));
    expect(other.length).toBeGreaterThan(5);
    expect([...new Set(narrow.match(/team-\d{3}/g))]).toEqual(['team-000']);
  });
});

describe('people who ask the same', () => {
  async function asked(...people: readonly ('anna' | 'ben' | 'cleo')[]) {
    await using upstream = await fakePrometheus(answering(bookinfoSamples));
    const kubernetes = fakeKubernetes({
      objects: bookinfoObjects,
      visible: ({ person }) => (person.username === 'cleo' ? seeing('clients') : all),
    });
    await using server = await fakeServer({ upstream, kubernetes });
    const replies = [];
    for (const person of people) {
      const headers = { 'x-test-user': person, 'accept-encoding': 'gzip, deflate, br, zstd' };
      replies.push(await server.app.inject({ url: '/api/v1/graph', headers }));
    }
    return replies;
  }

  it('and may see the same get the same bytes', async () => {
    const [anna, ben] = await asked('anna', 'ben');
    expect(ben?.rawPayload.equals(anna?.rawPayload ?? Buffer.from(''))).toBe(true);
    expect(ben?.headers.etag).toBe(anna?.headers.etag);
    expect(ben?.headers['server-timing']).toMatch(/^total;dur=\d+\.\d$/);
  });

  it.each([
    ['after', 0, ['anna', 'cleo'] as const],
    ['before', 1, ['cleo', 'anna'] as const],
  ])('and may see less get other bytes and another tag, %s somebody who sees all', async (_, first, people) => {
    const replies = await asked(...people);
    const [anna, cleo] = first === 0 ? replies : replies.toReversed();
    expect(cleo?.rawPayload.equals(anna?.rawPayload ?? Buffer.from(''))).toBe(false);
    expect(cleo?.headers.etag).not.toBe(anna?.headers.etag);
  });
});

import { type Gather, type GraphEdge, type GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { KubeObject } from '@vigla/contract/objects';
import { minutes } from '@vigla/contract/units';
import { call, deployed, namespaceObject, noon, together } from '@vigla/testkit/bookinfo';
import { syntheticMesh } from '@vigla/testkit/synthetic';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worst } from '../health/index.ts';
import { readFacts } from '../inventory/index.ts';
import type { GraphQuestion } from './graph-question.ts';
import { projectGraph } from './project-graph.ts';
import { readFlows } from './read-flows.ts';

const everything = { all: true, namespaces: new Set<string>() };
const question: GraphQuestion = { at: noon, groupBy: 'version', namespaces: [], visible: everything, idle: true };
const teams = ['red', 'green', 'blue'];

/** A mesh whose namespaces belong to teams, but for every fifth. */
function teamMesh(size: { namespaces: number; seed: number; workloads?: number }) {
  const { namespaces: count, seed, workloads = 5 } = size;
  const { samples, objects, namespaces } = syntheticMesh({
    namespaces: count,
    workloadsPerNamespace: workloads,
    callsPerWorkload: 3,
    seed,
  });
  const teamOf = new Map(namespaces.map((name, i) => [name, i % 5 === 4 ? undefined : teams[i % 3]]));
  const labelled = objects.map((object): KubeObject => {
    const team = object.kind === 'Namespace' ? teamOf.get(object.metadata.name) : undefined;
    return team ? { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, team } } } : object;
  });
  const flows = readFlows(samples, minutes(5));
  const facts = readFacts(labelled);
  const draw = (changes: Partial<GraphQuestion> = {}): TrafficGraph => projectGraph(flows, facts, { ...question, ...changes });
  return { draw, namespaces, teamOf };
}

const ways: readonly Gather[] = ['auto', 'cluster', 'namespace', 'app', 'label:team', 'namespace:team', 'label:nobody-has-it'];
const way = fc.constantFrom(...ways);
const anyMesh = fc.record({ namespaces: fc.integer({ min: 1, max: 7 }), seed: fc.nat(1000) });
const total = (edges: readonly GraphEdge[], of: 'requestsPerSecond' | 'failed'): number =>
  edges.reduce((sum, { traffic }) => sum + (traffic[of] ?? 0), 0);
const node = ({ nodes }: TrafficGraph, id: string): GraphNode => nodes.find((one) => one.id === id) ?? expect.unreachable(`no ${id}`);
const ids = ({ nodes }: TrafficGraph): readonly string[] => nodes.map(({ id }) => id);
const countOf = ({ members }: GraphNode): number => Object.values(members ?? {}).reduce((sum, count) => sum + count, 0);

describe('a gathered graph', () => {
  it('keeps every request, and what goes in and out of a plate is the sum of its lines', () => {
    fc.assert(
      fc.property(anyMesh, way, fc.nat(3), (size, gather, opened) => {
        const { draw } = teamMesh(size);
        const single = draw();
        const closed = draw({ gather });
        const open = closed.nodes.filter(({ kind }) => kind === 'group').slice(0, opened);
        const graph = draw({ gather, open: open.map(({ id }) => id) });
        expect(TrafficGraph.parse(graph)).toEqual(graph);
        expect(total(graph.edges, 'requestsPerSecond')).toBeCloseTo(total(single.edges, 'requestsPerSecond'), 6);
        expect(total(graph.edges, 'failed')).toBeCloseTo(total(single.edges, 'failed'), 6);
        for (const { id, inbound, outbound } of graph.nodes) {
          const sum = (traffic: GraphNode['inbound']): number => traffic.reduce((all, one) => all + (one.requestsPerSecond ?? 0), 0);
          expect(sum(inbound)).toBeCloseTo(
            total(
              graph.edges.filter(({ to }) => to === id),
              'requestsPerSecond',
            ),
            6,
          );
          expect(sum(outbound)).toBeCloseTo(
            total(
              graph.edges.filter(({ from }) => from === id),
              'requestsPerSecond',
            ),
            6,
          );
        }
        const held = graph.nodes.reduce((all, one) => all + (one.members ? countOf(one) : 1), 0);
        expect(held).toBe(single.nodes.length);
      }),
      { numRuns: 25 },
    );
  });

  it('hides nothing that fails: not a node, not a call', () => {
    fc.assert(
      fc.property(anyMesh, way, (size, gather) => {
        const { draw } = teamMesh(size);
        const single = draw();
        const graph = draw({ gather });
        const ill = single.nodes.filter(({ health }) => health === 'failing' || health === 'degraded');
        const told = graph.gathered?.worst ?? ill.slice(0, 20).map(({ id }) => ({ id, group: id, health: node(single, id).health }));
        expect(told.length).toBe(Math.min(20, ill.length));
        for (const { health, group } of told) expect(worst([health, node(graph, group).health])).toBe(node(graph, group).health);
        const failing = (all: TrafficGraph): boolean => all.edges.some((edge) => edge.health === 'failing');
        expect(failing(graph)).toBe(failing(single));
      }),
      { numRuns: 25 },
    );
  });

  it('holds no name, and no label, of what the caller may not see', () => {
    const { draw, namespaces } = teamMesh({ namespaces: 12, seed: 3 });
    const [mine = '', other = ''] = namespaces;
    const visible = { all: false, namespaces: new Set([mine, other]) };
    for (const gather of ways) {
      const text = JSON.stringify(draw({ gather, visible, open: ['group:namespace/team-005', 'group:label/team=blue'] }));
      for (const hidden of namespaces.slice(2)) expect(text).not.toContain(hidden);
      expect(text).not.toContain('blue');
    }
  });

  it('adds up response times before it looks for quantiles', () => {
    const objects = ['a', 'b', 'c'].flatMap((name) => [namespaceObject(name), ...deployed({ namespace: name, app: name, version: 'v1' })]);
    const samples = together(
      call({ from: 'a/a-v1', to: 'b/b-v1', rps: 90, ms: 5 }),
      call({ from: 'a/a-v2', to: 'b/b-v1', rps: 10, ms: 2000 }),
    );
    const draw = (gather: Gather) => projectGraph(readFlows(samples, minutes(5)), readFacts(objects), { ...question, gather });
    const [edge] = draw('namespace').edges.filter(({ from }) => from === 'group:namespace/a');
    expect(edge?.traffic.p50Ms).toBeLessThan(10);
    expect(edge?.traffic.p95Ms).toBeGreaterThan(1000);
  });
});

describe('by itself', () => {
  it('gathers nothing that can be read as it is', () => {
    const { draw } = teamMesh({ namespaces: 4, seed: 1 });
    expect(draw({ gather: 'auto' })).toEqual(draw());
  });

  it('gathers more than about 300 elements by namespace, in boxes of their teams', () => {
    const { draw } = teamMesh({ namespaces: 9, seed: 1, workloads: 20 });
    const { gathered, nodes, edges } = draw({ gather: 'auto' });
    expect(gathered).toMatchObject({ by: 'namespace:team', within: 'team', groups: 9, nodes: 180, labels: ['team'] });
    expect(nodes.length + edges.length).toBeLessThan(300);
    expect(nodes.map(({ name, labels }) => [name, labels['team']])).toContainEqual(['team-000', 'red']);
  });

  it('gathers too many namespaces by team, and says so; those of no team stay', () => {
    const { draw } = teamMesh({ namespaces: 60, seed: 1 });
    const graph = draw({ gather: 'auto' });
    expect(graph.gathered?.by).toBe('label:team');
    expect(ids(graph)).toEqual(expect.arrayContaining(['group:label/team=red', 'group:label/team=green', 'group:namespace/team-004']));
    expect(ids(graph)).not.toContain('group:namespace/team-000');
  });

  it('draws one namespace that was asked for by its applications', () => {
    const { draw, namespaces } = teamMesh({ namespaces: 2, seed: 1, workloads: 100 });
    const graph = draw({ gather: 'auto', namespaces: namespaces.slice(0, 1) });
    expect(graph.gathered).toMatchObject({ by: 'app' });
    expect(graph.nodes.filter(({ namespace }) => namespace === namespaces[0]).length).toBeGreaterThan(50);
  });
});

describe('an open group', () => {
  const { draw } = teamMesh({ namespaces: 60, seed: 1 });

  it('shows the groups it holds, then their nodes, and changes no other plate', () => {
    const closed = draw({ gather: 'auto' });
    const team = draw({ gather: 'auto', open: ['group:label/team=red'] });
    const space = draw({ gather: 'auto', open: ['group:label/team=red', 'group:namespace/team-000'] });
    expect(ids(closed).filter((id) => !ids(team).includes(id))).toEqual(['group:label/team=red']);
    expect(team.gathered?.open.map(({ name, members }) => [name, members.length])).toEqual([['red', 16]]);
    expect(ids(space)).toContain('team-000/svc00-v1');
    expect(space.gathered?.open).toContainEqual(expect.objectContaining({ id: 'group:namespace/team-000', namespace: 'team-000' }));
  });

  it('of a name that is not there changes nothing', () => {
    expect(draw({ gather: 'auto', open: ['group:namespace/nowhere', 'team-000/svc00-v1'] })).toEqual(draw({ gather: 'auto' }));
  });
});

describe('a list too long to read', () => {
  const { draw } = teamMesh({ namespaces: 320, seed: 2, workloads: 2 });
  const first = draw({ gather: 'namespace' });

  it('ends in one group that holds the rest, what is ill standing before it', () => {
    expect(first.nodes.length).toBeLessThanOrEqual(151);
    const rest = node(first, 'group:rest/1');
    expect(countOf(rest)).toBeGreaterThan(300);
    const shown = first.nodes.filter(({ id }) => id !== rest.id);
    const ill = ({ health }: GraphNode): boolean => health === 'failing';
    expect(shown.every(ill)).toBe(ill(rest) || shown.every(ill));
  });

  it('shows the next of them when that is opened', () => {
    const next = draw({ gather: 'namespace', open: ['group:rest/1'] });
    expect(ids(next)).toContain('group:rest/2');
    expect(ids(first).filter((id) => !ids(next).includes(id))).toEqual(['group:rest/1']);
  });
});

import { seconds } from '@vigla/contract/units';
import { bookinfoObjects, bookinfoSamples, noon } from '@vigla/testkit/bookinfo';
import { describe, expect, it } from 'vitest';
import { projectGraph, readFlows } from '../graph/index.ts';
import { readFacts } from '../inventory/index.ts';
import { overviewOf } from './overview-of.ts';

const flows = readFlows(bookinfoSamples, seconds(600));
const question = {
  at: noon,
  groupBy: 'version',
  namespaces: [],
  visible: { all: true, namespaces: new Set<string>() },
  idle: true,
} as const;
const graph = projectGraph(flows, readFacts(bookinfoObjects), question);
const overview = overviewOf(graph);

describe('the mesh at a glance', () => {
  it('counts each workload once, by its health', () => {
    const counted = overview.namespaces.flatMap(({ workloads }) => Object.values(workloads)).reduce((sum, n) => sum + n, 0);
    const drawn = graph.nodes.filter(({ namespace, kind }) => namespace !== null && kind !== 'service');
    expect([counted, overview.workloads]).toEqual([drawn.length, drawn.length]);
    expect(overview.namespaces.find(({ name }) => name === 'bookinfo')?.health).toBe('degraded');
  });

  it('sums requests before it forms shares', () => {
    const inbound = graph.edges.filter(({ to, traffic }) => to.startsWith('bookinfo/') && traffic.protocol !== 'tcp');
    const sum = (of: (edge: (typeof inbound)[number]) => number | null) => inbound.reduce((all, edge) => all + (of(edge) ?? 0), 0);
    const bookinfo = overview.namespaces.find(({ name }) => name === 'bookinfo');
    expect(bookinfo?.requestsPerSecond).toBeCloseTo(
      sum(({ traffic }) => traffic.requestsPerSecond),
      9,
    );
    expect(bookinfo?.errorRatio).toBeCloseTo(sum(({ traffic }) => traffic.failed) / sum(({ traffic }) => traffic.requests), 9);
    expect(bookinfo?.worstP95Ms).toBe(Math.max(...inbound.map(({ traffic }) => traffic.p95Ms ?? 0)));
  });

  it('puts the worst namespace first', () => {
    expect(overview.namespaces[0]?.name).toBe('bookinfo');
  });

  it('tells what enters by what comes from outside', () => {
    const doors = graph.edges.filter(({ from }) => from.startsWith('outside/')).map(({ traffic }) => traffic);
    const busiest = doors.toSorted((a, b) => (b.requestsPerSecond ?? 0) - (a.requestsPerSecond ?? 0))[0];
    const entering = doors.reduce((sum, { requestsPerSecond }) => sum + (requestsPerSecond ?? 0), 0);
    expect(overview).toMatchObject({ enteringPerSecond: entering, doors: doors.length, enteringP95Ms: busiest?.p95Ms });
    expect(doors.length).toBe(2);
  });

  it('of a mesh that nobody measured says nothing, rather than zero', () => {
    const silent = overviewOf(projectGraph(readFlows({}, seconds(600)), null, question));
    expect(silent).toMatchObject({
      enteringPerSecond: null,
      enteringErrorRatio: null,
      mtlsRatio: null,
      plainTextPerSecond: null,
      namespaces: [],
    });
  });
});

import type { Explanation } from '@vigla/contract/explain';
import type { KubeObject } from '@vigla/contract/objects';
import { minutes } from '@vigla/contract/units';
import { bookinfoObjects, bookinfoSamples, noon } from '@vigla/testkit/bookinfo';
import { describe, expect, it } from 'vitest';
import { lookBehind, projectGraph, readFlows } from '../graph/index.ts';
import { readFacts } from '../inventory/index.ts';
import { compileMesh } from '../semantics/index.ts';
import { explainEdge } from './explain-edge.ts';
import { labelsOfFlows } from './labels-of-flows.ts';
import type { Reports, Told } from './reports.ts';
import { semanticCall } from './semantic-call.ts';
import { withBefore } from './with-before.ts';

const id = 'bookinfo/reviews-v2>bookinfo/ratings-v1:http';
const window = minutes(5);
const flows = readFlows(bookinfoSamples, window);

const policy = (namespace: string, spec: Record<string, unknown>): KubeObject => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: {
    name: 'closed',
    namespace,
    creationTimestamp: '2026-01-01T11:00:00Z',
    managedFields: [{ manager: 'kubectl-edit', time: '2026-01-01T11:50:00Z' }],
  },
  spec,
});

const ended = (code: string, flag: string, perSecond: number): Told => ({ code, flags: flag === '-' ? [] : [flag], perSecond });

function found<T extends { readonly id: string }>(all: readonly T[], wanted: string): T {
  const one = all.find((element) => element.id === wanted);
  if (!one) throw new Error(`There is no ${wanted}.`);
  return one;
}

interface Case {
  readonly objects?: readonly KubeObject[];
  readonly reports?: Partial<Reports>;
  readonly sees?: readonly string[];
  readonly onset?: number;
}

function explain({ objects = [], reports = {}, sees, onset }: Case): Explanation {
  const all = [...bookinfoObjects, ...objects];
  const facts = readFacts(all);
  const visible = { all: true, namespaces: new Set<string>() };
  const question = { at: noon, groupBy: 'version' as const, namespaces: [], visible, idle: true };
  const graph = projectGraph(flows, facts, question);
  const edge = found(graph.edges, id);
  const end = (node: string) => found(graph.nodes, node);
  const mesh = compileMesh(all);
  const mine = lookBehind(flows, facts, question, graph).behind(id)?.flows ?? [];
  return explainEdge(
    {
      graph,
      edge,
      from: end(edge.from),
      to: end(edge.to),
      flows: mine,
      reports: { source: [], destination: [], waypoint: [], ...reports },
      times: [],
      timesBefore: [],
      onset: onset === undefined ? null : { at: onset, beforeShare: 0, stepSeconds: 5 },
      mesh,
      call: semanticCall(mesh, mine, 'http'),
      facts,
      objects: all,
      maySee: (namespace) => sees === undefined || sees.includes(namespace),
    },
    noon,
  );
}

const denied: Partial<Reports> = { source: [ended('403', '-', 6)], destination: [ended('403', '-', 6)] };

describe('calls that a policy denies', () => {
  it('name it, where the reader may see it', () => {
    const { verdict, cause } = explain({ objects: [policy('bookinfo', {})], reports: denied, onset: noon - 590 });
    expect(verdict).toEqual({ kind: 'access_denied', failedPerSecond: 6, share: 1 });
    expect(cause).toMatchObject({
      object: { kind: 'AuthorizationPolicy', name: 'closed' },
      field: 'spec',
      write: { by: 'kubectl-edit', delaySeconds: 10 },
    });
  });

  it('say that something hidden decides where they may not, without its name', () => {
    const told = explain({ objects: [policy('istio-system', {})], reports: denied, sees: ['bookinfo'] });
    expect([told.verdict.kind, told.cause?.kind]).toEqual(['access_denied', 'hidden']);
    expect(told.notKnown).toContainEqual({ kind: 'hidden_configuration' });
    expect(JSON.stringify(told)).not.toContain('closed');
  });

  it('are perhaps denied where it hangs on the path, which metrics do not tell', () => {
    const rules = [{ to: [{ operation: { paths: ['/admin'] } }] }];
    const { verdict, notKnown } = explain({ objects: [policy('bookinfo', { action: 'DENY', rules })], reports: denied });
    expect(verdict.kind).toBe('access_perhaps_denied');
    expect(notKnown).toEqual(expect.arrayContaining([{ kind: 'denied_by_whom' }, { kind: 'attributes', missing: ['path'] }]));
  });

  it('are the rejection of the app where no policy can be it', () => {
    expect(explain({ reports: denied }).verdict.kind).toBe('app_rejects');
  });
});

describe('an explanation', () => {
  it.each<[what: string, reports: Partial<Reports>, verdict: string, lost: string]>([
    [
      'its app',
      { source: [ended('200', '-', 5), ended('500', '-', 1)], destination: [ended('200', '-', 5), ended('500', '-', 1)] },
      'app_fails',
      'callee',
    ],
    [
      'a broken connection',
      { source: [ended('200', '-', 5), ended('503', 'UC', 1)], destination: [ended('200', '-', 5)] },
      'connection_failed',
      'caller_proxy',
    ],
    ['no healthy pod', { source: [ended('503', 'UH', 6)] }, 'no_healthy_upstream', 'caller_proxy'],
    [
      'a limit that no rule sets',
      { source: [ended('200', '-', 5), ended('503', 'UO', 1)], destination: [ended('200', '-', 5)] },
      'connection_limit',
      'caller_proxy',
    ],
  ])('marks where calls are lost to %s', (_what, reports, verdict, lost) => {
    const told = explain({ reports });
    expect(told.verdict.kind).toBe(verdict);
    expect(told.stations.filter(({ loss }) => loss).map(({ role }) => role)).toEqual([lost]);
  });

  it('never claims as ruled out what it names as the reason', () => {
    const told = explain({ reports: { source: [ended('200', '-', 5), ended('504', 'UT', 1)], destination: [ended('200', '-', 6)] } });
    expect(told.verdict.kind).toBe('timeout');
    expect(told.ruledOut.map(({ kind }) => kind)).not.toContain('timeouts');
    expect(told.ruledOut.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['connection_limit', 'rate_limit', 'routes']));
  });

  it('says what the calling side does not tell, where it does not', () => {
    expect(explain({ reports: { destination: [ended('200', '-', 5), ended('500', '-', 1)] } }).notKnown).toContainEqual({
      kind: 'calling_side',
    });
  });
});

it('asks for the calls of an edge by the labels that both ends write', () => {
  const mine = flows.flows.filter(({ from, to }) => from.id === 'bookinfo/reviews-v2' && to.id === 'bookinfo/ratings-v1');
  expect(labelsOfFlows(mine)).toEqual([
    {
      source_workload: 'reviews-v2',
      source_workload_namespace: 'bookinfo',
      destination_workload: 'ratings-v1',
      destination_workload_namespace: 'bookinfo',
    },
  ]);
});

describe('what a field was before', () => {
  const rules = [{ to: [{ operation: { methods: ['GET'] } }] }];
  const now = policy('bookinfo', {});
  const told = explain({ objects: [now], reports: denied, onset: noon - 590 });
  const copyOf = (object: KubeObject): KubeObject => ({
    ...now,
    metadata: { ...now.metadata, annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(object) } },
  });

  it.each<[what: string, whole: KubeObject | null, seen: KubeObject | null, from: string | undefined]>([
    ['is in the copy that kubectl keeps', copyOf(policy('bookinfo', { rules })), null, 'last_applied'],
    ['is in a version that was seen, where the copy says the same as now', copyOf(now), policy('bookinfo', { rules }), 'seen'],
    ['is not known where nobody kept it', now, null, undefined],
    ['is not known where the object cannot be read', null, null, undefined],
  ])('%s', (_what, whole, seen, from) => {
    const { cause, notKnown } = withBefore(told, whole, seen);
    expect(cause?.kind === 'object' ? cause.before?.from : null).toBe(from);
    expect(notKnown.some(({ kind }) => kind === 'before')).toBe(from === undefined);
  });

  it('is not read out of a copy that is none', () => {
    const broken = { ...now, metadata: { ...now.metadata, annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{' } } };
    expect(withBefore(told, broken, null).notKnown).toContainEqual({ kind: 'before' });
  });
});

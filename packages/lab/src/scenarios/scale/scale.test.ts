import { compileMesh } from '@vigla/domain/semantics';
import { describe, expect, it } from 'vitest';
import { createTimeline } from '../../flow/index.ts';
import { findScenario } from '../find-scenario.ts';
import { type Part, planMesh } from './plan.ts';
import { readScale } from './scale.ts';

const noon = Date.UTC(2026, 2, 1, 12);
const plan = planMesh({ services: 1000, namespaces: null }, 7);
const edges = plan.parts.reduce((total, { callees }) => total + callees.length, 0);
const calls = plan.parts.filter(({ role }) => role !== 'leaf').map(({ callees }) => callees.length);
const called = plan.parts.map(() => 0);
for (const { callees } of plan.parts) for (const callee of callees) called[callee] = (called[callee] ?? 0) + 1;
const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN;
const share = (fits: (part: Part) => boolean): number => plan.parts.filter(fits).length / plan.parts.length;
const topShare = (part: number): number => {
  const top = called.toSorted((a, b) => b - a).slice(0, Math.round(called.length * part));
  return top.reduce((total, count) => total + count, 0) / edges;
};

describe('a generated mesh', () => {
  it.each<[what: string, value: number, from: number, to: number]>([
    ['the median of services called', quantile(calls, 0.5), 4, 4],
    ['the upper quartile of services called', quantile(calls, 0.75), 6, 8],
    ['the ninth decile of services called', quantile(calls, 0.9), 11, 15],
    ['the most services called', Math.max(...calls), 40, 61],
    ['the median of callers', quantile(called, 0.5), 1, 3],
    ['the upper quartile of callers', quantile(called, 0.75), 3, 6],
    ['the ninth decile of callers', quantile(called, 0.9), 6, 14],
    ['the calls to the best known hundredth', topShare(0.01), 0.2, 0.5],
    ['edges per service', edges / 1000, 2, 4.5],
    ['services that nobody calls', called.filter((count) => count === 0).length / 1000, 0.13, 0.23],
    ['services that call nobody', share(({ callees }) => callees.length === 0), 0.3, 0.39],
    ['services that speak HTTP', share(({ protocol }) => protocol === 'http'), 0.65, 0.75],
    ['services that speak gRPC', share(({ protocol }) => protocol === 'grpc'), 0.16, 0.24],
    ['services that speak TCP', share(({ protocol }) => protocol === 'tcp'), 0.07, 0.13],
    ['services without a sidecar', share(({ sidecar }) => !sidecar), 0.02, 0.045],
    ['services in two versions', share(({ versions }) => versions.length === 2), 0.03, 0.07],
    ['services with one pod', share(({ instances }) => instances === 1), 0.42, 0.56],
    ['the deepest call', Math.max(...plan.parts.map(({ layer }) => layer)), 5, 6],
  ])('has the measure of real ones: %s', (_what, value, from, to) => {
    expect(value).toBeGreaterThanOrEqual(from);
    expect(value).toBeLessThanOrEqual(to);
  });

  it('calls back, and so in circles, at most once in a hundred times', () => {
    const back = plan.parts.flatMap(({ layer, callees }) => callees.filter((callee) => (plan.parts[callee]?.layer ?? 0) <= layer));
    expect(back.length).toBeGreaterThan(0);
    expect(back.length / edges).toBeLessThan(0.01);
  });

  it.each<[because: string, size: Parameters<typeof planMesh>[0], namespaces: number]>([
    ['grow with the root of the services', { services: 1000, namespaces: null }, 47],
    ['are as many as were asked for', { services: 1000, namespaces: 100 }, 100],
    ['are never more than the services', { services: 100, namespaces: 400 }, 100],
  ])('has namespaces that %s', (_because, size, namespaces) => {
    const { parts, namespaces: names } = planMesh(size, 7);
    expect(new Set(names).size).toBe(namespaces);
    expect(new Set(parts.map(({ namespace }) => namespace))).toEqual(new Set(names));
    expect(new Set(parts.map(({ namespace, name }) => `${namespace}/${name}`)).size).toBe(size.services);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(planMesh({ services: 300, namespaces: null }, 7)).toEqual(planMesh({ services: 300, namespaces: null }, 7));
    expect(planMesh({ services: 300, namespaces: null }, 8)).not.toEqual(planMesh({ services: 300, namespaces: null }, 7));
  });
});

describe('the cluster of a generated mesh', () => {
  const scenario = findScenario('scale:150', 7);
  const objects = scenario.moments({ nowMs: noon, seed: 7 }).at(-1)?.objects ?? [];
  const mesh = compileMesh(objects);

  it('has ids and addresses of its own, and nothing that the mesh does not follow', () => {
    const unique = (values: readonly unknown[]): void => expect(new Set(values).size).toBe(values.length);
    unique(objects.map(({ metadata }) => metadata.uid));
    unique(objects.flatMap(({ kind, status }) => (kind === 'Pod' ? [status?.['podIP']] : [])));
    unique(objects.flatMap(({ kind, spec }) => (kind === 'Service' ? [spec?.['clusterIP']] : [])));
    expect(mesh.unsupported).toEqual([]);
    expect([...mesh.registry.services.values()].filter(({ endpoints }) => endpoints.every(({ pods }) => pods.length === 0))).toEqual([]);
  });

  it('carries traffic from eight roots to almost everything that is known', () => {
    expect(scenario.model.roots).toHaveLength(8);
    const timeline = createTimeline({ model: scenario.model, seed: 7, startMs: noon, scrapeMs: 5000 });
    timeline.configure(noon, objects);
    const flows = timeline.truth(noon);
    const reached = new Set(flows.map(({ service }) => service));
    expect(reached.size).toBeGreaterThan(130);
    const entering = flows.filter(({ source, reporter }) => reporter === 'source' && source.workload === 'istio-ingressgateway');
    const total = entering.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
    expect(total).toBeGreaterThan(45);
    expect(total).toBeLessThan(75);
    expect(new Set(flows.map(({ protocol }) => protocol))).toEqual(new Set(['http', 'grpc', 'tcp']));
  });
});

it.each<[because: string, id: string, size: object | undefined]>([
  ['a number of services', 'scale:1000', { services: 1000, namespaces: null }],
  ['a number of namespaces too', 'scale:1000/100', { services: 1000, namespaces: 100 }],
  ['too few', 'scale:99', undefined],
  ['too many', 'scale:10001', undefined],
  ['no namespace at all', 'scale:500/0', undefined],
  ['no number', 'scale:many', undefined],
])('reads the name of a generated mesh: %s', (_because, id, size) => {
  expect(readScale(id)).toEqual(size);
});

it.each(['atlantis', 'scale:99'])('says what there is when there is no scenario %s', (id) => {
  expect(() => findScenario(id, 1)).toThrow(/^There is no scenario (atlantis|scale:99); there are bookinfo, .*scale:N/);
});

import type { IstioObject, TrafficShiftStart } from '@vigla/contract/istio';
import { bookinfoObjects, networking, reviewsRoute, reviewsRule } from '@vigla/testkit/bookinfo';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { fieldOf, listOf, numberOf, readFacts, textOf } from '../inventory/index.ts';
import { asWritten } from './as-written.ts';
import { startTrafficShift } from './start-traffic-shift.ts';
import { generateTrafficShift, readTrafficShift, type TrafficShift } from './traffic-shift.ts';

const service = { namespace: 'bookinfo', name: 'reviews' };
const routing = startTrafficShift(bookinfoObjects, readFacts(bookinfoObjects), service) ?? expect.unreachable();
const start: TrafficShiftStart = { ...routing, canWrite: true, missing: null };
const bare: TrafficShiftStart = {
  ...start,
  virtualService: null,
  destinationRule: null,
  versions: start.versions.map((version) => ({ ...version, subset: null, percent: null })),
};
const shift = (percents: Record<string, number>): TrafficShift => ({
  namespace: 'bookinfo',
  service: 'reviews',
  weights: Object.entries(percents).map(([version, percent]) => ({ version, percent })),
});
const withRoute = (virtualService: IstioObject): TrafficShiftStart => ({ ...start, virtualService });
const written = (form: TrafficShift, from: TrafficShiftStart): readonly [IstioObject, IstioObject] => {
  const result = generateTrafficShift(form, from);
  if (!result.ok) expect.unreachable(JSON.stringify(result.problems));
  return result.value;
};
const yaml = (objects: readonly IstioObject[]) =>
  objects.map((object) => stringify(object, { aliasDuplicateObjects: false })).join('---\n');
const http = (...rules: unknown[]) => networking('VirtualService', 'reviews', { hosts: ['reviews'], http: rules });
const to = (subset?: string, weight?: number) => ({
  destination: { host: 'reviews', ...(subset && { subset }) },
  ...(weight !== undefined && { weight }),
});

describe('a shift is written', () => {
  it.each<[golden: string, form: TrafficShift, from: TrafficShiftStart]>([
    ['canary-from-nothing', shift({ v1: 90, v2: 10, v3: 0 }), bare],
    ['canary-into-existing', shift({ v1: 50, v2: 20, v3: 30 }), start],
    ['all-to-one', shift({ v1: 0, v2: 0, v3: 100 }), start],
    [
      'out-of-a-plain-route',
      shift({ v1: 75, v2: 25 }),
      withRoute(http({ name: 'all', retries: { attempts: 2 }, route: [{ ...to(), headers: { request: { set: { a: 'b' } } } }] })),
    ],
  ])('as in golden/%s.yaml', async (golden, form, from) => {
    await expect(yaml(written(form, from))).toMatchFileSnapshot(`golden/${golden}.yaml`);
  });

  it('and nothing else is: other rules, policies and unknown fields stay', () => {
    const odd = { ...reviewsRoute, spec: { ...reviewsRoute.spec, exportTo: ['.'], futureField: { deep: [1] } } };
    const [route, rule] = written(shift({ v1: 10, v2: 90 }), withRoute(odd));
    expect(fieldOf(route.spec, 'http', 0)).toEqual(fieldOf(reviewsRoute.spec, 'http', 0));
    expect(fieldOf(route.spec, 'http', 1)).toMatchObject({ timeout: '3s' });
    expect(route.spec).toMatchObject({ exportTo: ['.'], futureField: { deep: [1] } });
    expect(rule.spec).toEqual(reviewsRule.spec);
    expect(route.metadata).toEqual({ name: 'reviews', namespace: 'bookinfo', resourceVersion: '7' });
  });

  it('the same when nothing changes', () => {
    expect(written(readTrafficShift(start), start)).toEqual([asWritten(reviewsRoute), asWritten(reviewsRule)]);
  });

  it('without touching what it was given', () => {
    const before = JSON.stringify(start);
    written(shift({ v3: 100 }), start);
    expect(JSON.stringify(start)).toBe(before);
  });

  it('with subset names that Istio accepts and that are not taken', () => {
    const versions = ['1.2.3', '1-2-3'].map((version) => ({ version, subset: null, workloads: [version], readyPods: 1, percent: null }));
    const taken = networking('DestinationRule', 'reviews', { host: 'reviews', subsets: [{ name: '1-2-3', labels: { version: 'old' } }] });
    const [route, rule] = written(shift({ '1.2.3': 40, '1-2-3': 60 }), { ...bare, versions, destinationRule: taken });
    expect(rule.spec?.['subsets']).toEqual([
      { name: '1-2-3', labels: { version: 'old' } },
      { name: '1-2-3-2', labels: { version: '1.2.3' } },
      { name: '1-2-3-3', labels: { version: '1-2-3' } },
    ]);
    expect(JSON.stringify(route.spec)).toContain('"subset":"1-2-3-3"');
  });

  it('so that the weights of the changed rule make 100 and every named subset exists', () => {
    const percents = fc.tuple(fc.nat(100), fc.nat(100)).map(([a, b]) => {
      const first = Math.min(a, b);
      return { v1: first, v2: Math.max(a, b) - first, v3: 100 - Math.max(a, b) };
    });
    fc.assert(
      fc.property(percents, fc.constantFrom(start, bare), (form, from) => {
        const [route, rule] = written(shift(form), from);
        const open = listOf(
          listOf(route.spec, 'http').find((one) => fieldOf(one, 'match') === undefined),
          'route',
        );
        const names = listOf(rule.spec, 'subsets').map((subset) => textOf(subset, 'name'));
        expect(open.reduce<number>((sum, one) => sum + (numberOf(one, 'weight') ?? 0), 0)).toBe(100);
        for (const one of open) expect(names).toContain(textOf(one, 'destination', 'subset'));
      }),
    );
  });
});

describe('a shift is refused', () => {
  it('with every problem of the form at once', () => {
    expect(
      generateTrafficShift(
        {
          ...shift({}),
          weights: [
            { version: 'v1', percent: 50 },
            { version: 'v1', percent: 60.5 },
            { version: 'v9', percent: 0 },
          ],
        },
        start,
      ),
    ).toEqual({
      ok: false,
      problems: [
        { kind: 'percent_range', version: 'v1', percent: 60.5 },
        { kind: 'unknown_version', version: 'v9' },
        { kind: 'version_repeated', version: 'v1' },
        { kind: 'weights_total', total: 110.5 },
      ],
    });
  });
  it.each<[because: string, form: TrafficShift, kinds: string[]]>([
    ['it names no version', shift({}), ['no_versions']],
    ['a share is negative', shift({ v1: -10, v2: 110 }), ['percent_range', 'percent_range']],
    ['a share is no number', shift({ v1: Number.NaN, v2: 100 }), ['percent_range']],
  ])('when %s', (_, form, kinds) => {
    expect(generateTrafficShift(form, start)).toMatchObject({ ok: false, problems: kinds.map((kind) => ({ kind })) });
  });
  it.each<[because: string, route: IstioObject, problem: object]>([
    [
      'every rule has a condition',
      http({ match: [{ uri: { exact: '/' } }], route: [to('v1')] }),
      { kind: 'route_is_conditional', name: 'reviews' },
    ],
    ['the open rule redirects', http({ redirect: { uri: '/' } }), { kind: 'route_without_destination', name: 'reviews' }],
    ['the open rule delegates', http({ delegate: { name: 'x' } }), { kind: 'route_without_destination', name: 'reviews' }],
    [
      'the open rule also goes elsewhere',
      http({ route: [to('v1', 50), { destination: { host: 'other' }, weight: 50 }] }),
      { kind: 'route_goes_elsewhere', name: 'reviews', host: 'other' },
    ],
    [
      'it is a route for TCP',
      networking('VirtualService', 'reviews', { hosts: ['reviews'], tcp: [{ route: [to()] }] }),
      { kind: 'route_is_not_http', name: 'reviews' },
    ],
    [
      'it lives in another namespace',
      networking(
        'VirtualService',
        'reviews',
        { http: [{ route: [{ destination: { host: 'reviews.bookinfo.svc.cluster.local' } }] }] },
        'routes',
      ),
      { kind: 'object_elsewhere', objectKind: 'VirtualService', namespace: 'routes', name: 'reviews' },
    ],
  ])('when %s', (_, route, problem) => {
    expect(generateTrafficShift(shift({ v1: 100 }), withRoute(route))).toEqual({ ok: false, problems: [problem] });
  });
});

describe('the editor opens', () => {
  it('with the configured shares', () => {
    expect(readTrafficShift(start)).toEqual(shift({ v1: 80, v2: 20, v3: 0 }));
  });
  it('with what ready pods come to where no route decides', () => {
    expect(readTrafficShift(bare)).toEqual(shift({ v1: 40, v2: 20, v3: 40 }));
  });
  it('with shares that make 100 whatever there is', () => {
    const version = fc.record({
      version: fc.uuid(),
      subset: fc.constant(null),
      workloads: fc.constant<string[]>([]),
      readyPods: fc.nat(9),
      percent: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
    });
    fc.assert(
      fc.property(fc.array(version, { minLength: 1, maxLength: 6 }), (versions) => {
        const { weights } = readTrafficShift({ ...bare, versions });
        expect(weights.reduce((sum, { percent }) => sum + percent, 0)).toBe(100);
        for (const { percent } of weights) expect(Number.isInteger(percent) && percent >= 0).toBe(true);
      }),
    );
  });
});

describe('what decides on a service now', () => {
  it('is read from routes, rules and pods', () => {
    expect(routing).toMatchObject({
      virtualService: reviewsRoute,
      destinationRule: reviewsRule,
      neighbours: [],
      versions: [
        { version: 'v1', subset: 'v1', workloads: ['reviews-v1'], readyPods: 2, percent: 80 },
        { version: 'v2', subset: 'v2', workloads: ['reviews-v2'], readyPods: 1, percent: 20 },
        { version: 'v3', subset: null, workloads: ['reviews-v3'], readyPods: 2, percent: 0 },
      ],
    });
  });
  it('is nothing for a service that does not exist', () => {
    expect(startTrafficShift(bookinfoObjects, readFacts(bookinfoObjects), { namespace: 'bookinfo', name: 'ghost' })).toBeNull();
  });
  it('is the older of two routes; the younger is a neighbour', () => {
    const younger = {
      ...http({ route: [to()] }),
      metadata: { name: 'a-younger', namespace: 'bookinfo', creationTimestamp: '2026-01-01T11:00:00Z' },
    };
    const objects = [younger, ...bookinfoObjects];
    expect(startTrafficShift(objects, readFacts(objects), service)).toMatchObject({
      virtualService: { metadata: { name: 'reviews' } },
      neighbours: [{ metadata: { name: 'a-younger' } }],
    });
  });
  it('names who else keeps the objects', () => {
    const kept = {
      ...reviewsRoute,
      metadata: { ...reviewsRoute.metadata, managedFields: [{ manager: 'argocd-controller' }, { manager: 'kubectl' }] },
    };
    const objects = bookinfoObjects.map((object) => (object === reviewsRoute ? kept : object));
    expect(startTrafficShift(objects, readFacts(objects), service)?.managers).toEqual(['argocd-controller']);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@vigla/contract/objects';
import { readBalance } from './balance.ts';
import { compileMesh } from './compile-mesh.ts';
import { isIn, placeOf, readPlace } from './place.ts';
import { spread } from './spread.ts';
import { istio, service, workload } from './test/draw.ts';
import type { Pod } from './workloads.ts';

const pod = (name: string, place: string): Pod => ({
  name,
  uid: name,
  ip: null,
  ready: true,
  injected: true,
  createdMs: 0,
  place: readPlace(place),
});
/** Four in the east, two of them in the caller's zone, one of those in its subzone; two in the west; one in the south. */
const pods = [
  'near east/a/1',
  'zone east/a/2',
  'region1 east/b/1',
  'region2 east/b/2',
  'west1 west/a',
  'west2 west/b',
  'south south/a',
].map((written) => {
  const [name = '', place = ''] = written.split(' ');
  return pod(name, place);
});
const home = readPlace('east/a/1');
const locality = (setting: object) => readBalance({ localityLbSetting: setting })?.locality ?? null;
const seventh = Object.fromEntries(pods.map(({ name }) => [name, 1 / 7]));

/** Source of the rows: Istio, "Locality Load Balancing" (failover, distribute); Envoy, "Priority levels" (overprovisioning 1.4). */
describe('requests of a caller in east/a/1', () => {
  it.each<[because: string, setting: object | null, notices: boolean, ill: readonly string[], expected: Readonly<Record<string, number>>]>([
    ['go everywhere alike where nobody notices failures', null, false, [], seventh],
    ['go everywhere alike where a rule switches it off', { enabled: false }, true, [], seventh],
    ['stay in the subzone while it is well', null, true, [], { near: 1 }],
    ['go on to the zone when the subzone is gone', null, true, ['near'], { zone: 1 }],
    ['go on to the region when the zone is gone', null, true, ['near', 'zone'], { region1: 0.5, region2: 0.5 }],
    [
      'stay in a region of which 5 of 7 are well',
      null,
      true,
      ['near', 'zone', 'region1'],
      { region2: 0.7, west1: 0.1, west2: 0.1, south: 0.1 },
    ],
    [
      'go to every other region when their own is gone',
      null,
      true,
      ['near', 'zone', 'region1', 'region2'],
      { west1: 1 / 3, west2: 1 / 3, south: 1 / 3 },
    ],
    [
      'go to the region that a rule names before others',
      { failover: [{ from: 'east', to: 'south' }] },
      true,
      ['near', 'zone', 'region1', 'region2'],
      { south: 1 },
    ],
    [
      'go beyond that one when it is gone too',
      { failover: [{ from: 'east', to: 'south' }] },
      true,
      ['near', 'zone', 'region1', 'region2', 'south'],
      { west1: 0.5, west2: 0.5 },
    ],
    ['go to everybody when nobody is well', null, true, pods.map(({ name }) => name), seventh],
    [
      'are divided as a rule says',
      { distribute: [{ from: 'east/*', to: { 'east/*': 80, 'west/*': 20 } }] },
      false,
      [],
      { near: 0.2, zone: 0.2, region1: 0.2, region2: 0.2, west1: 0.1, west2: 0.1 },
    ],
    [
      'are divided by the first rule that fits',
      {
        distribute: [
          { from: 'west/*', to: { 'west/*': 100 } },
          { from: 'east/a/*', to: { 'south/a': 100 } },
        ],
      },
      false,
      [],
      { south: 1 },
    ],
    [
      'are divided among those that are there',
      { distribute: [{ from: '*', to: { 'north/*': 90, 'south/*': 10 } }] },
      false,
      [],
      { south: 1 },
    ],
    [
      'are divided by weight even where failures are noticed',
      { distribute: [{ from: 'east/*', to: { 'west/*': 100 } }] },
      true,
      [],
      { west1: 0.5, west2: 0.5 },
    ],
    ['pass by who is left out', { distribute: [{ from: 'east/*', to: { 'west/*': 100 } }] }, true, ['west1'], { west2: 1 }],
  ])('%s', (_, setting, noticesFailures, ill, expected) => {
    const rules = { locality: setting && locality(setting), noticesFailures };
    const shares = spread(home, pods, rules, ({ name }) => !ill.includes(name));
    expect(Object.fromEntries([...shares].map(([{ name }, share]) => [name, Number(share.toFixed(9))]))).toEqual(
      Object.fromEntries(Object.entries(expected).map(([name, share]) => [name, Number(share.toFixed(9))])),
    );
  });

  it('add up, whoever is well', () => {
    const some = fc.subarray(pods.map(({ name }) => name));
    fc.assert(
      fc.property(
        some,
        fc.boolean(),
        fc.constantFrom(null, locality({}), locality({ failover: [{ from: 'east', to: 'west' }] })),
        (ill, noticesFailures, own) => {
          const shares = spread(home, pods, { locality: own, noticesFailures }, ({ name }) => !ill.includes(name));
          expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  it('know no nearness where the caller has no place', () => {
    expect(spread(readPlace(''), pods, { locality: null, noticesFailures: true }, () => true).size).toBe(pods.length);
  });
});

describe('a place', () => {
  const node: KubeObject = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n1', labels: { 'topology.kubernetes.io/region': 'east', 'topology.kubernetes.io/zone': 'a' } },
  };
  const on = (labels: Readonly<Record<string, string>>): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', labels },
    spec: { nodeName: 'n1' },
  });
  it.each<[because: string, labels: Readonly<Record<string, string>>, expected: string]>([
    ['is that of the node', {}, 'east/a/'],
    ['is its own where the pod says so', { 'istio-locality': 'west.b.2' }, 'west/b/2'],
    ['is its own with slashes, too', { 'istio-locality': 'west/b' }, 'west/b/'],
  ])('%s', (_, labels, expected) => {
    const { region, zone, subzone } = placeOf(on(labels), new Map([['n1', node]]));
    expect([region, zone, subzone].join('/')).toBe(expected);
  });
  it.each([
    ['east/a/1', 'east/a/1', true],
    ['east/a/1', 'east/a', true],
    ['east/a/1', 'east/*', true],
    ['east/a/1', '*', true],
    ['east/a/1', 'east/b/*', false],
    ['east/a/1', 'west', false],
  ])('%s in %s: %s', (place, written, expected) => expect(isIn(readPlace(place), written)).toBe(expected));
});

function drawn<One>(one: One | undefined): One {
  if (one === undefined) throw new Error('The mesh of this test has no such thing.');
  return one;
}

it('a mesh tells how far the requests of a pod travel, and that rates by workload do not show it', () => {
  const labelled = (key: string, place: string) => workload(key, { labels: { 'istio-locality': place } });
  const objects = [
    ...labelled('bookinfo/web', 'east.a'),
    ...labelled('bookinfo/reviews-v1', 'east.a'),
    ...labelled('bookinfo/reviews-v2', 'west.a'),
    service('bookinfo/reviews'),
    istio('DestinationRule bookinfo/reviews', { host: 'reviews', trafficPolicy: { outlierDetection: {} } }),
  ];
  const mesh = compileMesh(objects);
  const web = drawn(mesh.registry.workloads.get('bookinfo/web'));
  const route = mesh.route(web, { host: 'reviews', port: 9080, protocol: 'http', method: 'GET', path: '/', headers: {} });
  const leg = drawn(route.kind === 'forward' ? route.legs[0] : undefined);
  const from = drawn(web.pods[0]);
  expect([...mesh.spread(from, leg)].map(([{ name }, share]) => [name, share])).toEqual([['reviews-v1-5d4-0', 1]]);
  expect(mesh.unsupported).toMatchObject([{ object: { name: 'reviews' }, path: 'spec.trafficPolicy' }]);
});

import type { KubeObject } from '@vigla/contract/objects';
import { bookinfoObjects, deployed, namespaceObject, networking, serviceObject } from '@vigla/testkit/bookinfo';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, serviceOfHost } from './host.ts';
import { namespacesOf } from './namespaces-of.ts';
import { readFacts } from './read-facts.ts';

const facts = readFacts(bookinfoObjects);
const ofJob = { template: { metadata: { labels: { app: 'night' } }, spec: { containers: [] } } };
const cron: KubeObject = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'nightly', namespace: 'shop' },
  spec: { jobTemplate: { spec: ofJob } },
};
const job = (status: Record<string, unknown>, owner?: string): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {
    name: 'nightly-1',
    namespace: 'shop',
    ...(owner && { ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: owner, uid: owner }] }),
  },
  spec: ofJob,
  status,
});
const jobPod = (phase: string, ready: boolean): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `nightly-1-${phase}`,
    namespace: 'shop',
    labels: { app: 'night' },
    ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'nightly-1', uid: 'j' }],
  },
  spec: { containers: [] },
  status: { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});
const workload = (objects: readonly KubeObject[], key: string) => readFacts(objects).workloads.get(key) ?? expect.unreachable(key);

describe('the facts of a mesh', () => {
  it('have a workload per controller, not per replica set or pod', () => {
    expect([...facts.workloads.keys()].filter((key) => key.includes('reviews'))).toEqual([
      'bookinfo/reviews-v1',
      'bookinfo/reviews-v2',
      'bookinfo/reviews-v3',
    ]);
  });
  it('count pods by whether they take requests', () => {
    expect(facts.workloads.get('bookinfo/reviews-v3')?.pods).toEqual({ ready: 2, desired: 3 });
  });
  it('join services to the workloads they select, and back', () => {
    expect(facts.services.get('bookinfo/reviews')?.workloads).toEqual([
      'bookinfo/reviews-v1',
      'bookinfo/reviews-v2',
      'bookinfo/reviews-v3',
    ]);
    expect(facts.workloads.get('bookinfo/reviews-v2')?.services).toEqual(['bookinfo/reviews']);
  });
  it.each<[key: string, role: string | null, inMesh: boolean]>([
    ['istio-system/istio-ingressgateway', 'gateway', true],
    ['istio-system/istiod', 'infrastructure', false],
    ['clients/curl', null, false],
    ['bookinfo/ratings-v1', null, true],
  ])('know what %s is', (key, role, inMesh) => {
    expect(facts.workloads.get(key)).toMatchObject({ role, inMesh });
  });
  it('do not depend on the order of objects', () => {
    const plain = (objects: readonly KubeObject[]) => {
      const { workloads, services } = readFacts(objects);
      return {
        workloads: [...workloads].sort(([a], [b]) => (a < b ? -1 : 1)),
        services: [...services].sort(([a], [b]) => (a < b ? -1 : 1)),
      };
    };
    const expected = plain(bookinfoObjects);
    fc.assert(
      fc.property(fc.shuffledSubarray([...bookinfoObjects], { minLength: bookinfoObjects.length }), (shuffled) => {
        expect(plain(shuffled)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a workload', () => {
  it('that is scaled down has a badge and would have a proxy where its namespace injects one', () => {
    const none = [namespaceObject('shop', { 'istio-injection': 'enabled' }), ...deployed({ namespace: 'shop', app: 'cart', replicas: 0 })];
    expect(workload(none, 'shop/cart')).toMatchObject({ badges: ['scaled_down'], pods: { ready: 0, desired: 0 }, inMesh: true });
  });
  it('may be a pod that nobody owns', () => {
    const pod: KubeObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'lonely', namespace: 'shop' },
      spec: { containers: [] },
      status: {},
    };
    expect(workload([pod], 'shop/lonely')).toMatchObject({ kind: 'Pod', app: 'lonely', pods: { ready: 0, desired: 1 } });
  });
  it.each<[because: string, pods: readonly KubeObject[], pods: { ready: number; desired: number }]>([
    ['between its runs', [], { ready: 0, desired: 0 }],
    ['while it runs', [jobPod('Running', true)], { ready: 1, desired: 1 }],
    ['while its pod runs but is not ready', [jobPod('Running', false)], { ready: 0, desired: 1 }],
    ['while its pod is still starting', [jobPod('Pending', false)], { ready: 0, desired: 0 }],
    ['after a try that failed', [jobPod('Failed', false), jobPod('Succeeded', false)], { ready: 0, desired: 0 }],
  ])('that runs by the clock is one workload %s, and lacks no pods', (_, pods, expected) => {
    const { workloads } = readFacts([cron, job({}, 'nightly'), ...pods]);
    expect([...workloads.keys()]).toEqual(['shop/nightly']);
    expect(workloads.get('shop/nightly')).toMatchObject({ kind: 'CronJob', app: 'night', pods: expected, inMesh: false, badges: [] });
  });
  it.each<[because: string, status: Record<string, unknown>, expected: readonly string[]]>([
    ['runs', { active: 1 }, ['shop/nightly-1']],
    ['waits for its pod', {}, ['shop/nightly-1']],
    ['is complete', { conditions: [{ type: 'Complete', status: 'True' }] }, []],
    ['has given up', { conditions: [{ type: 'Failed', status: 'True' }] }, []],
    ['is suspended', { conditions: [{ type: 'Suspended', status: 'True' }] }, ['shop/nightly-1']],
  ])('that is a job of its own is there only until it is over: it %s', (_, status, expected) => {
    expect([...readFacts([job(status)]).workloads.keys()]).toEqual(expected);
  });
  it('takes canonical labels before others, as proxies do', () => {
    const labels = { 'app.kubernetes.io/name': 'b', 'service.istio.io/canonical-name': 'a', 'service.istio.io/canonical-revision': 'r9' };
    expect(workload(deployed({ app: 'x', labels }), 'bookinfo/x')).toMatchObject({ app: 'a', version: 'r9' });
  });
  it('survives owners that own each other', () => {
    const loop = (name: string, owner: string): KubeObject => ({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name, namespace: 'a', ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: owner }] },
    });
    expect(readFacts([loop('x', 'y'), loop('y', 'x'), { ...loop('p', 'x'), kind: 'Pod' }]).workloads.size).toBe(0);
  });
});

describe('badges', () => {
  const badges = (spec: Record<string, unknown>, kind = 'VirtualService') =>
    readFacts([...deployed({ app: 'a', version: 'v1' }), serviceObject('a'), networking(kind, 'a', spec)]).workloads.get('bookinfo/a-v1')
      ?.badges;
  const to = { destination: { host: 'a' } };
  it.each<[because: string, rule: Record<string, unknown>, expected: string[]]>([
    ['a rule only names the service', { route: [to] }, ['virtual_service']],
    ['a rule has a condition', { match: [{ uri: { prefix: '/' } }], route: [to] }, ['request_routing', 'virtual_service']],
    ['a rule leads to one version', { route: [{ destination: { host: 'a', subset: 'v2' } }] }, ['request_routing', 'virtual_service']],
    ['a rule divides', { route: [to, { destination: { host: 'a', subset: 'v2' } }] }, ['traffic_shifting', 'virtual_service']],
    ['a rule injects faults', { fault: { abort: { httpStatus: 500 } }, route: [to] }, ['fault', 'virtual_service']],
    [
      'a rule mirrors, retries and gives up',
      { mirror: { host: 'b' }, retries: { attempts: 2 }, timeout: '1s', route: [to] },
      ['mirror', 'retry', 'timeout', 'virtual_service'],
    ],
    ['a rule names another service', { fault: {}, route: [{ destination: { host: 'b' } }] }, []],
  ])('GRF-23: show when %s', (_, rule, expected) => {
    expect(badges({ hosts: ['a'], http: [rule] })).toEqual(expected);
  });
  it.each<[protocol: string, rule: Record<string, unknown>]>([
    ['tcp', { match: [{ port: 9000 }], route: [to, { destination: { host: 'a', subset: 'v2' } }] }],
    ['tls', { match: [{ sniHosts: ['a'] }], route: [to, { destination: { host: 'a', subset: 'v2' } }] }],
  ])('GRF-31: tell shifting of connections from shifting of requests (%s)', (protocol, rule) => {
    expect(badges({ hosts: ['a'], [protocol]: [rule] })).toEqual(['tcp_traffic_shifting', 'virtual_service']);
  });
  it('of a limit on one subset are shown on its pods only', () => {
    const limit = { connectionPool: { tcp: { maxConnections: 1 } } };
    expect(badges({ host: 'a', subsets: [{ name: 'v1', labels: { version: 'v1' }, trafficPolicy: limit }] }, 'DestinationRule')).toEqual([
      'circuit_breaker',
    ]);
    expect(badges({ host: 'a', subsets: [{ name: 'v2', labels: { version: 'v2' }, trafficPolicy: limit }] }, 'DestinationRule')).toEqual(
      [],
    );
  });
});

it('survives objects of any shape', () => {
  const kind = fc.constantFrom('Pod', 'Deployment', 'Service', 'VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry', 'Namespace');
  const object = fc.record({
    apiVersion: fc.constantFrom('v1', 'apps/v1', 'networking.istio.io/v1'),
    kind,
    metadata: fc.record({ name: fc.constantFrom('a', '__proto__', 'constructor'), namespace: fc.constantFrom('n', '__proto__') }),
    spec: fc.dictionary(
      fc.constantFrom('hosts', 'host', 'http', 'selector', 'subsets', 'template', 'replicas', 'containers'),
      fc.jsonValue(),
    ),
  });
  fc.assert(
    fc.property(fc.array(object as fc.Arbitrary<KubeObject>, { maxLength: 8 }), (objects) => {
      expect(() => readFacts(objects)).not.toThrow();
    }),
  );
});

it.each<[host: string, expected: string | null]>([
  ['reviews', 'shop/reviews'],
  ['reviews.bookinfo', 'bookinfo/reviews'],
  ['reviews.example', null],
  ['reviews.bookinfo.svc', 'bookinfo/reviews'],
  ['reviews.bookinfo.svc.cluster.local', 'bookinfo/reviews'],
  ['reviews.bookinfo.svc.corp.example:9080', 'bookinfo/reviews'],
  ['reviews.bookinfo.svc.', 'bookinfo/reviews'],
  ['a.b.c.example', null],
  ['', null],
  ['.', null],
])('takes host %j in namespace shop for %j', (host, expected) => {
  const service = serviceOfHost(host, 'shop', (name) => name === 'bookinfo');
  expect(service && `${service.namespace}/${service.name}`).toBe(expected);
});

it.each<[pattern: string, host: string, expected: boolean]>([
  ['*', 'anything', true],
  ['*.example.com', 'a.example.com', true],
  ['*.example.com', 'a.b.example.com', true],
  ['*.example.com', 'example.com', false],
  ['*.example.com', 'badexample.com', false],
  ['a.example.com', 'a.example.com', true],
])('%s covers %s: %s', (pattern, host, expected) => {
  expect(covers(pattern, host)).toBe(expected);
});

it('lists namespaces by name with what they mean to the mesh', () => {
  expect(namespacesOf(bookinfoObjects).map(({ name, injected, controlPlane }) => [name, injected, controlPlane])).toEqual([
    ['bookinfo', true, false],
    ['clients', false, false],
    ['istio-system', false, true],
  ]);
  expect(
    namespacesOf([
      namespaceObject('canary', { 'istio.io/rev': 'canary' }),
      namespaceObject('off', { 'istio-injection': 'disabled', 'istio.io/rev': 'x' }),
    ]).map(({ injected }) => injected),
  ).toEqual([true, false]);
});

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { at } from '../json/json.ts';
import { deployment } from '../trial.ts';
import { type KubectlTrial, needKubectl, startKubectlTrial } from './kubectl-trial.ts';

let trial: KubectlTrial;
const details = ['deployment/details', '-n', 'bookinfo'] as const;

beforeEach(needKubectl);
beforeAll(async () => {
  trial = await startKubectlTrial();
  if ((await trial.kubectl('apply', '-f', await trial.file('details.json', deployment('details', 1)))).code !== 0)
    throw new Error('no details');
});
afterAll(() => trial?.[Symbol.asyncDispose]());

const kubectl = (...args: readonly string[]) => trial.kubectl(...args);
const pods = () => trial.cluster.store.list('Pod', 'bookinfo').filter(({ metadata }) => metadata.labels?.['app'] === 'details');
const names = () => pods().map(({ metadata }) => metadata.name);
const imageOf = () => pods().map((pod) => at(pod, 'spec', 'containers', 0, 'image'));

it('scales up, to nothing and back', async () => {
  expect((await kubectl('scale', ...details, '--replicas=3')).out).toContain('scaled');
  expect((await kubectl('get', 'pods', '-n', 'bookinfo', '-l', 'app=details')).out.match(/2\/2\s+Running/g)).toHaveLength(3);
  await kubectl('scale', ...details, '--replicas=0');
  expect((await kubectl('get', 'pods', '-n', 'bookinfo', '-l', 'app=details')).err).toContain('No resources found');
  expect((await kubectl('scale', ...details, '--current-replicas=5', '--replicas=1')).err).toContain('Expected replicas to be 5, was 0');
  await kubectl('scale', ...details, '--replicas=1');
  expect(pods()).toHaveLength(1);
});

it('restarts: the same template gets new pods', async () => {
  const before = names();
  expect((await kubectl('rollout', 'restart', ...details)).out).toContain('restarted');
  expect((await kubectl('rollout', 'status', ...details, '--timeout=20s')).out).toContain('successfully rolled out');
  expect(names()).toHaveLength(1);
  expect(names()).not.toEqual(before);
  expect((await kubectl('get', 'events', '-n', 'bookinfo')).out).toContain('Scaled down replica set');
});

it('changes the image, remembers what was before, and goes back to it', async () => {
  await kubectl('set', 'image', ...details, 'app=app:2');
  expect((await kubectl('rollout', 'status', ...details, '--timeout=20s')).code).toBe(0);
  expect(imageOf()).toEqual(['app:2']);
  const history = (await kubectl('rollout', 'history', ...details)).out;
  expect(history.match(/^\d+\s/gm)?.length).toBeGreaterThanOrEqual(3);
  expect((await kubectl('rollout', 'undo', ...details)).out).toContain('rolled back');
  expect(imageOf()).toEqual(['app:1']);
  const sets = trial.cluster.store.list('ReplicaSet', 'bookinfo').filter(({ metadata }) => metadata.name.startsWith('details-'));
  expect(sets.reduce((sum, set) => sum + Number(at(set, 'spec', 'replicas')), 0)).toBe(1);
  expect(sets).toHaveLength(3);
});

it('replaces a pod that is deleted', async () => {
  const [before = ''] = names();
  expect((await kubectl('delete', 'pod', before, '-n', 'bookinfo')).code).toBe(0);
  expect(names()).toHaveLength(1);
  expect(names()).not.toContain(before);
});

it('puts a service in front', async () => {
  expect((await kubectl('expose', ...details, '--port=80', '--target-port=9080')).out).toBe('service/details exposed\n');
  const [pod] = pods();
  const address = String(at(pod, 'status', 'podIP'));
  expect((await kubectl('get', 'endpoints', 'details', '-n', 'bookinfo', '--no-headers')).out).toContain(`${address}:9080`);
  expect(
    (
      await kubectl(
        'get',
        'endpointslices',
        '-n',
        'bookinfo',
        '-l',
        'kubernetes.io/service-name=details',
        '-o',
        'jsonpath={.items[0].endpoints[0].addresses[0]}',
      )
    ).out,
  ).toBe(address);
});

it('runs a pod by itself, with a proxy where its namespace asks for one', async () => {
  expect((await kubectl('run', 'curl', '-n', 'bookinfo', '--image=curl:1')).out).toBe('pod/curl created\n');
  expect((await kubectl('run', 'curl', '-n', 'default', '--image=curl:1')).out).toBe('pod/curl created\n');
  expect((await kubectl('get', 'pod', 'curl', '-n', 'bookinfo', '--no-headers')).out).toMatch(/^curl\s+2\/2\s+Running\s+0/);
  expect((await kubectl('get', 'pod', 'curl', '-n', 'default', '--no-headers')).out).toMatch(/^curl\s+1\/1\s+Running\s+0/);
});

it('lets a namespace leave the mesh: only pods of later have no proxy', async () => {
  await kubectl('label', 'namespace', 'bookinfo', 'istio-injection=disabled', '--overwrite');
  expect((await kubectl('get', 'pods', '-n', 'bookinfo', '-l', 'app=details', '--no-headers')).out).toMatch(/\s2\/2\s/);
  await kubectl('rollout', 'restart', ...details);
  expect((await kubectl('get', 'pods', '-n', 'bookinfo', '-l', 'app=details', '--no-headers')).out).toMatch(/\s1\/1\s/);
  await kubectl('label', 'namespace', 'bookinfo', 'istio-injection=enabled', '--overwrite');
});

it('opens a gateway, attaches a route to it, and says why another does not attach', async () => {
  const group = 'gateway.networking.k8s.io';
  const listener = { name: 'http', port: 80, protocol: 'HTTP', hostname: '*.example.com' };
  const gateway = {
    apiVersion: `${group}/v1`,
    kind: 'Gateway',
    metadata: { name: 'door', namespace: 'bookinfo' },
    spec: { gatewayClassName: 'istio', listeners: [listener] },
  };
  const route = (name: string, hostname: string) => ({
    apiVersion: `${group}/v1`,
    kind: 'HTTPRoute',
    metadata: { name, namespace: 'bookinfo' },
    spec: { parentRefs: [{ name: 'door' }], hostnames: [hostname], rules: [{ backendRefs: [{ name: 'details', port: 80 }] }] },
  });
  const path = await trial.file('door.json', gateway, route('in', 'shop.example.com'), route('out', 'shop.example.org'));
  expect((await kubectl('apply', '-f', path)).out.match(/ created$/gm)).toHaveLength(3);
  const waited = await kubectl('wait', `gateways.${group}/door`, '-n', 'bookinfo', '--for=condition=Programmed', '--timeout=20s');
  expect(waited.out).toContain('condition met');
  expect((await kubectl('get', 'gtw', '-n', 'bookinfo', '--no-headers')).out).toMatch(/^door\s+istio\s+203\.0\.113\.\d+\s+True\s/);
  expect((await kubectl('get', 'pods', '-n', 'bookinfo', '-l', `${group}/gateway-name=door`, '--no-headers')).out).toMatch(
    /1\/1\s+Running/,
  );
  const reasons = '{range .items[*]}{.metadata.name} {.status.parents[0].conditions[?(@.type=="Accepted")].reason}{"\\n"}{end}';
  expect((await kubectl('get', 'httproutes', '-n', 'bookinfo', '-o', `jsonpath=${reasons}`)).out).toBe(
    'in Accepted\nout NoMatchingListenerHostname\n',
  );
  await kubectl('delete', '-f', path);
  expect(trial.cluster.store.list('Service', 'bookinfo').map(({ metadata }) => metadata.name)).not.toContain('door-istio');
});

it('deletes what a Deployment made along with it, or leaves it when told to', async () => {
  await kubectl('apply', '-f', await trial.file('orphaning.json', deployment('orphaning', 1)));
  const sets = () => trial.cluster.store.list('ReplicaSet', 'bookinfo').filter(({ metadata }) => metadata.name.startsWith('orphaning-'));
  await kubectl('delete', 'deploy', 'orphaning', '-n', 'bookinfo', '--cascade=orphan');
  expect(sets()).toHaveLength(1);
  await kubectl('delete', ...details);
  expect(pods()).toEqual([]);
});

import { stripVTControlCharacters } from 'node:util';
import type { KubeObject } from '@vigla/contract/objects';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deployment, noon, virtualService } from '../trial.ts';
import { type KubectlTrial, minor, needKubectl, ratings, saying, startKubectlTrial } from './kubectl-trial.ts';

let trial: KubectlTrial;

const podOf = (name: string, phase: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', labels: { app: name }, creationTimestamp: '2026-03-02T10:00:00Z' },
  spec: { containers: [{ name, image: `${name}:1` }] },
  status: { phase },
});

beforeEach(needKubectl);
beforeAll(async () => {
  trial = await startKubectlTrial([
    deployment('details', 2),
    podOf('sleep', 'Running'),
    podOf('batch', 'Succeeded'),
    ratings(),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'default' }, data: { a: 'b' } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'details', namespace: 'bookinfo' },
      spec: { selector: { app: 'details' }, ports: [{ name: 'http', port: 9080 }] },
    },
  ]);
  // A Deployment of the start has its pods from somebody's first touch on; the labs have theirs in the scenario.
  trial.cluster.store.put(
    { ...deployment('details', 2), metadata: { name: 'details', namespace: 'bookinfo', labels: { touched: 'yes' } } },
    'story',
  );
});
afterAll(() => trial?.[Symbol.asyncDispose]());

const kubectl = (...args: readonly string[]) => trial.kubectl(...args);
const columns = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s{2,}/));

describe('the server', () => {
  it('says its version', async () => {
    const { out } = await kubectl('version', '-o', 'json');
    expect(JSON.parse(out)).toMatchObject({ serverVersion: { major: '1', minor: '33', gitVersion: 'v1.33.0+vigla-lab' } });
  });

  it('lists its kinds with short names, categories and verbs', async () => {
    const { out, code } = await kubectl('api-resources', '-o', 'wide');
    expect(code).toBe(0);
    expect(out).toMatch(/virtualservices\s+vs\s+networking\.istio\.io\/v1\s+true\s+VirtualService\s+\[?create[, ]delete/);
    expect(out).toMatch(/peerauthentications\s+pa\s/);
    const istio = await kubectl('api-resources', '--api-group=security.istio.io', '--no-headers', '-o', 'name');
    expect(istio.out.trim().split('\n').toSorted()).toEqual([
      'authorizationpolicies.security.istio.io',
      'peerauthentications.security.istio.io',
      'requestauthentications.security.istio.io',
    ]);
  });

  it('lists every version of its groups', async () => {
    const versions = (await kubectl('api-versions')).out.split('\n');
    for (const one of ['v1', 'apps/v1', 'networking.istio.io/v1', 'networking.istio.io/v1beta1', 'gateway.networking.k8s.io/v1'])
      expect(versions).toContain(one);
  });

  it('says where it runs', async () => {
    const said = stripVTControlCharacters((await kubectl('cluster-info')).out);
    expect(said).toMatch(/^Kubernetes (?:control plane|master) is running at /);
    expect(said).toContain(trial.cluster.url);
  });

  it('answers raw paths', async () => {
    expect((await kubectl('get', '--raw', '/healthz')).out).toBe('ok');
    expect((await kubectl('get', '--raw', '/nowhere')).err).toContain('the server could not find the requested resource');
  });
});

describe('what is got', () => {
  it.each<[because: string, args: readonly string[], rows: readonly unknown[]]>([
    [
      'a kind by its short name',
      ['vs', '-A'],
      [
        ['NAMESPACE', 'NAME', 'GATEWAYS', 'HOSTS', 'AGE'],
        ['bookinfo', 'reviews', '["reviews"]', expect.any(String)],
      ],
    ],
    [
      'a kind in another of its versions',
      ['vs.v1beta1.networking.istio.io', '-n', 'bookinfo', '--no-headers'],
      [['reviews', '["reviews"]', expect.any(String)]],
    ],
    ['its name alone', ['dr', '-n', 'bookinfo', '-o', 'name'], [['destinationrule.networking.istio.io/ratings']]],
    [
      'its own columns',
      ['dr', '-n', 'bookinfo', '-o', 'custom-columns=N:.metadata.name,H:.spec.host'],
      [
        ['N', 'H'],
        ['ratings', 'ratings'],
      ],
    ],
    ['a part by path', ['cm', 'settings', '-o', 'jsonpath={.data.a}'], [['b']]],
    ['pods in order', ['pods', '--sort-by=.metadata.name', '-o', 'name'], [['pod/batch'], ['pod/sleep']]],
    ['pods by label', ['pods', '-l', 'app in (sleep,other),app!=batch', '-o', 'name'], [['pod/sleep']]],
    ['pods by field', ['pods', '--field-selector=status.phase=Succeeded', '-o', 'name'], [['pod/batch']]],
    ['labels as columns', ['pods', 'sleep', '--no-headers', '-L', 'app'], [['sleep', '0/1', 'Running', '0', expect.any(String), 'sleep']]],
    ['many pieces as one', ['pods', '--chunk-size=1', '-o', 'name'], [['pod/batch'], ['pod/sleep']]],
    [
      'more than one kind',
      ['vs,dr', '-n', 'bookinfo', '-o', 'name'],
      [['virtualservice.networking.istio.io/reviews'], ['destinationrule.networking.istio.io/ratings']],
    ],
  ])('shows %s', async (_, args, rows) => {
    const { out, err } = await kubectl('get', ...args);
    expect({ rows: columns(out), err }).toEqual({ rows, err: '' });
  });

  it('shows more columns when asked to', async () => {
    const [header, row] = columns((await kubectl('get', 'pods', 'sleep', '-o', 'wide')).out);
    expect(header).toEqual(['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE', 'IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES']);
    expect(row?.slice(0, 4)).toEqual(['sleep', '0/1', 'Running', '0']);
    expect((await kubectl('get', 'deploy', '-n', 'bookinfo', '-o', 'wide')).out).toMatch(
      /details\s+2\/2\s+2\s+2\s+\S+\s+app\s+app:1\s+app=details/,
    );
  });

  it('shows objects whole, as JSON and as YAML', async () => {
    const json = await kubectl('get', 'virtualservice.networking.istio.io', 'reviews', '-n', 'bookinfo', '-o', 'json');
    expect(JSON.parse(json.out)).toMatchObject({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      spec: virtualService('reviews').spec,
    });
    const yaml = await kubectl('get', 'vs', 'reviews', '-n', 'bookinfo', '-o', 'yaml');
    expect(yaml.out).toMatch(
      /^apiVersion: networking\.istio\.io\/v1\nkind: VirtualService\n[\s\S]*- destination:\n\s+host: reviews\n\s+subset: v1\n/,
    );
    const list = JSON.parse((await kubectl('get', 'vs', '-A', '-o', 'json')).out);
    expect(list).toMatchObject({ kind: 'List', items: [{ kind: 'VirtualService' }] });
  });

  it('shows all of the usual kinds of a namespace', async () => {
    const { out } = await kubectl('get', 'all', '-n', 'bookinfo', '-o', 'name');
    for (const one of [/^pod\/details-/m, /^service\/details$/m, /^deployment\.apps\/details$/m, /^replicaset\.apps\/details-/m])
      expect(out).toMatch(one);
  });

  it('says what is not there', async () => {
    expect((await kubectl('get', 'vs', 'nobody', '-n', 'bookinfo')).err).toBe(
      'Error from server (NotFound): virtualservices.networking.istio.io "nobody" not found\n',
    );
    expect((await kubectl('get', 'nonsense')).err).toContain('the server doesn\'t have a resource type "nonsense"');
    expect((await kubectl('get', 'pods', '-n', 'istio-system')).err).toContain('No resources found in istio-system namespace');
  });

  it('goes on to be shown while it changes', async () => {
    const watching = trial.start('get', 'cm', '-n', 'default', '-w', '--no-headers');
    let turn = 0;
    const change = setInterval(() => {
      turn += 1;
      const metadata = { name: 'seen', namespace: 'default' };
      trial.cluster.store.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { turn: String(turn) } }, 'story');
    }, 100);
    const said = await saying(watching, /(?:^seen\s+1\s.*\n[^]*){2}/m);
    clearInterval(change);
    watching.kill();
    expect(said).toMatch(/^settings\s+1\s/m);
    expect(said.match(/^seen\s+1\s/gm)?.length).toBeGreaterThan(1);
  });

  it('can be waited for', async () => {
    const available = await kubectl('wait', 'deploy/details', '-n', 'bookinfo', '--for=condition=Available', '--timeout=20s');
    expect(available.out).toBe('deployment.apps/details condition met\n');
  });
});

describe('what is described', () => {
  it.each<[because: string, args: readonly string[], text: RegExp]>([
    [
      'a pod, and that nothing happened to it',
      ['pod', 'sleep'],
      /Name:\s+sleep[\s\S]*Status:\s+Running[\s\S]*Image:\s+sleep:1[\s\S]*Events:\s+<none>/,
    ],
    [
      'a Deployment, and what happened to it',
      ['deployment', 'details', '-n', 'bookinfo'],
      /Replicas:\s+2 desired[\s\S]*ScalingReplicaSet\s[\s\S]*Scaled up replica set details-/,
    ],
    [
      'a Service and its endpoints',
      ['service', 'details', '-n', 'bookinfo'],
      /Selector:\s+app=details[\s\S]*Endpoints:\s+10\.245\.\d+\.\d+:9080,10\.245/,
    ],
    ['a custom resource', ['vs', 'reviews', '-n', 'bookinfo'], /Kind:\s+VirtualService[\s\S]*Host:\s+reviews\n\s+Subset:\s+v1/],
    ['a namespace', ['ns', 'bookinfo'], /Labels:\s+istio-injection=enabled[\s\S]*Status:\s+Active/],
  ])('shows %s', async (_, args, text) => {
    const { out, err } = await kubectl('describe', ...args);
    expect(err).toBe('');
    expect(out).toMatch(text);
  });
});

describe('what is explained', () => {
  // Before 1.24 explanations came from the Swagger 2 document alone, of which the lab serves an empty one.
  it.skipIf(minor < 24)('says what a field is for', async () => {
    expect((await kubectl('explain', 'virtualservice.spec.http.route')).out).toContain('Destinations with their relative weights.');
    expect((await kubectl('explain', 'vs', '--recursive')).out).toMatch(/http\t?\s*<\[\]Object>[\s\S]*fixedDelay/);
    expect((await kubectl('explain', 'destinationrule.spec.nonsense')).err).toContain('does not exist');
  });
});

describe('when things go wrong', () => {
  afterEach(() => trial?.cluster.chaos.set([]));

  it('comes back after the time it was told to wait', async () => {
    trial.cluster.chaos.set([
      { verbs: ['list'], resources: ['configmaps'], times: 1, does: { kind: 'too-many-requests', retryAfterSeconds: 1 } },
    ]);
    expect(await kubectl('get', 'cm', '-o', 'name')).toMatchObject({ code: 0, out: expect.stringContaining('configmap/settings') });
  });

  it('is told of a server that fails', async () => {
    trial.cluster.chaos.set([{ verbs: ['list'], resources: ['configmaps'], does: { kind: 'internal-error' } }]);
    expect(await kubectl('get', 'cm')).toMatchObject({ code: 1, err: expect.stringContaining('(InternalError)') });
  });
});

it('tells ages by the clock of the lab', async () => {
  trial.cluster.clock.ms = noon + 5 * 60_000;
  expect((await kubectl('get', 'pods', 'batch', '--no-headers')).out).toMatch(/\s125m\s*$/);
  trial.cluster.clock.ms = noon;
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at } from '@vigla/contract/units';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type { Identity } from '../http/index.ts';
import type { Kubernetes, ObjectChange } from '../sources/index.ts';
import { createKubernetes } from './create-kubernetes.ts';

type Respond = (request: IncomingMessage & { url: string }, response: ServerResponse) => boolean;
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

const groups: Readonly<Record<string, readonly string[]>> = {
  v1: ['namespaces', 'pods', 'services', 'secrets'],
  'apps/v1': ['deployments', 'replicasets', 'statefulsets', 'daemonsets'],
  'networking.istio.io/v1beta1': ['virtualservices', 'destinationrules'],
  'networking.istio.io/v1alpha3': ['virtualservices', 'destinationrules', 'envoyfilters'],
};
const namespace = (name: string, resourceVersion: string) => ({ metadata: { name, uid: name, resourceVersion } });
const failure = (code: number, message: string) => ({ kind: 'Status', status: 'Failure', code, message });

const opened: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

const portOf = (address: ReturnType<Server['address']>): number => (typeof address === 'object' ? (address?.port ?? 0) : 0);

const Review = z.object({
  spec: z.object({
    resourceAttributes: z.object({ verb: z.string(), resource: z.string(), name: z.string().optional(), namespace: z.string().optional() }),
  }),
});

function discovery(path: string): object | undefined {
  if (path === '/version') return { gitVersion: 'v1.33.0' };
  const plurals = groups[path.replace(/^\/apis?\//, '')];
  if (plurals) return { resources: plurals.map((name) => ({ name })) };
  if (path !== '/apis') return undefined;
  const versions = Map.groupBy(
    Object.keys(groups).filter((one) => one.includes('/')),
    (one) => one.split('/')[0],
  );
  return { groups: [...versions].map(([name, paths]) => ({ name, versions: paths.map((one) => ({ version: one.split('/')[1] })) })) };
}

/** An API server that serves empty lists and silent watches, except where a test says otherwise. */
async function startApi(port = 0) {
  const asked: Asked[] = [];
  const watches = new Map<string, ServerResponse>();
  const lists = new Map<string, { resourceVersion: string; items: readonly object[] }>();
  const special: Respond[] = [];
  const json = (response: ServerResponse, body: unknown, status = 200) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const server = createServer((request, response) => {
    const { url = '', method = '', headers } = request;
    const { pathname, searchParams } = new URL(url, 'http://api');
    asked.push({ method, path: pathname, query: searchParams, headers });
    if (special.some((respond) => respond(Object.assign(request, { url }), response))) return;
    const plural = pathname.split('/').at(-1) ?? '';
    const served = discovery(pathname);
    if (served) json(response, served);
    else if (searchParams.get('watch') === 'true') {
      response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      watches.set(plural, response);
    } else {
      const { resourceVersion, items } = lists.get(plural) ?? { resourceVersion: '1', items: [] };
      json(response, { metadata: { resourceVersion }, items });
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const api = {
    port: portOf(server.address()),
    asked,
    lists,
    special,
    json,
    count: (path: string, watch: boolean) =>
      asked.filter((one) => one.path === path && (one.query.get('watch') === 'true') === watch).length,
    say: (plural: string, text: string) => watches.get(plural)?.write(text),
    send: (plural: string, ...events: object[]) => watches.get(plural)?.write(events.map((event) => `${JSON.stringify(event)}\n`).join('')),
    cut: (plural: string) => watches.get(plural)?.destroy(),
    watched: (plural: string) => watches.has(plural) && !watches.get(plural)?.destroyed,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  opened.push(api);
  return api;
}

async function read(port: number, patience: object = {}, clock = () => at(1_000)): Promise<Kubernetes> {
  const folder = await mkdtemp(join(tmpdir(), 'vigla-kube-'));
  const kubeconfig = join(folder, 'config');
  await writeFile(
    kubeconfig,
    JSON.stringify({
      clusters: [{ name: 'c', cluster: { server: `http://127.0.0.1:${port}` } }],
      users: [{ name: 'u', user: { token: 'server-token' } }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    }),
  );
  const kubernetes = await createKubernetes({
    kubeconfig,
    context: null,
    timeoutMs: 2000,
    now: clock,
    random: () => 0,
    onTrouble: (message, error) => expect.fail(`${message} ${String(error)}`),
    patience: { refusedMs: 50, probeMs: 50, ...patience },
  });
  opened.push({
    async [Symbol.asyncDispose]() {
      kubernetes.close();
      await rm(folder, { recursive: true });
    },
  });
  return kubernetes;
}

const nextChange = (kubernetes: Kubernetes) => new Promise<ObjectChange>((resolve) => void kubernetes.onChange(resolve));
const names = (kubernetes: Kubernetes, kind: string) => kubernetes.list(kind).map(({ metadata }) => metadata.name);
const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 10 });

describe('the shared reading of the cluster', () => {
  it('is there when the cluster is opened, read page by page, in the best version served', async () => {
    const api = await startApi();
    api.special.push(({ url }, response) => {
      if (!url.startsWith('/api/v1/namespaces?limit')) return false;
      const second = url.includes('continue=more');
      api.json(response, {
        metadata: { resourceVersion: '7', ...(!second && { continue: 'more' }) },
        items: [namespace(second ? 'shop' : 'bank', second ? '6' : '5')],
      });
      return true;
    });
    api.lists.set('virtualservices', {
      resourceVersion: '8',
      items: [{ metadata: { name: 'cart', namespace: 'shop' }, spec: { hosts: ['cart'] } }],
    });
    const kubernetes = await read(api.port);
    expect(names(kubernetes, 'Namespace')).toEqual(['bank', 'shop']);
    expect(kubernetes.list('VirtualService', 'shop')).toEqual([
      {
        apiVersion: 'networking.istio.io/v1beta1',
        kind: 'VirtualService',
        metadata: { name: 'cart', namespace: 'shop' },
        spec: { hosts: ['cart'] },
      },
    ]);
    expect(kubernetes.missingKinds()).toEqual(new Map());
    expect(kubernetes.list('HTTPRoute')).toEqual([]);
    await until(() => expect(kubernetes.state()).toMatchObject({ state: 'ok', version: 'v1.33.0', url: `http://127.0.0.1:${api.port}` }));
  });

  it('never asks for secrets', async () => {
    const api = await startApi();
    const kubernetes = await read(api.port);
    await until(() => expect(api.watched('envoyfilters')).toBe(true));
    expect(kubernetes.missingKinds().size).toBe(0);
    expect(api.asked.filter(({ path }) => path.includes('secrets'))).toEqual([]);
  });

  it('follows what happens, and does not announce what was there before', async () => {
    const api = await startApi();
    api.lists.set('namespaces', { resourceVersion: '5', items: [namespace('shop', '5')] });
    const kubernetes = await read(api.port);
    const seen: string[] = [];
    kubernetes.onChange(({ type, object }) => seen.push(`${type} ${object.kind} ${object.metadata.name}`));
    await until(() => expect(api.watched('namespaces')).toBe(true));
    api.send(
      'namespaces',
      { type: 'ADDED', object: namespace('bank', '6') },
      { type: 'MODIFIED', object: namespace('shop', '7') },
      { type: 'BOOKMARK', object: { metadata: { resourceVersion: '8' } } },
      { type: 'DELETED', object: namespace('bank', '9') },
    );
    await until(() => expect(seen).toEqual(['added Namespace bank', 'changed Namespace shop', 'deleted Namespace bank']));
    expect(names(kubernetes, 'Namespace')).toEqual(['shop']);
  });

  it('goes on where it was when the connection breaks', async () => {
    const api = await startApi();
    api.lists.set('namespaces', { resourceVersion: '5', items: [namespace('shop', '5')] });
    const kubernetes = await read(api.port);
    await until(() => expect(api.watched('namespaces')).toBe(true));
    const first = nextChange(kubernetes);
    api.send('namespaces', { type: 'ADDED', object: namespace('bank', '6') });
    await first;
    api.cut('namespaces');
    await until(() => expect(api.count('/api/v1/namespaces', true)).toBe(2));
    expect(api.asked.findLast(({ path, query }) => path === '/api/v1/namespaces' && query.has('watch'))?.query.get('resourceVersion')).toBe(
      '6',
    );
    expect(api.count('/api/v1/namespaces', false)).toBe(1);
    await until(() => expect(kubernetes.missingKinds().size).toBe(0));
  });

  it.each<[because: string, broken: string]>([
    ['history is gone', JSON.stringify({ type: 'ERROR', object: failure(410, 'too old resource version') })],
    ['the watch is garbled', '<html>502 Bad Gateway</html>'],
  ])('starts over from a list when %s, and tells only the difference', async (_, broken) => {
    const api = await startApi();
    api.lists.set('namespaces', { resourceVersion: '5', items: [namespace('shop', '5'), namespace('old', '4')] });
    const kubernetes = await read(api.port);
    await until(() => expect(api.watched('namespaces')).toBe(true));
    const seen: string[] = [];
    kubernetes.onChange(({ type, object }) => seen.push(`${type} ${object.metadata.name}`));
    api.lists.set('namespaces', { resourceVersion: '50', items: [namespace('shop', '5'), namespace('new', '49')] });
    api.say('namespaces', `${broken}\n`);
    await until(() => expect(seen).toEqual(['deleted old', 'added new']));
    await until(() =>
      expect(
        api.asked.findLast(({ path, query }) => path === '/api/v1/namespaces' && query.has('watch'))?.query.get('resourceVersion'),
      ).toBe('50'),
    );
  });

  it('starts over when a watch has been silent for too long', async () => {
    const api = await startApi();
    const kubernetes = await read(api.port, { silenceMs: 300 });
    await until(() => expect(api.watched('pods')).toBe(true));
    api.lists.set('pods', { resourceVersion: '9', items: [{ metadata: { name: 'cart-1', namespace: 'shop' } }] });
    await until(() => expect(names(kubernetes, 'Pod')).toEqual(['cart-1']));
  });

  it('says which kind it may not read and why, reads the others, and tries again', async () => {
    const api = await startApi();
    let allowed = false;
    api.special.push(({ url }, response) => {
      if (allowed || !url.startsWith('/api/v1/pods')) return false;
      api.json(
        response,
        failure(403, 'pods is forbidden: User "vigla" cannot list resource "pods" in API group "" at the cluster scope'),
        403,
      );
      return true;
    });
    api.lists.set('pods', { resourceVersion: '9', items: [{ metadata: { name: 'cart-1', namespace: 'shop' } }] });
    api.lists.set('namespaces', { resourceVersion: '5', items: [namespace('shop', '5')] });
    const kubernetes = await read(api.port);
    expect([...kubernetes.missingKinds()]).toEqual([
      ['Pod', 'pods: pods is forbidden: User "vigla" cannot list resource "pods" in API group "" at the cluster scope'],
    ]);
    expect(names(kubernetes, 'Namespace')).toEqual(['shop']);
    expect(kubernetes.state().state).toBe('ok');
    allowed = true;
    await until(() => expect(names(kubernetes, 'Pod')).toEqual(['cart-1']));
    await until(() => expect(kubernetes.missingKinds().size).toBe(0));
  });

  it('finds kinds that are installed later', async () => {
    const api = await startApi();
    let installed = false;
    api.special.push(({ url }, response) => {
      if (url === '/apis' && installed)
        return (api.json(response, { groups: [{ name: 'gateway.networking.k8s.io', versions: [{ version: 'v1' }] }] }), true);
      if (url === '/apis/gateway.networking.k8s.io/v1') return (api.json(response, { resources: [{ name: 'httproutes' }] }), true);
      return false;
    });
    api.lists.set('httproutes', { resourceVersion: '9', items: [{ metadata: { name: 'way', namespace: 'shop' } }] });
    const kubernetes = await read(api.port);
    expect(kubernetes.list('HTTPRoute')).toEqual([]);
    installed = true;
    await until(() => expect(names(kubernetes, 'HTTPRoute')).toEqual(['way']));
  });

  it('survives the API server: says since when it is gone, keeps what it had, and is fresh when it returns', async () => {
    const api = await startApi();
    api.lists.set('namespaces', { resourceVersion: '5', items: [namespace('shop', '5')] });
    let seconds = 1000;
    const kubernetes = await read(api.port, {}, () => at(seconds));
    await until(() => expect(api.watched('namespaces')).toBe(true));
    seconds = 2000;
    await api[Symbol.asyncDispose]();
    await until(() => expect(kubernetes.state()).toMatchObject({ state: 'failing', failingSince: 2000, lastOkAt: 1000 }));
    await until(() => expect(kubernetes.missingKinds().get('Namespace')).toMatch(/cannot be reached \(ECONNREFUSED\)/));
    expect(names(kubernetes, 'Namespace')).toEqual(['shop']);
    seconds = 3000;
    const back = await startApi(api.port);
    back.lists.set('namespaces', { resourceVersion: '1', items: [namespace('reborn', '1')] });
    await vi.waitFor(() => expect(names(kubernetes, 'Namespace')).toEqual(['reborn']), { timeout: 10_000 });
    await until(() => expect(kubernetes.state()).toMatchObject({ state: 'ok', failingSince: null, lastOkAt: 3000, detail: null }));
  });

  it('begins when the API server comes up later than we', async () => {
    const early = await startApi();
    await early[Symbol.asyncDispose]();
    const kubernetes = await read(early.port);
    expect(kubernetes.missingKinds().get('Pod')).toMatch(/cannot be reached/);
    const api = await startApi(early.port);
    api.lists.set('namespaces', { resourceVersion: '5', items: [namespace('shop', '5')] });
    await vi.waitFor(() => expect(names(kubernetes, 'Namespace')).toEqual(['shop']), { timeout: 10_000 });
  });
});

const vera: Identity = { person: { username: 'vera', groups: [] }, credentials: { way: 'token', token: 'vera-token' }, key: 'vera' };
const signal = new AbortController().signal;

describe('what people may see', () => {
  /** Answers access reviews for namespaces by `allowed`, which is told the name asked for; null is every name. */
  async function reviewing(allowed: (name: string | null) => boolean) {
    const api = await startApi();
    api.lists.set('namespaces', { resourceVersion: '5', items: ['bank', 'post', 'shop'].map((name) => namespace(name, '5')) });
    api.special.push((request, response) => {
      if (!request.url.endsWith('/selfsubjectaccessreviews')) return false;
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { resourceAttributes } = Review.parse(JSON.parse(body)).spec;
        expect(resourceAttributes).toMatchObject({ verb: 'get', resource: 'namespaces' });
        expect(resourceAttributes.name).toBe(resourceAttributes.namespace);
        api.json(response, { status: { allowed: allowed(resourceAttributes.name ?? null) } }, 201);
      });
      return true;
    });
    return { api, kubernetes: await read(api.port) };
  }
  const reviews = (asked: readonly Asked[]) => asked.filter(({ path }) => path.endsWith('/selfsubjectaccessreviews'));

  it('is everything, by one question, for those who may get any namespace', async () => {
    const { api, kubernetes } = await reviewing(() => true);
    expect(await kubernetes.visible(vera, signal)).toEqual({ all: true, namespaces: new Set(['bank', 'post', 'shop']) });
    expect(reviews(api.asked)).toHaveLength(1);
  });

  it('is what they may get one by one for the others, asked with their own token and remembered', async () => {
    const { api, kubernetes } = await reviewing((name) => name === 'shop');
    const sights = await Promise.all([kubernetes.visible(vera, signal), kubernetes.visible(vera, signal)]);
    expect(sights[0]).toEqual({ all: false, namespaces: new Set(['shop']) });
    expect(sights[1]).toEqual(sights[0]);
    expect(reviews(api.asked).map(({ headers }) => headers.authorization)).toEqual(Array.from({ length: 4 }, () => 'Bearer vera-token'));
  });

  it('is not guessed while the namespaces are not known', async () => {
    const api = await startApi();
    api.special.push(({ url }, response) => url.startsWith('/api/v1/namespaces') && (api.json(response, failure(403, 'no'), 403), true));
    const kubernetes = await read(api.port);
    await expect(kubernetes.visible(vera, signal)).rejects.toMatchObject({ code: 'source_unavailable' });
  });
});

describe('a request for somebody', () => {
  it('carries that person and nobody else, impersonation included, and brings back warnings', async () => {
    const api = await startApi();
    const kubernetes = await read(api.port);
    api.special.push(
      ({ url }, response) =>
        url.includes('/virtualservices/cart') &&
        (response.setHeader('warning', '299 - "mind the gap"'), api.json(response, { ok: true }), true),
    );
    const impersonating: Identity = {
      ...vera,
      credentials: { way: 'token', token: 'vera-token', impersonate: { user: 'eddy', groups: ['dev', 'ops'] } },
    };
    const path = '/apis/networking.istio.io/v1/namespaces/shop/virtualservices/cart';
    const answer = await kubernetes.request(impersonating, { method: 'PUT', path, query: { dryRun: 'All' }, body: { spec: {} } }, signal);
    expect(answer).toEqual({ body: { ok: true }, warnings: ['mind the gap'] });
    const sent = api.asked.find((one) => one.path === path);
    expect(sent?.headers).toMatchObject({
      authorization: 'Bearer vera-token',
      'impersonate-user': 'eddy',
      'impersonate-group': 'dev, ops',
      'content-type': 'application/json',
    });
    expect(sent?.query.get('dryRun')).toBe('All');
    const withoutToken = api.asked.filter(({ headers }) => headers.authorization !== 'Bearer server-token');
    expect(withoutToken).toEqual([sent]);
  });

  it('ends with the caller who wanted it, and does not count as an outage', async () => {
    const api = await startApi();
    const kubernetes = await read(api.port);
    const arrived = Promise.withResolvers<void>();
    api.special.push(({ url }) => url === '/api/v1/namespaces/slow' && (arrived.resolve(), true));
    const leaving = new AbortController();
    const answer = kubernetes.request(vera, { method: 'GET', path: '/api/v1/namespaces/slow' }, leaving.signal);
    await arrived.promise;
    leaving.abort(new Error('gone'));
    await expect(answer).rejects.toThrow('gone');
    expect(kubernetes.state().state).toBe('ok');
  });

  it.each<[because: string, respond: (api: Awaited<ReturnType<typeof startApi>>, response: ServerResponse) => unknown, code: string]>([
    ['does not answer', () => undefined, 'source_timeout'],
    ['answers with a page', (_, response) => response.end('<html>'), 'source_unavailable'],
    ['hangs up', (_, response) => response.destroy(), 'source_unavailable'],
    ['is overwhelmed', (api, response) => api.json(response, failure(503, 'please wait'), 503), 'source_unavailable'],
  ])('fails clearly when the cluster %s', async (_, respond, code) => {
    const api = await startApi();
    const kubernetes = await read(api.port);
    api.special.push(({ url }, response) => url === '/api/v1/namespaces/shop' && (respond(api, response), true));
    await expect(kubernetes.request(vera, { method: 'GET', path: '/api/v1/namespaces/shop' }, signal)).rejects.toMatchObject({
      code,
      problem: { source: 'kubernetes' },
    });
  });
});

it.each<[because: string, method: 'GET' | 'POST', code: number, state: string]>([
  ['a webhook behind it cannot be reached', 'POST', 500, 'ok'],
  ['it refuses a person', 'GET', 401, 'ok'],
  ['it cannot read its own store', 'GET', 500, 'failing'],
  ['a balancer has nobody behind it', 'POST', 503, 'failing'],
])('knows how the API server is when %s', async (_, method, code, state) => {
  const api = await startApi();
  const kubernetes = await read(api.port, { probeMs: 60_000 });
  await until(() => expect(api.watched('envoyfilters')).toBe(true));
  await until(() => expect(kubernetes.state().version).toBe('v1.33.0'));
  api.special.push(({ url }, response) => url === '/api/v1/namespaces/shop/pods' && (api.json(response, failure(code, 'no'), code), true));
  await expect(kubernetes.request(vera, { method, path: '/api/v1/namespaces/shop/pods' }, signal)).rejects.toMatchObject({
    name: 'AppError',
  });
  expect(kubernetes.state().state).toBe(state);
});

describe('who somebody is', () => {
  it.each<[because: string, code: number, body: object, expected: object | null]>([
    [
      'the cluster knows them',
      201,
      { status: { userInfo: { username: 'vera', groups: ['dev', 7] } } },
      { username: 'vera', groups: ['dev'] },
    ],
    ['the token is no good', 401, failure(401, 'Unauthorized'), null],
    ['the token was not looked at', 201, { status: { userInfo: { username: 'system:anonymous', groups: [] } } }, null],
    ['the answer is empty', 201, {}, null],
  ])('is answered when %s', async (_, code, body, expected) => {
    const api = await startApi();
    api.special.push(({ url }, response) => url.endsWith('/selfsubjectreviews') && (api.json(response, body, code), true));
    const kubernetes = await read(api.port);
    expect(await kubernetes.whoIs(vera.credentials, signal)).toEqual(expected);
  });

  it('is asked of an older cluster with the right of the server', async () => {
    const api = await startApi();
    api.special.push(
      ({ url }, response) => url.endsWith('/selfsubjectreviews') && (api.json(response, failure(404, 'not found'), 404), true),
    );
    api.special.push(
      ({ url }, response) =>
        url.endsWith('/tokenreviews') && (api.json(response, { status: { authenticated: true, user: { username: 'vera' } } }, 201), true),
    );
    const kubernetes = await read(api.port);
    expect(await kubernetes.whoIs(vera.credentials, signal)).toEqual({ username: 'vera', groups: [] });
    expect(api.asked.find(({ path }) => path.endsWith('/tokenreviews'))?.headers.authorization).toBe('Bearer server-token');
    await expect(kubernetes.whoIs({ way: 'token', token: 't', impersonate: { user: 'eddy', groups: [] } }, signal)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

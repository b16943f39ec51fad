import { request as open } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { KubeObject } from '@vigla/contract/objects';
import type { Persona } from './access/persona.ts';
import { at, record, text } from './json/json.ts';
import { createKubernetes, type Kubernetes, type KubernetesOptions } from './create-kubernetes.ts';

/** The only "now" of the tests of this room. */
export const noon = Date.parse('2026-03-02T12:00:00Z');

const persona = (id: string): Persona => ({ id, username: `${id}@lab`, groups: [`lab:${id}s`], token: `token-of-${id}` });
export const [admin, viewer, editor] = [persona('admin'), persona('viewer'), persona('editor')];

const rbac = 'rbac.authorization.k8s.io';
const group = (name: string) => [{ kind: 'Group', apiGroup: rbac, name }];
const namespace = (name: string, labels: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels, creationTimestamp: '2026-03-01T12:00:00Z' },
  status: { phase: 'Active' },
});
const reading = { apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] };

/** A VirtualService as somebody would write it. */
export const virtualService = (name: string, weights: readonly number[] = [100], more: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name, namespace: 'bookinfo', ...more },
  spec: {
    hosts: [name],
    http: [{ route: weights.map((weight, index) => ({ destination: { host: name, subset: `v${index + 1}` }, weight })) }],
  },
});

/** A Deployment with one container. */
export const deployment = (name: string, replicas: number): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'bookinfo' },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name, version: 'v1' } },
      spec: { containers: [{ name: 'app', image: 'app:1', ports: [{ containerPort: 9080 }] }] },
    },
  },
});

/** A small cluster: three namespaces, three people, one VirtualService. */
export const objects: readonly KubeObject[] = [
  namespace('default'),
  namespace('bookinfo', { 'istio-injection': 'enabled' }),
  namespace('istio-system'),
  { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name: 'read' }, rules: [reading] },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'admins' },
    roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: group('lab:admins'),
  },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'viewers' },
    roleRef: { kind: 'ClusterRole', name: 'read' },
    subjects: group('lab:viewers'),
  },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'Role',
    metadata: { name: 'edit', namespace: 'bookinfo' },
    rules: [reading, { apiGroups: ['networking.istio.io'], resources: ['*'], verbs: ['create', 'update', 'patch', 'delete'] }],
  },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'RoleBinding',
    metadata: { name: 'editors', namespace: 'bookinfo' },
    roleRef: { kind: 'Role', name: 'edit' },
    subjects: group('lab:editors'),
  },
  virtualService('reviews'),
];

/** A cluster for one test, closed at its end. `clock.ms` may be moved. */
export async function startTrial(
  more: readonly KubeObject[] = [],
  { bookmarkMs = 20, followMs = 5, logs }: Pick<KubernetesOptions, 'bookmarkMs' | 'followMs' | 'logs'> = {},
): Promise<Kubernetes & AsyncDisposable & { readonly clock: { ms: number } }> {
  const clock = { ms: noon };
  const cluster = await createKubernetes({
    objects: [...objects, ...more],
    personas: [admin, viewer, editor],
    now: () => clock.ms,
    host: '127.0.0.1',
    port: 0,
    bookmarkMs,
    followMs,
    ...(logs ? { logs } : {}),
  });
  return { ...cluster, clock, [Symbol.asyncDispose]: () => cluster.close() };
}

/** What a request answered. */
export interface Reply {
  readonly code: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Asking {
  readonly as?: Persona | null;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
}

/** Sends one request as somebody; `as: null` sends no token. A body that is no text is sent as JSON. */
export async function ask(
  { url, caPem }: Pick<Kubernetes, 'url' | 'caPem'>,
  method: string,
  path: string,
  { as = admin, headers = {}, body }: Asking = {},
): Promise<Reply> {
  const payload = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const all = {
    ...(as ? { authorization: `Bearer ${as.token}` } : {}),
    ...(payload === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(payload)) }),
    ...headers,
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = open(
      `${url}${path}`,
      {
        method,
        ca: caPem,
        agent: false,
        headers: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]])),
      },
      resolve,
    );
    sent.on('error', reject);
    sent.end(payload);
  });
  const said = (await response.toArray()).join('');
  return { code: response.statusCode ?? 0, headers: response.headers, text: said, body: parsed(said) };
}

const parsed = (said: string): Readonly<Record<string, unknown>> => (said.startsWith('{') ? record(JSON.parse(said)) : {});

interface Event {
  readonly type: string;
  readonly object: KubeObject;
}

/** Opens a request whose answer goes on, and hands out its lines as they come; hangs up when it is disposed. */
export async function openLines(
  { url, caPem }: Pick<Kubernetes, 'url' | 'caPem'>,
  path: string,
): Promise<AsyncDisposable & { readonly response: IncomingMessage; next(): Promise<string | undefined> }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    open(`${url}${path}`, { ca: caPem, agent: false, headers: { authorization: `Bearer ${admin.token}` } }, resolve)
      .on('error', reject)
      .end();
  });
  const lines = linesOf(response);
  return {
    response,
    async next() {
      const { value, done } = await lines.next();
      return done ? undefined : value;
    },
    async [Symbol.asyncDispose]() {
      response.destroy();
    },
  };
}

/** Opens a watch and hands out its events one after the other; ends when the server ends it, and hangs up when it is disposed. */
export async function openWatch(
  cluster: Pick<Kubernetes, 'url' | 'caPem'>,
  path: string,
): Promise<AsyncDisposable & { next(): Promise<Event | undefined> }> {
  const lines = await openLines(cluster, path);
  return {
    async next() {
      const line = await lines.next();
      return line === undefined ? undefined : eventOf(JSON.parse(line));
    },
    [Symbol.asyncDispose]: () => lines[Symbol.asyncDispose](),
  };
}

function eventOf(value: unknown): Event {
  return { type: text(at(value, 'type')), object: { apiVersion: '', kind: '', metadata: { name: '' }, ...record(at(value, 'object')) } };
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<string, undefined> {
  let rest = '';
  for await (const chunk of response as AsyncIterable<Buffer>) {
    const lines = `${rest}${chunk.toString()}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  return undefined;
}

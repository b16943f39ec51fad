import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Persona } from './access/persona.ts';
import { at, list, text } from './json/json.ts';
import { admin, ask, deployment, editor, noon, openWatch, type Reply, startTrial, viewer, virtualService } from './trial.ts';

const vs = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices';
const versionOf = ({ body }: Reply): string => text(at(body, 'metadata', 'resourceVersion'));
const merge = { 'content-type': 'application/merge-patch+json' };

it('lists what a namespace holds, under each version of its kind', async () => {
  await using cluster = await startTrial();
  for (const version of ['v1', 'v1beta1', 'v1alpha3']) {
    const { code, body } = await ask(cluster, 'GET', vs.replace('/v1/', `/${version}/`));
    expect(code).toBe(200);
    expect(body).toMatchObject({
      kind: 'VirtualServiceList',
      items: [{ apiVersion: `networking.istio.io/${version}`, metadata: { name: 'reviews' } }],
    });
  }
});

it('pages through a list and shows the moment of its first page', async () => {
  await using cluster = await startTrial(['a', 'b', 'c', 'd'].map((name) => virtualService(name)));
  const first = await ask(cluster, 'GET', `${vs}?limit=2`);
  expect(first.body).toMatchObject({
    items: [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }],
    metadata: { remainingItemCount: 3 },
  });
  await ask(cluster, 'DELETE', `${vs}/c`);
  await ask(cluster, 'POST', vs, { body: virtualService('cc') });
  const token = text(at(first.body, 'metadata', 'continue'));
  const resourceVersion = versionOf(first);
  const second = await ask(cluster, 'GET', `${vs}?limit=10&continue=${token}`);
  expect(second.body).toMatchObject({
    metadata: { resourceVersion },
    items: [{ metadata: { name: 'c' } }, { metadata: { name: 'd' } }, { metadata: { name: 'reviews' } }],
  });
});

it('selects by labels and by fields, in lists', async () => {
  await using cluster = await startTrial([virtualService('ratings', [100], { labels: { tier: 'back' } })]);
  const names = async (query: string) => {
    const { body } = await ask(cluster, 'GET', `${vs}?${query}`);
    return list(body['items']).map((item) => at(item, 'metadata', 'name'));
  };
  expect(await names('labelSelector=tier%20in%20(back,front)')).toEqual(['ratings']);
  expect(await names('labelSelector=!tier')).toEqual(['reviews']);
  expect(await names('fieldSelector=metadata.name%3Dreviews')).toEqual(['reviews']);
});

it('stores an object with an id, an instant, a generation and its author', async () => {
  await using cluster = await startTrial();
  const { code, body } = await ask(cluster, 'POST', `${vs}?fieldManager=vigla`, { body: virtualService('ratings') });
  expect(code).toBe(201);
  expect(body['metadata']).toMatchObject({
    uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
    creationTimestamp: '2026-03-02T12:00:00Z',
    generation: 1,
    managedFields: [{ manager: 'vigla', operation: 'Update', fieldsV1: { 'f:spec': { 'f:hosts': {}, 'f:http': {} } } }],
  });
});

it('counts only changes of the spec as a generation, and a write that changes nothing not at all', async () => {
  await using cluster = await startTrial();
  const patch = async (body: unknown) => ask(cluster, 'PATCH', `${vs}/reviews`, { headers: merge, body });
  const labelled = await patch({ metadata: { labels: { a: 'b' } } });
  const routed = await patch({ spec: { hosts: ['reviews', 'reviews.bookinfo'] } });
  const again = await patch({ spec: { hosts: ['reviews', 'reviews.bookinfo'] } });
  expect(at(routed.body, 'metadata', 'generation')).toBe(Number(at(labelled.body, 'metadata', 'generation')) + 1);
  expect(Number(versionOf(routed))).toBe(Number(versionOf(labelled)) + 1);
  expect(again.body).toEqual(routed.body);
});

it('stores nothing in a dry run, but checks everything', async () => {
  await using cluster = await startTrial();
  const resourceVersion = versionOf(await ask(cluster, 'GET', vs));
  expect((await ask(cluster, 'POST', `${vs}?dryRun=All`, { body: virtualService('ratings') })).code).toBe(201);
  expect((await ask(cluster, 'POST', `${vs}?dryRun=All`, { body: virtualService('ratings', [0, 0]) })).code).toBe(400);
  expect(
    (await ask(cluster, 'PATCH', `${vs}/reviews?dryRun=All`, { headers: merge, body: { spec: { hosts: ['x'] } } })).body,
  ).toMatchObject({ spec: { hosts: ['x'] } });
  expect((await ask(cluster, 'DELETE', `${vs}/reviews`, { body: { dryRun: ['All'] } })).code).toBe(200);
  expect((await ask(cluster, 'GET', vs)).body).toMatchObject({ metadata: { resourceVersion }, items: [{ spec: { hosts: ['reviews'] } }] });
});

it('refuses a write that was made on an outdated copy', async () => {
  await using cluster = await startTrial();
  const { body: old } = await ask(cluster, 'GET', `${vs}/reviews`);
  await ask(cluster, 'PATCH', `${vs}/reviews`, { headers: merge, body: { spec: { hosts: ['other'] } } });
  const put = await ask(cluster, 'PUT', `${vs}/reviews`, { body: old });
  const patch = await ask(cluster, 'PATCH', `${vs}/reviews`, {
    headers: merge,
    body: { metadata: old['metadata'], spec: { hosts: ['mine'] } },
  });
  for (const { code, body } of [put, patch]) {
    expect(code).toBe(409);
    expect(body).toMatchObject({ reason: 'Conflict', message: expect.stringContaining('the object has been modified') });
  }
});

it('keeps status apart: each of the two ways writes its own half', async () => {
  await using cluster = await startTrial();
  await ask(cluster, 'PATCH', `${vs}/reviews/status`, { headers: merge, body: { spec: { hosts: ['no'] }, status: { observed: 'yes' } } });
  const { body } = await ask(cluster, 'PATCH', `${vs}/reviews`, {
    headers: merge,
    body: { status: { observed: 'no' }, metadata: { labels: { a: 'b' } } },
  });
  expect(body).toMatchObject({ spec: { hosts: ['reviews'] }, status: { observed: 'yes' }, metadata: { labels: { a: 'b' } } });
});

it('answers who may do what only from the stored roles', async () => {
  await using cluster = await startTrial();
  const codes = async (method: string, path: string, body?: unknown) =>
    Promise.all(
      [admin, viewer, editor, null].map(async (as) => (await ask(cluster, method, path, { as, ...(body ? { body } : {}) })).code),
    );
  expect(await codes('GET', vs)).toEqual([200, 200, 200, 403]);
  expect(await codes('GET', '/api/v1/namespaces')).toEqual([200, 200, 403, 403]);
  expect(await codes('GET', '/api/v1/namespaces/bookinfo')).toEqual([200, 200, 200, 403]);
  expect(await codes('GET', '/api/v1/namespaces/default')).toEqual([200, 200, 403, 403]);
  expect(await codes('PATCH', `${vs}/reviews`, {})).toEqual([415, 403, 415, 403]);
  expect(
    await codes('POST', '/apis/networking.istio.io/v1/namespaces/default/virtualservices', {
      ...virtualService('x'),
      metadata: { name: 'x' },
    }),
  ).toEqual([201, 403, 403, 403]);
  expect(await codes('GET', '/version')).toEqual([200, 200, 200, 200]);
  expect(await codes('GET', '/apis')).toEqual([200, 200, 200, 403]);
});

it('names the missing right in a refusal', async () => {
  await using cluster = await startTrial();
  const { body } = await ask(cluster, 'DELETE', `${vs}/reviews`, { as: viewer });
  expect(body).toMatchObject({
    reason: 'Forbidden',
    details: { group: 'networking.istio.io', kind: 'virtualservices', name: 'reviews' },
    message:
      'virtualservices.networking.istio.io "reviews" is forbidden: User "viewer@lab" cannot delete resource "virtualservices" in API group "networking.istio.io" in the namespace "bookinfo"',
  });
});

it('does not let somebody make by declaring what they may only change', async () => {
  await using cluster = await startTrial([
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'edit', namespace: 'bookinfo' },
      rules: [{ apiGroups: ['networking.istio.io'], resources: ['*'], verbs: ['patch'] }],
    },
  ]);
  const apply = (name: string, as: Persona) =>
    ask(cluster, 'PATCH', `${vs}/${name}?fieldManager=m&force=true`, {
      as,
      headers: { 'content-type': 'application/apply-patch+yaml' },
      body: JSON.stringify(virtualService(name)),
    });
  expect((await apply('reviews', editor)).code).toBe(200);
  expect((await apply('fresh', editor)).body).toMatchObject({
    code: 403,
    message: expect.stringContaining('cannot create resource "virtualservices"'),
  });
  expect((await apply('fresh', admin)).code).toBe(201);
});

it('tells a list of a forgotten moment to start over', async () => {
  await using cluster = await startTrial();
  const old = versionOf(await ask(cluster, 'GET', vs));
  await ask(cluster, 'POST', vs, { body: virtualService('ratings') });
  const exactly = (version: string) => ask(cluster, 'GET', `${vs}?resourceVersion=${version}&resourceVersionMatch=Exact`);
  expect(list((await exactly(old)).body['items'])).toHaveLength(1);
  cluster.chaos.forgetPast();
  expect((await exactly(old)).body).toMatchObject({ code: 410, reason: 'Expired', message: expect.stringContaining('too old') });
});

it('takes a right away as soon as its binding is gone', async () => {
  await using cluster = await startTrial();
  expect((await ask(cluster, 'GET', vs, { as: editor })).code).toBe(200);
  cluster.store.remove({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', namespace: 'bookinfo', name: 'editors' });
  expect((await ask(cluster, 'GET', vs, { as: editor })).code).toBe(403);
});

it.each([
  ['a token nobody has', { authorization: 'Bearer nobody' }],
  ['no bearer token', { authorization: 'Basic YWRtaW46YWRtaW4=' }],
  ['an empty token', { authorization: 'Bearer ' }],
])('does not know who asks with %s', async (_, headers) => {
  await using cluster = await startTrial();
  const { code, body, headers: answered } = await ask(cluster, 'GET', vs, { as: null, headers });
  expect(code).toBe(401);
  expect(body).toMatchObject({ kind: 'Status', reason: 'Unauthorized' });
  expect(answered['www-authenticate']).toBe('Bearer');
});

it('lets those who may impersonate act as others, and nobody else', async () => {
  await using cluster = await startTrial();
  const as = { 'impersonate-user': 'editor@lab', 'impersonate-group': ['lab:editors', 'x'] };
  const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  expect((await ask(cluster, 'POST', path, { body: review, headers: as })).body).toMatchObject({
    status: { userInfo: { username: 'editor@lab', groups: ['lab:editors', 'x', 'system:authenticated'] } },
  });
  expect((await ask(cluster, 'GET', '/api/v1/namespaces', { headers: as })).code).toBe(403);
  expect((await ask(cluster, 'POST', path, { as: viewer, body: review, headers: as })).body).toMatchObject({
    code: 403,
    message: expect.stringContaining('cannot impersonate resource "users"'),
  });
  expect((await ask(cluster, 'GET', vs, { headers: { 'impersonate-group': 'lab:admins' } })).code).toBe(400);
});

it.each([
  ['a path that leads nowhere', 'GET', '/apis/networking.istio.io/v9/virtualservices', undefined, 404],
  ['a kind that is not served', 'GET', '/api/v1/namespaces/bookinfo/podtemplates', undefined, 404],
  ['an object that is not there', 'GET', `${vs}/nobody`, undefined, 404],
  ['a method that does not fit', 'POST', '/apis/networking.istio.io/v1/virtualservices', virtualService('x'), 405],
  ['a write to what can only be read', 'POST', '/api/v1/nodes', {}, 405],
  ['a body that is no JSON', 'POST', vs, '{"kind":', 400],
  ['a body that is nested too deep', 'POST', vs, '['.repeat(5000), 400],
  ['a body that is too large', 'POST', vs, `"${'x'.repeat(4_000_000)}"`, 413],
  ['another kind than the path says', 'POST', vs, { ...virtualService('x'), kind: 'Gateway' }, 400],
  ['another namespace than the path says', 'POST', vs, virtualService('x', [1], { namespace: 'default' }), 400],
  ['a name that is none', 'POST', vs, virtualService('Not_A_Name'), 422],
  ['a label that is none', 'POST', vs, virtualService('x', [1], { labels: { a: 'b c' } }), 422],
  ['labels that are no map', 'POST', vs, virtualService('x', [1], { labels: 7 }), 422],
  ['metadata with null in its lists', 'POST', vs, virtualService('x', [1], { ownerReferences: [null], managedFields: [null] }), 422],
  ['an object that exists', 'POST', vs, virtualService('reviews'), 409],
  ['a namespace that does not exist', 'POST', vs.replace('bookinfo', 'nowhere'), virtualService('x', [1], { namespace: 'nowhere' }), 404],
  ['a selector that cannot be read', 'GET', `${vs}?labelSelector=a%20b`, undefined, 400],
  ['a field nobody selects by', 'GET', `${vs}?fieldSelector=spec.hosts%3Dx`, undefined, 400],
  ['a token for more that is forged', 'GET', `${vs}?continue=bm9wZQ`, undefined, 400],
  ['a version from the future', 'GET', `${vs}?resourceVersion=999999999999999`, undefined, 504],
  ['an escape that is none', 'GET', '/api/v1/namespaces/%ZZ', undefined, 400],
])('answers %s with a Status', async (_, method, path, body, code) => {
  await using cluster = await startTrial();
  const reply = await ask(cluster, method, path, body === undefined ? {} : { body });
  expect(reply.body).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message: expect.stringMatching(/\w/) });
  expect(reply.code).toBe(code);
});

it('says honestly that no container runs here', async () => {
  await using cluster = await startTrial([
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'bookinfo' }, spec: { containers: [] } },
  ]);
  const { code, body } = await ask(cluster, 'GET', '/api/v1/namespaces/bookinfo/pods/p/log');
  expect(code).toBe(501);
  expect(body['message']).toContain('no container runs here');
});

it('warns of unknown fields, refuses them when asked to, and never stores them', async () => {
  await using cluster = await startTrial();
  const odd = { ...virtualService('odd'), spec: { ...virtualService('odd').spec, colour: 'red' } };
  expect((await ask(cluster, 'POST', `${vs}?fieldValidation=Strict`, { body: odd })).body).toMatchObject({
    code: 400,
    message: 'strict decoding error: unknown field "spec.colour"',
  });
  const warned = await ask(cluster, 'POST', vs, { body: odd });
  expect(warned.headers['warning']).toBe('299 - "unknown field \\"spec.colour\\""');
  expect(warned.body['spec']).not.toHaveProperty('colour');
});

it.each<[because: string, path: string, body: object, words: string]>([
  [
    'a Deployment',
    '/apis/apps/v1/namespaces/bookinfo/deployments',
    { ...deployment('odd', 1), spec: { ...deployment('odd', 1).spec, replica: 2 } },
    'unknown field "spec.replica"',
  ],
  [
    'a container',
    '/api/v1/namespaces/bookinfo/pods',
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'odd' }, spec: { containers: [{ name: 'a', port: 80, ports: null }] } },
    'unknown field "spec.containers[0].port"',
  ],
  [
    'a Service',
    '/api/v1/namespaces/bookinfo/services',
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'odd' }, spec: { selectors: {}, ports: [{ port: 80 }] } },
    'unknown field "spec.selectors"',
  ],
  [
    'a ConfigMap',
    '/api/v1/namespaces/bookinfo/configmaps',
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'odd' }, date: {} },
    'unknown field "date"',
  ],
])('finds the slip of the pen in %s', async (_, path, body, words) => {
  await using cluster = await startTrial();
  expect((await ask(cluster, 'POST', `${path}?fieldValidation=Strict`, { body })).body['message']).toBe(`strict decoding error: ${words}`);
  const warned = await ask(cluster, 'POST', path, { body });
  expect([warned.code, warned.headers['warning']]).toEqual([201, `299 - "${words.replaceAll('"', '\\"')}"`]);
  const ignored = await ask(cluster, 'POST', `${path}?fieldValidation=Ignore&dryRun=All`, {
    body: { ...body, metadata: { name: 'odd-2' } },
  });
  expect([ignored.code, ignored.headers['warning']]).toEqual([201, undefined]);
});

it('finds a field that is said twice', async () => {
  await using cluster = await startTrial();
  const body = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"twice"},"data":{"a":"1","a":"2"}}';
  const path = '/api/v1/namespaces/bookinfo/configmaps';
  expect((await ask(cluster, 'POST', `${path}?fieldValidation=Strict`, { body })).body).toMatchObject({
    code: 400,
    message: 'strict decoding error: duplicate field "data.a"',
  });
  expect((await ask(cluster, 'POST', path, { body })).body).toMatchObject({ data: { a: '2' } });
});

it('cannot read a kind of Kubernetes with a value of the wrong type', async () => {
  await using cluster = await startTrial();
  const body = { ...deployment('odd', 1), spec: { ...deployment('odd', 1).spec, replicas: 'two' } };
  expect((await ask(cluster, 'POST', '/apis/apps/v1/namespaces/bookinfo/deployments', { body })).body).toMatchObject({
    code: 400,
    message: expect.stringContaining('Deployment in version "v1" cannot be handled as a Deployment: spec.replicas'),
  });
});

it('refuses with the words of the webhook, and passes its warnings on', async () => {
  await using cluster = await startTrial();
  const refused = await ask(cluster, 'POST', vs, { body: virtualService('x', [0, 0]) });
  expect(refused.body).toMatchObject({
    code: 400,
    message:
      'admission webhook "rev.validation.istio.io" denied the request: configuration is invalid: http[0]: total destination weight = 0',
  });
  const rule = { route: [{ destination: { host: 'reviews' } }] };
  const warned = await ask(cluster, 'PATCH', `${vs}/reviews`, {
    headers: merge,
    body: { spec: { http: [rule, { name: 'late', ...rule }] } },
  });
  expect(warned.headers['warning']).toContain('rule late not used');
});

it('reads YAML where a cluster does, and refuses what would blow up', async () => {
  await using cluster = await startTrial();
  const apply = (body: string) =>
    ask(cluster, 'PATCH', `${vs}/fresh?fieldManager=gitops`, { headers: { 'content-type': 'application/apply-patch+yaml' }, body });
  const applied = await apply(
    'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: fresh}\nspec:\n  hosts: [a]\n  http:\n  - route:\n    - destination: {host: a}\n',
  );
  expect(applied).toMatchObject({ code: 201, body: { metadata: { managedFields: [{ manager: 'gitops', operation: 'Apply' }] } } });
  expect((await apply('a: [')).body).toMatchObject({ code: 400, message: expect.stringContaining('error parsing YAML') });
  const layers = Array.from(
    { length: 9 },
    (_, index) => `l${index + 1}: &l${index + 1} [${Array.from({ length: 9 }, () => `*l${index}`).join(',')}]`,
  );
  expect((await apply(['l0: &l0 [x]', ...layers].join('\n'))).body).toMatchObject({ code: 400, message: expect.stringContaining('alias') });
});

it('streams writes to a watch from the version it names, without a gap', async () => {
  await using cluster = await startTrial();
  const resourceVersion = versionOf(await ask(cluster, 'GET', vs));
  await ask(cluster, 'POST', vs, { body: virtualService('ratings') });
  await using watch = await openWatch(cluster, `${vs}?watch=true&resourceVersion=${resourceVersion}`);
  expect(await watch.next()).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'ratings' } } });
  await ask(cluster, 'PATCH', `${vs}/ratings`, { headers: merge, body: { spec: { hosts: ['r'] } } });
  expect(await watch.next()).toMatchObject({ type: 'MODIFIED', object: { spec: { hosts: ['r'] } } });
  const before = await ask(cluster, 'GET', `${vs}/ratings`);
  await ask(cluster, 'DELETE', `${vs}/ratings`);
  const gone = await watch.next();
  expect(gone).toMatchObject({ type: 'DELETED', object: { metadata: { name: 'ratings' } } });
  expect(Number(gone?.object.metadata.resourceVersion)).toBeGreaterThan(Number(versionOf(before)));
});

it('shows a watch with selectors what enters and what leaves', async () => {
  await using cluster = await startTrial();
  await using watch = await openWatch(cluster, `${vs}?watch=true&labelSelector=seen`);
  const label = (value: string | null) =>
    ask(cluster, 'PATCH', `${vs}/reviews`, { headers: merge, body: { metadata: { labels: { seen: value } } } });
  await label('yes');
  expect(await watch.next()).toMatchObject({ type: 'ADDED', object: { metadata: { labels: { seen: 'yes' } } } });
  await label(null);
  expect(await watch.next()).toMatchObject({ type: 'DELETED', object: { metadata: { labels: { seen: 'yes' } } } });
});

it('sends bookmarks, and marks the end of what there was at the start', async () => {
  await using cluster = await startTrial();
  await using watch = await openWatch(
    cluster,
    `${vs}?watch=true&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan`,
  );
  expect(await watch.next()).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'reviews' } } });
  expect(await watch.next()).toMatchObject({
    type: 'BOOKMARK',
    object: { kind: 'VirtualService', metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
  });
  cluster.store.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'other', namespace: 'default' } }, 'story');
  const version = versionOf(await ask(cluster, 'GET', '/api/v1/configmaps'));
  let event = await watch.next();
  while (event && event.object.metadata.resourceVersion !== version) event = await watch.next();
  expect(event).toMatchObject({ type: 'BOOKMARK', object: { metadata: { resourceVersion: version } } });
});

it('tells a watch that resumes too late to start over', async () => {
  await using cluster = await startTrial();
  await using watch = await openWatch(cluster, `${vs}?watch=true&resourceVersion=7`);
  expect(await watch.next()).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } });
  expect(await watch.next()).toBeUndefined();
});

it('ends a watch after the time it asked for, and all of them when it closes', async () => {
  const cluster = await startTrial();
  await using short = await openWatch(cluster, `${vs}?watch=true&resourceVersion=0&timeoutSeconds=1`);
  expect(await short.next()).toMatchObject({ type: 'ADDED' });
  expect(await short.next()).toBeUndefined();
  await using long = await openWatch(cluster, `${vs}?watch=true`);
  expect(await long.next()).toMatchObject({ type: 'ADDED' });
  await cluster.close();
  await expect(long.next()).rejects.toThrow('aborted');
});

it('gives a Deployment its pods, with the sidecar its namespace asks for, and takes them away again', async () => {
  await using cluster = await startTrial();
  const path = '/apis/apps/v1/namespaces/bookinfo/deployments';
  await ask(cluster, 'POST', path, { body: deployment('ratings', 2) });
  expect(cluster.store.list('Pod', 'bookinfo')).toMatchObject([
    {
      metadata: { labels: { version: 'v1', 'security.istio.io/tlsMode': 'istio' } },
      spec: { containers: [{ name: 'app' }, { name: 'istio-proxy' }] },
      status: { phase: 'Running' },
    },
    {},
  ]);
  expect((await ask(cluster, 'GET', `${path}/ratings`)).body).toMatchObject({
    status: { readyReplicas: 2, availableReplicas: 2, updatedReplicas: 2 },
  });
  await ask(cluster, 'PATCH', `${path}/ratings/scale`, { headers: merge, body: { spec: { replicas: 0 } } });
  expect(cluster.store.list('Pod', 'bookinfo')).toEqual([]);
  await ask(cluster, 'PATCH', `${path}/ratings/scale`, { headers: merge, body: { spec: { replicas: 3 } } });
  expect(cluster.store.list('Pod', 'bookinfo')).toHaveLength(3);
  expect(cluster.store.list('ReplicaSet', 'bookinfo')).toHaveLength(1);
  const [pod] = cluster.store.list('Pod', 'bookinfo');
  await ask(cluster, 'DELETE', `/api/v1/namespaces/bookinfo/pods/${pod?.metadata.name}`);
  expect(cluster.store.list('Pod', 'bookinfo')).toHaveLength(3);
  await ask(cluster, 'DELETE', `${path}/ratings`);
  expect([...cluster.store.list('ReplicaSet'), ...cluster.store.list('Pod')]).toEqual([]);
});

it('knows where a service is: at the ready pods it selects', async () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'ratings', namespace: 'bookinfo' },
    spec: { selector: { app: 'ratings' }, ports: [{ name: 'http', port: 80, targetPort: 9080 }] },
  };
  await using cluster = await startTrial([service]);
  expect(cluster.store.list('Endpoints')).toMatchObject([{ metadata: { name: 'ratings' }, subsets: [] }]);
  await ask(cluster, 'POST', '/apis/apps/v1/namespaces/bookinfo/deployments', { body: deployment('ratings', 2) });
  const ips = cluster.store.list('Pod', 'bookinfo').map((pod) => at(pod, 'status', 'podIP'));
  expect(cluster.store.list('Endpoints')).toMatchObject([
    { subsets: [{ addresses: ips.map((ip) => ({ ip })), ports: [{ name: 'http', port: 9080, protocol: 'TCP' }] }] },
  ]);
  expect(cluster.store.list('EndpointSlice')).toMatchObject([
    {
      metadata: { labels: { 'kubernetes.io/service-name': 'ratings' } },
      endpoints: ips.map((ip) => ({ addresses: [ip], conditions: { ready: true } })),
    },
  ]);
  await ask(cluster, 'DELETE', '/api/v1/namespaces/bookinfo/services/ratings');
  expect([...cluster.store.list('Endpoints'), ...cluster.store.list('EndpointSlice')]).toEqual([]);
});

it('notices a pod that is ready no longer: its service, its ReplicaSet and its Deployment say so', async () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'ratings', namespace: 'bookinfo' },
    spec: { selector: { app: 'ratings' }, ports: [{ port: 80 }] },
  };
  await using cluster = await startTrial([service]);
  await ask(cluster, 'POST', '/apis/apps/v1/namespaces/bookinfo/deployments', { body: deployment('ratings', 2) });
  const [pod] = cluster.store.list('Pod', 'bookinfo');
  const conditions = [{ type: 'Ready', status: 'False' }];
  await ask(cluster, 'PATCH', `/api/v1/namespaces/bookinfo/pods/${pod?.metadata.name}/status`, {
    headers: merge,
    body: { status: { conditions } },
  });
  const ip = at(pod, 'status', 'podIP');
  expect(cluster.store.list('Endpoints')).toMatchObject([{ subsets: [{ addresses: [{}], notReadyAddresses: [{ ip }] }] }]);
  const [slice] = cluster.store.list('EndpointSlice');
  expect(list(slice?.['endpoints']).map((one) => [at(one, 'addresses', 0) === ip, at(one, 'conditions', 'ready')])).toEqual(
    expect.arrayContaining([
      [true, false],
      [false, true],
    ]),
  );
  expect(cluster.store.list('ReplicaSet')).toMatchObject([{ status: { replicas: 2, readyReplicas: 1 } }]);
  expect(cluster.store.list('Deployment')).toMatchObject([
    {
      status: {
        readyReplicas: 1,
        unavailableReplicas: 1,
        conditions: [
          { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable' },
          { type: 'Progressing', status: 'True' },
        ],
      },
    },
  ]);
});

it('empties a namespace that is deleted, and furnishes a new one', async () => {
  await using cluster = await startTrial();
  await ask(cluster, 'POST', '/api/v1/namespaces', { body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'fresh' } } });
  expect(cluster.store.list('ServiceAccount', 'fresh')).toMatchObject([{ metadata: { name: 'default' } }]);
  expect((await ask(cluster, 'DELETE', '/api/v1/namespaces/bookinfo')).body).toMatchObject({ status: { phase: 'Terminating' } });
  expect((await ask(cluster, 'GET', '/api/v1/namespaces/bookinfo')).code).toBe(404);
  expect(cluster.store.list('VirtualService')).toEqual([]);
});

it('keeps an object that a finalizer holds until the finalizer is gone', async () => {
  await using cluster = await startTrial([virtualService('held', [100], { finalizers: ['lab.vigla/hold'] })]);
  expect((await ask(cluster, 'DELETE', `${vs}/held`)).body).toMatchObject({
    kind: 'VirtualService',
    metadata: { deletionTimestamp: '2026-03-02T12:00:00Z' },
  });
  expect((await ask(cluster, 'GET', `${vs}/held`)).code).toBe(200);
  await ask(cluster, 'PATCH', `${vs}/held`, { headers: merge, body: { metadata: { finalizers: null } } });
  expect((await ask(cluster, 'GET', `${vs}/held`)).code).toBe(404);
});

it('tells the rest of the lab of every write, whoever made it', async () => {
  await using cluster = await startTrial();
  const heard: string[] = [];
  const stop = cluster.store.onWrite(({ type, object }) => heard.push(`${type} ${object.metadata.name}`));
  cluster.store.put(virtualService('story'), 'story');
  cluster.store.put(virtualService('story'), 'story');
  await ask(cluster, 'DELETE', `${vs}/reviews`);
  stop();
  cluster.store.remove({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'bookinfo', name: 'story' });
  expect(heard).toEqual(['ADDED story', 'DELETED reviews']);
});

it('gives out the same answers for the same start and the same writes', async () => {
  const run = async () => {
    await using cluster = await startTrial();
    await ask(cluster, 'POST', '/apis/apps/v1/namespaces/bookinfo/deployments', { body: deployment('ratings', 2) });
    await ask(cluster, 'PATCH', `${vs}/reviews`, { headers: merge, body: { spec: { hosts: ['x'] } } });
    return await Promise.all(['/api/v1/pods', '/api/v1/events', vs].map(async (path) => (await ask(cluster, 'GET', path)).text));
  };
  expect(await run()).toEqual(await run());
});

it('writes a kubeconfig that names the server, its authority and one person', async () => {
  await using cluster = await startTrial();
  expect(parse(cluster.kubeconfig(viewer))).toMatchObject({
    clusters: [{ cluster: { server: cluster.url, 'certificate-authority-data': Buffer.from(cluster.caPem).toString('base64') } }],
    users: [{ user: { token: viewer.token } }],
  });
});

it('says tables the way kubectl prints them', async () => {
  await using cluster = await startTrial();
  cluster.clock.ms = noon + 3 * 3_600_000;
  await ask(cluster, 'POST', vs, { body: virtualService('ratings', [100]) });
  cluster.clock.ms += 90_000;
  const { body } = await ask(cluster, 'GET', `${vs}/ratings`, {
    headers: { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1,application/json' },
  });
  expect(body).toMatchObject({
    kind: 'Table',
    columnDefinitions: [{ name: 'Name' }, { name: 'Gateways' }, { name: 'Hosts' }, { name: 'Age' }],
    rows: [{ cells: ['ratings', '', '["ratings"]', '90s'], object: { kind: 'PartialObjectMetadata' } }],
  });
});

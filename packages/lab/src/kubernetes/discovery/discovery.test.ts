import { expect, it } from 'vitest';
import { at, list, record, text } from '../json/json.ts';
import { ask, startTrial } from '../trial.ts';

const v2 = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const v2beta1 = 'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList';

it.each([
  ['a client of today', `${v2},${v2beta1},application/json`, v2, 'apidiscovery.k8s.io/v2'],
  ['a client that only knows the beta', `${v2beta1},application/json`, v2beta1, 'apidiscovery.k8s.io/v2beta1'],
  ['an old client', 'application/json, */*', 'application/json', 'v1'],
  ['a client that takes anything', '*/*', 'application/json', 'v1'],
  [
    'a client that knows something newer first',
    `application/json;g=apidiscovery.k8s.io;v=v9;as=APIGroupDiscoveryList,${v2}`,
    v2,
    'apidiscovery.k8s.io/v2',
  ],
])('negotiates discovery with %s', async (_, accept, contentType, apiVersion) => {
  await using cluster = await startTrial();
  const { headers, body } = await ask(cluster, 'GET', '/apis', { headers: { accept } });
  expect(headers['content-type']).toBe(contentType);
  expect(body).toMatchObject({ apiVersion });
});

interface Advertised {
  readonly path: string;
  readonly resources: readonly unknown[];
}

async function advertised(cluster: Parameters<typeof ask>[0], root: string): Promise<readonly Advertised[]> {
  const { body } = await ask(cluster, 'GET', root, { headers: { accept: v2 } });
  return list(body['items']).flatMap((group) =>
    list(at(group, 'versions')).map((version) => ({
      path: [root, text(at(group, 'metadata', 'name')), text(at(version, 'version'))].filter((part) => part !== '').join('/'),
      resources: list(at(version, 'resources')),
    })),
  );
}

it('says the same in the aggregated and in the old form', async () => {
  await using cluster = await startTrial();
  const all = await advertised(cluster, '/apis');
  expect(all.length).toBeGreaterThan(8);
  for (const { path, resources } of all) {
    const { body } = await ask(cluster, 'GET', path);
    const old = list(body['resources']).filter((one) => !text(at(one, 'name')).includes('/'));
    expect(old.map((one) => ({ name: at(one, 'name'), verbs: at(one, 'verbs') }))).toEqual(
      resources.map((one) => ({ name: at(one, 'resource'), verbs: at(one, 'verbs') })),
    );
  }
});

it('lists every resource it advertises as something to list', async () => {
  await using cluster = await startTrial();
  const all = [...(await advertised(cluster, '/api')), ...(await advertised(cluster, '/apis'))];
  const listable = all.flatMap(({ path, resources }) =>
    resources.filter((one) => list(at(one, 'verbs')).includes('list')).map((one) => ({ path, one })),
  );
  expect(listable.length).toBeGreaterThan(60);
  for (const { path, one } of listable) {
    const { body } = await ask(cluster, 'GET', `${path}/${text(at(one, 'resource'))}`);
    expect(body).toMatchObject({ kind: `${text(at(one, 'responseKind', 'kind'))}List` });
  }
});

it('has an OpenAPI document for every group, in which clients find that fields are checked', async () => {
  await using cluster = await startTrial();
  const index = record((await ask(cluster, 'GET', '/openapi/v3')).body['paths']);
  expect(Object.keys(index)).toEqual(expect.arrayContaining(['api/v1', 'apis/networking.istio.io/v1', 'apis/apps/v1']));
  const { body } = await ask(cluster, 'GET', text(at(index, 'apis/networking.istio.io/v1', 'serverRelativeURL')));
  const paths = record(body['paths']);
  expect(paths['/apis/networking.istio.io/v1/namespaces/{namespace}/virtualservices/{name}']).toMatchObject({
    patch: {
      'x-kubernetes-action': 'patch',
      'x-kubernetes-group-version-kind': { group: 'networking.istio.io', version: 'v1', kind: 'VirtualService' },
      parameters: expect.arrayContaining([expect.objectContaining({ name: 'fieldValidation' })]),
    },
  });
});

it('has a Swagger document that old clients can read', async () => {
  await using cluster = await startTrial();
  const { headers, text: said } = await ask(cluster, 'GET', '/openapi/v2', {
    headers: { accept: 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf' },
  });
  expect(headers['content-type']).toBe('application/com.github.proto-openapi.spec.v2.v1.0+protobuf');
  expect(said.slice(2, 5)).toBe('2.0');
});

it('is healthy, to everybody', async () => {
  await using cluster = await startTrial();
  for (const path of ['/healthz', '/livez', '/readyz'])
    expect(await ask(cluster, 'GET', path, { as: null })).toMatchObject({ code: 200, text: 'ok' });
});

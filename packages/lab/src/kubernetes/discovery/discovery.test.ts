import { expect, it } from 'vitest';
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

it('says the same in the aggregated and in the old form', async () => {
  await using cluster = await startTrial();
  const { body } = await ask(cluster, 'GET', '/apis', { headers: { accept: v2 } });
  const items = body['items'] as {
    readonly metadata: { readonly name: string };
    readonly versions: { readonly version: string; readonly resources: { readonly resource: string; readonly verbs: string[] }[] }[];
  }[];
  expect(items.length).toBeGreaterThan(8);
  for (const { metadata, versions } of items) {
    for (const { version, resources } of versions) {
      const old = await ask(cluster, 'GET', `/apis/${metadata.name}/${version}`);
      const listed = (old.body['resources'] as { readonly name: string; readonly verbs: string[] }[]).filter(
        ({ name }) => !name.includes('/'),
      );
      expect(listed.map(({ name, verbs }) => ({ resource: name, verbs }))).toEqual(
        resources.map(({ resource, verbs }) => ({ resource, verbs })),
      );
    }
  }
});

it('lists every resource it advertises', async () => {
  await using cluster = await startTrial();
  for (const root of ['/api', '/apis']) {
    const { body } = await ask(cluster, 'GET', root, { headers: { accept: v2 } });
    for (const { metadata, versions } of body['items'] as {
      readonly metadata: { readonly name: string };
      readonly versions: {
        readonly version: string;
        readonly resources: { readonly resource: string; readonly verbs: string[]; readonly responseKind: { readonly kind: string } }[];
      }[];
    }[]) {
      for (const { version, resources } of versions) {
        for (const { resource, verbs, responseKind } of resources.filter((one) => one.verbs.includes('list'))) {
          const path = metadata.name ? `/apis/${metadata.name}/${version}/${resource}` : `/api/${version}/${resource}`;
          expect(verbs).toContain('watch');
          expect((await ask(cluster, 'GET', path)).body).toMatchObject({ kind: `${responseKind.kind}List` });
        }
      }
    }
  }
});

it('has an OpenAPI document for every group, in which clients find that fields are checked', async () => {
  await using cluster = await startTrial();
  const index = (await ask(cluster, 'GET', '/openapi/v3')).body['paths'] as Readonly<
    Record<string, { readonly serverRelativeURL: string }>
  >;
  expect(Object.keys(index)).toEqual(expect.arrayContaining(['api/v1', 'apis/networking.istio.io/v1', 'apis/apps/v1']));
  const { body } = await ask(cluster, 'GET', index['apis/networking.istio.io/v1']?.serverRelativeURL ?? '');
  const paths = body['paths'] as Readonly<Record<string, object>>;
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
  const { headers, text } = await ask(cluster, 'GET', '/openapi/v2', {
    headers: { accept: 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf' },
  });
  expect(headers['content-type']).toBe('application/com.github.proto-openapi.spec.v2.v1.0+protobuf');
  expect(text).toBe('\n\x032.0\x12\x0e\n\x05Vigla\x12\x05v1.33');
});

it('is healthy, to everybody', async () => {
  await using cluster = await startTrial();
  for (const path of ['/healthz', '/livez', '/readyz'])
    expect(await ask(cluster, 'GET', path, { as: null })).toMatchObject({ code: 200, text: 'ok' });
});

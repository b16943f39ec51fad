import { expect, it } from 'vitest';
import { rowsOfKind } from '../resources/matrix.ts';
import { strategicMerge } from './strategic-merge.ts';

const deployments = rowsOfKind('Deployment')[0] ?? expect.fail('no Deployment');
const services = rowsOfKind('Service')[0] ?? expect.fail('no Service');
const containers = (...list: readonly object[]) => ({ spec: { template: { spec: { containers: list } } } });
const two = containers({ name: 'app', image: 'app:1', env: [{ name: 'A', value: '1' }] }, { name: 'proxy', image: 'proxy:1' });

it.each<[because: string, target: object, patch: object, result: object]>([
  [
    'containers are told apart by name',
    two,
    containers({ name: 'app', image: 'app:2' }),
    containers({ name: 'app', image: 'app:2', env: [{ name: 'A', value: '1' }] }, { name: 'proxy', image: 'proxy:1' }),
  ],
  [
    'lists inside of items are merged too',
    two,
    containers({ name: 'app', env: [{ name: 'B', value: '2' }] }),
    containers(
      {
        name: 'app',
        image: 'app:1',
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
      { name: 'proxy', image: 'proxy:1' },
    ),
  ],
  [
    'an item is deleted',
    two,
    containers({ name: 'proxy', $patch: 'delete' }),
    containers({ name: 'app', image: 'app:1', env: [{ name: 'A', value: '1' }] }),
  ],
  ['a list is replaced when it says so', two, containers({ name: 'new' }, { $patch: 'replace' }), containers({ name: 'new' })],
  [
    'a map is replaced when it says so',
    { metadata: { labels: { a: '1' } } },
    { metadata: { labels: { b: '2', $patch: 'replace' } } },
    { metadata: { labels: { b: '2' } } },
  ],
  ['null takes a field away', { spec: { replicas: 1, paused: true } }, { spec: { paused: null } }, { spec: { replicas: 1 } }],
  [
    'lists without keys are replaced',
    { spec: { template: { spec: { tolerations: [{ key: 'a' }] } } } },
    { spec: { template: { spec: { tolerations: [{ key: 'b' }] } } } },
    { spec: { template: { spec: { tolerations: [{ key: 'b' }] } } } },
  ],
  [
    'finalizers are a set',
    { metadata: { finalizers: ['a', 'b'] } },
    { metadata: { finalizers: ['b', 'c'] } },
    { metadata: { finalizers: ['a', 'b', 'c'] } },
  ],
  [
    'a member of a set is deleted',
    { metadata: { finalizers: ['a', 'b'] } },
    { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } },
    { metadata: { finalizers: ['b'] } },
  ],
  [
    'the wanted order is kept',
    two,
    {
      spec: {
        template: {
          spec: { '$setElementOrder/containers': [{ name: 'proxy' }, { name: 'app' }], containers: [{ name: 'app', image: 'app:2' }] },
        },
      },
    },
    containers({ name: 'proxy', image: 'proxy:1' }, { name: 'app', image: 'app:2', env: [{ name: 'A', value: '1' }] }),
  ],
  [
    'only retained keys stay',
    { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } },
    { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
    { spec: { strategy: { type: 'Recreate' } } },
  ],
])('merges by the meaning of lists: %s', (_, target, patch, result) => {
  expect(strategicMerge(deployments, target, patch)).toEqual(result);
});

it('tells the ports of a Service apart by number', () => {
  const target = {
    spec: {
      ports: [
        { port: 80, name: 'http' },
        { port: 443, name: 'https' },
      ],
    },
  };
  expect(strategicMerge(services, target, { spec: { ports: [{ port: 80, targetPort: 8080 }] } })).toEqual({
    spec: {
      ports: [
        { port: 80, name: 'http', targetPort: 8080 },
        { port: 443, name: 'https' },
      ],
    },
  });
});

it('refuses items without the field that tells them apart', () => {
  expect(() => strategicMerge(deployments, two, containers({ image: 'x' }))).toThrow('has no name, which tells the items apart');
});

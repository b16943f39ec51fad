import { ERROR, KubeConfig, CoreV1Api, CustomObjectsApi, makeInformer, Watch } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { admin, startTrial, virtualService } from './trial.ts';

const connect = (kubeconfig: string): KubeConfig => {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  return config;
};
const path = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices';
const place = { group: 'networking.istio.io', version: 'v1', namespace: 'bookinfo', plural: 'virtualservices' };

it('lists, reads and writes with the client of Node', async () => {
  await using cluster = await startTrial();
  const config = connect(cluster.kubeconfig(admin));
  const names = (await config.makeApiClient(CoreV1Api).listNamespace()).items.map(({ metadata }) => metadata?.name);
  expect(names).toEqual(['bookinfo', 'default', 'istio-system']);
  const custom = config.makeApiClient(CustomObjectsApi);
  await custom.createNamespacedCustomObject({ ...place, body: virtualService('ratings') });
  expect(cluster.store.list('VirtualService')).toHaveLength(2);
  await expect(custom.createNamespacedCustomObject({ ...place, body: virtualService('ratings') })).rejects.toMatchObject({ code: 409 });
});

it('resumes a watch where an earlier one ended', async () => {
  await using cluster = await startTrial();
  const watch = new Watch(connect(cluster.kubeconfig(admin)));
  const collect = (version: string, count: number): Promise<readonly { readonly type: string; readonly version: string }[]> =>
    new Promise((resolve, reject) => {
      const seen: { readonly type: string; readonly version: string }[] = [];
      const opened = watch.watch(
        path,
        { resourceVersion: version },
        (type, object: { readonly metadata: { readonly resourceVersion: string } }) => {
          seen.push({ type, version: object.metadata.resourceVersion });
          if (seen.length === count) void opened.then((controller) => controller.abort()).then(() => resolve(seen), reject);
        },
        (error: unknown) => {
          if (seen.length < count) reject(error instanceof Error ? error : new Error('The watch ended too early.'));
        },
      );
      opened.catch(reject);
    });
  const first = collect('0', 2);
  cluster.store.put(virtualService('a'), 'story');
  const [, last] = await first;
  cluster.store.put(virtualService('b'), 'story');
  cluster.store.remove({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'bookinfo', name: 'a' });
  expect((await collect(last?.version ?? '', 2)).map(({ type }) => type)).toEqual(['ADDED', 'DELETED']);
});

it('keeps an informer up to date', async () => {
  await using cluster = await startTrial();
  const config = connect(cluster.kubeconfig(admin));
  const api = config.makeApiClient(CoreV1Api);
  const informer = makeInformer(config, '/api/v1/namespaces/default/configmaps', () =>
    api.listNamespacedConfigMap({ namespace: 'default' }),
  );
  const heard = (event: 'add' | 'update' | 'delete') =>
    new Promise<string | undefined>((resolve) => informer.on(event, ({ metadata }) => resolve(metadata?.name)));
  const connected = new Promise<void>((resolve) => informer.on('connect', () => resolve()));
  await informer.start();
  await connected;
  const [added, updated, deleted] = [heard('add'), heard('update'), heard('delete')];
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'default' } };
  cluster.store.put(configMap, 'story');
  expect(await added).toBe('c');
  cluster.store.put({ ...configMap, data: { a: 'b' } }, 'story');
  expect(await updated).toBe('c');
  cluster.store.remove({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'c' });
  expect(await deleted).toBe('c');
  await informer.stop();
});

it('lets an informer recover from watches that are closed and versions that are forgotten', async () => {
  await using cluster = await startTrial();
  const config = connect(cluster.kubeconfig(admin));
  const api = config.makeApiClient(CoreV1Api);
  let lists = 0;
  const informer = makeInformer(config, '/api/v1/namespaces/default/configmaps', () => {
    lists += 1;
    return api.listNamespacedConfigMap({ namespace: 'default' });
  });
  const failures: unknown[] = [];
  informer.on(ERROR, (error) => failures.push(error));
  const added = (wanted: string) =>
    new Promise<void>((resolve) => informer.on('add', ({ metadata }) => (metadata?.name === wanted ? resolve() : undefined)));
  const put = (name: string) =>
    cluster.store.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } }, 'story');

  /** The informer says that it is connected before its watch has arrived. */
  const closeWatch = async () => {
    while (cluster.chaos.closeWatches('configmaps') === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  const first = added('first');
  await informer.start();
  await closeWatch();
  put('first');
  await first;
  expect(lists).toBe(1);

  // The next watch is told that its version is too old: the informer lists anew and misses nothing of what was written meanwhile.
  const second = added('second');
  cluster.chaos.set([{ verbs: ['watch'], resources: ['configmaps'], times: 1, does: { kind: 'expired' } }]);
  await closeWatch();
  put('second');
  await second;
  expect([lists, failures]).toEqual([2, []]);
  await informer.stop();
});

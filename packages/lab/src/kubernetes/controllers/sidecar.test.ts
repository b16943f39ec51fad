import { expect, it } from 'vitest';
import { rowOf } from '../resources/matrix.ts';
import { createStore } from '../store/store.ts';
import { injected, wantedRevision } from './sidecar.ts';

type Labels = Readonly<Record<string, string>>;
const inject = 'sidecar.istio.io/inject';
const pod = (labels: Labels, annotations: Labels = {}) => ({
  metadata: { name: 'p', labels: { ...labels }, annotations: { ...annotations } },
});

it.each<[because: string, namespace: Labels, pod: Labels, revision: string | undefined]>([
  ['nobody asks for it', {}, {}, undefined],
  ['the namespace asks for it', { 'istio-injection': 'enabled' }, {}, 'default'],
  ['the namespace asks for a revision', { 'istio.io/rev': 'canary' }, {}, 'canary'],
  ['the pod asks for it', {}, { [inject]: 'true' }, 'default'],
  ['the pod asks for a revision', {}, { 'istio.io/rev': 'canary' }, 'canary'],
  ['the pod asks for a revision and says so twice', {}, { [inject]: 'true', 'istio.io/rev': 'canary' }, 'canary'],
  ['the pod does not want what the namespace asks for', { 'istio-injection': 'enabled' }, { [inject]: 'false' }, undefined],
  ['the pod does not want the revision of the namespace', { 'istio.io/rev': 'canary' }, { [inject]: 'false' }, undefined],
  ['the namespace forbids what the pod asks for', { 'istio-injection': 'disabled' }, { [inject]: 'true' }, undefined],
  ['the namespace decides between two revisions', { 'istio.io/rev': 'canary' }, { 'istio.io/rev': 'stable' }, 'canary'],
  ['the older label of the namespace has the first word', { 'istio-injection': 'enabled', 'istio.io/rev': 'canary' }, {}, 'default'],
  ['the namespace forbids what its other label asks for', { 'istio-injection': 'disabled', 'istio.io/rev': 'canary' }, {}, undefined],
  ['the label of the namespace says neither yes nor no', { 'istio-injection': 'maybe' }, { [inject]: 'true' }, undefined],
])('chooses an injector when %s', (_, namespace, labels, revision) => {
  expect(wantedRevision(namespace, pod(labels))).toBe(revision);
});

it('still reads the annotation that pods refuse it by', () => {
  expect(wantedRevision({ 'istio-injection': 'enabled' }, pod({}, { [inject]: 'false' }))).toBeUndefined();
});

const webhook = (name: string, labels: Labels) => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingWebhookConfiguration',
  metadata: { name, labels: { ...labels } },
});
const storeWith = (revision: string) =>
  createStore({
    now: () => 0,
    objects: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n', labels: { 'istio.io/rev': revision } } },
      webhook('istio-sidecar-injector-1-29', { 'istio.io/rev': '1-29' }),
      webhook('istio-revision-tag-prod', { 'istio.io/rev': '1-29', 'istio.io/tag': 'prod' }),
    ],
  });
const plain = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'n', labels: { app: 'web' } },
  spec: { containers: [{ name: 'app' }] },
};

it.each<[because: string, revision: string, containers: readonly string[]]>([
  ['its injector is there', '1-29', ['app', 'istio-proxy']],
  ['its name is a tag', 'prod', ['app', 'istio-proxy']],
  ['nobody injects that revision', '1-30', ['app']],
])('adds a proxy or not: %s', (_, revision, containers) => {
  const store = storeWith(revision);
  const created = injected(store, plain, 'web');
  expect(created.spec).toMatchObject({ containers: containers.map((name) => ({ name })) });
  expect(created.metadata.annotations?.['istio.io/rev']).toBe(containers.length > 1 ? '1-29' : undefined);
  expect(store.list(rowOf('Pod'))).toEqual([]);
});

it('never adds a second proxy, nor one to a pod on the network of its node', () => {
  const store = storeWith('1-29');
  const once = injected(store, plain, 'web');
  expect(injected(store, once, 'web')).toBe(once);
  const onNode = { ...plain, spec: { ...plain.spec, hostNetwork: true } };
  expect(injected(store, onNode, 'web')).toBe(onNode);
});

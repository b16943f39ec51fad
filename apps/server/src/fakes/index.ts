export { fakeKeeper, identityOf } from './fake-keeper.ts';
export { fakeKubernetes, type FakeKubernetes } from './fake-kubernetes.ts';

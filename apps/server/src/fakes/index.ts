export { fakeKeeper, identityOf } from './fake-keeper.ts';
export { type FakeKubernetes, fakeKubernetes } from './fake-kubernetes.ts';
export { type Clock, fakeServer } from './fake-server.ts';

export { fakeKeeper, identityOf } from './fake-keeper.ts';
export { fakeKubernetes } from './fake-kubernetes.ts';
export { type Clock, fakeServer } from './fake-server.ts';

export { KubeObject, ManagedFields } from './objects.ts';

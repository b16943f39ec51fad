export { listNamespaces, Namespace } from './inventory.ts';

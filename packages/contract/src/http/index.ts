export { type Access, type Endpoint, endpoint, type ParsedOf, type RequestOf, type ResponseOf } from './endpoint.ts';
export { repeated } from './lists.ts';
export { KubernetesName } from './names.ts';

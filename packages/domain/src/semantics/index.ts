export { compileMesh, type Mesh, targetOf } from './compile-mesh.ts';
export type { Call } from './request.ts';
export type { Leg, Route } from './routing.ts';
export type { Retry } from './virtual-service.ts';
export type { Pod, Workload } from './workloads.ts';
export type { Service } from './registry.ts';
export type { Unsupported } from './reference.ts';

export { meshCases } from './cases.ts';
export { differences } from './differences.ts';
export type { Fact, MeshCase, Wish } from './mesh-case.ts';
export { recordings } from './recordings.ts';

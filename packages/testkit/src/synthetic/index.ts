export { type SyntheticMesh, syntheticMesh } from './synthetic-mesh.ts';

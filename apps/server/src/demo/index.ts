export { type Demo, startDemo } from './start-demo.ts';
export { whereTheMeshIs } from './where.ts';

export { rankRoots, type Root, rootOfNodes } from './rank-roots.ts';

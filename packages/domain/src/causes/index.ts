export { rankRoots, type Root, rootOfNode } from './rank-roots.ts';

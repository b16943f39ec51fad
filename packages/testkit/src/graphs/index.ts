export { call, graphOf, http, node, tcp } from './made-graphs.ts';

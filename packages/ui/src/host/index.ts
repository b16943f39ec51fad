export { type Host, HostProvider, type NodePage, type Place, type Theme, type Transport, useHost } from './host.tsx';
export { nodePath, nodeRoutes } from './node-path.ts';
export { PlaceLink, useGoTo } from './place-link.tsx';

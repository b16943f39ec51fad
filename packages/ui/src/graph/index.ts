export { VersusControl } from './compare/versus-control.tsx';
export { enteringEdges } from '@vigla/domain/graph';
export { GraphPicture, type GraphPictureProps } from './graph-picture.tsx';
export { defaultGraphPlace, type GraphPlace } from './place/graph-place.ts';
export { momentSearch, pageOf } from './place/node-page.ts';
export { readGraphPlace, writeGraphPlace } from './place/place-in-url.ts';

export { enteringEdges } from './drawing/entering-edges.ts';
export { GraphPicture, type GraphPictureProps } from './graph-picture.tsx';
export { GraphView, type GraphViewProps } from './graph-view.tsx';
export { defaultGraphPlace, type GraphPlace, readGraphPlace, writeGraphPlace } from './place/graph-place.ts';

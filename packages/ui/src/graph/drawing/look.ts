import { defaultGraphPlace, type GraphPlace } from '../place/graph-place.ts';
import type { Flow } from './route.ts';

/** What a reader has chosen to see on the picture: labels, protocols, boxes, signs. */
export type Look = Pick<GraphPlace, 'show' | 'time' | 'throughput' | 'http' | 'grpc' | 'tcp' | 'boxes'> & { readonly flow: Flow };

/** In rings calls run any way; in rows of how many calls away, down; else past columns. */
const flows: Readonly<Record<GraphPlace['layout'], Flow>> = { layered: 'right', grid: 'right', concentric: 'free', breadth: 'down' };

/** The part of a place that decides how the picture looks, and nothing of where or when. Boxes stand in one layout only. */
export const lookOf = ({
  show,
  time,
  throughput,
  http,
  grpc,
  tcp,
  boxes,
  layout,
}: Omit<Look, 'flow'> & Pick<GraphPlace, 'layout'>): Look => ({
  show,
  time,
  throughput,
  http,
  grpc,
  tcp,
  boxes: layout === 'layered' ? boxes : [],
  flow: flows[layout],
});

/** The plainest look. */
export const usualLook: Look = lookOf(defaultGraphPlace);

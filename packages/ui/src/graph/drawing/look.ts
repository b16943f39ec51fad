import { defaultGraphPlace, type GraphPlace } from '../place/graph-place.ts';

/** What a reader has chosen to see on the picture: labels, protocols, boxes, signs. */
export type Look = Pick<GraphPlace, 'show' | 'time' | 'throughput' | 'http' | 'grpc' | 'tcp' | 'boxes'>;

/** The part of a place that decides how the picture looks, and nothing of where or when. Boxes stand in one layout only. */
export const lookOf = ({ show, time, throughput, http, grpc, tcp, boxes, layout }: Look & Pick<GraphPlace, 'layout'>): Look => ({
  show,
  time,
  throughput,
  http,
  grpc,
  tcp,
  boxes: layout === 'layered' ? boxes : [],
});

/** The plainest look. */
export const usualLook: Look = lookOf(defaultGraphPlace);

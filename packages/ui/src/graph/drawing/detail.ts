/**
 * How much a plate says at a zoom: `full` name, version, rate and badges; `compact` name and sign; `sign` the sign and
 * the band, names of trouble only; `speck` no text at all.
 */
export type Detail = 'full' | 'compact' | 'sign' | 'speck';

/** The level of detail at an on-screen zoom. */
export function detailAt(zoom: number): Detail {
  if (zoom >= 0.85) return 'full';
  if (zoom >= 0.55) return 'compact';
  return zoom >= 0.3 ? 'sign' : 'speck';
}

/** Nothing on the picture is written smaller. Units: px on screen. */
export const smallestText = 10.5;

/** The size of a text of `modelPx` on screen: it shrinks with the picture and stops where it can no longer be read. */
export const textPx = (modelPx: number, zoom: number): number => Math.max(smallestText, modelPx * zoom);

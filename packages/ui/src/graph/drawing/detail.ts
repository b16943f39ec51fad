/**
 * How much a plate says at a zoom: `full` name, version, rate and badges; `compact` name and sign; `sign` the sign and
 * the band, names of trouble only; `speck` no text at all; `far` one large name and sign, to be read across a room.
 */
export type Detail = 'full' | 'compact' | 'sign' | 'speck' | 'far';

/** How many plates a mesh has at most that keeps its rates and names longer, because there is room for them. */
const smallMesh = 60;
const from = { small: { full: 0.72, compact: 0.42 }, large: { full: 0.85, compact: 0.55 } } as const;

/** A mesh too large to be read across a room is drawn as everywhere. */
const farFrom = 0.6;

/** The level of detail at an on-screen zoom of a picture with so many plates. `far`: it hangs on a wall. */
export function detailAt(zoom: number, plates: number, far = false): Detail {
  if (far && zoom >= farFrom) return 'far';
  const { full, compact } = plates <= smallMesh ? from.small : from.large;
  if (zoom >= full) return 'full';
  if (zoom >= compact) return 'compact';
  return zoom >= 0.3 ? 'sign' : 'speck';
}

/** The same for one plate: those that one looks for keep their names where others lose theirs. */
export function plateDetail(zoom: number, plates: number, soughtAfter: boolean, far = false): Detail {
  const detail = detailAt(zoom, plates, far);
  return soughtAfter && detail === 'sign' ? 'compact' : detail;
}

/** Nothing on the picture is written smaller. Units: px on screen. */
export const smallestText = 10.5;

/** The size of a text of `modelPx` on screen: it shrinks with the picture and stops where it can no longer be read. */
export const textPx = (modelPx: number, zoom: number): number => Math.max(smallestText, modelPx * zoom);

import { changeSigns } from '../compare/change-signs.ts';
import type { Plate } from '../drawing/plate.ts';
import { changeColour, type Palette } from './colours.ts';

/** The colour of a plate's outline: its trouble, or while windows are compared what became of it. */
export function borderColour({ health, change }: Pick<Plate, 'health' | 'change'>, palette: Palette): string {
  if (change) return isMarked(change) ? changeColour(change, palette) : palette.plateBorder;
  if (health === 'failing') return palette.failing;
  return health === 'degraded' ? palette.degradedRim : palette.plateBorder;
}

/** How wide the outline is. Units: px. */
export const borderWidth = ({ health, change }: Plate): number =>
  change ? (isMarked(change) ? 1.8 : 1.25) : health === 'failing' ? 2.4 : health === 'degraded' ? 1.8 : 1.25;

/** What did not change between two windows has no sign, and of what one may not see nobody knows the health. */
export const hasSign = (plate: Plate): boolean => plate.kind !== 'restricted' && (!plate.change || hasBand(plate));

const isMarked = (change: NonNullable<Plate['change']>): boolean => changeSigns[change].length > 0;

/** What is in trouble has a band; while windows are compared, what differs. */
export const hasBand = (plate: Plate): boolean => (plate.change ? isMarked(plate.change) : isIll(plate));

/** What calls for attention. */
export const isIll = ({ health }: Plate): boolean => health === 'degraded' || health === 'failing' || health === 'not_ready';

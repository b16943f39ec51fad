/** Room for a plate's name with its version. Units: px. */
interface NameSpace {
  /** Width beside the icon. */
  readonly beside: number;
  /** Width where the name takes the icon's place. */
  readonly alone: number;
  readonly size: number;
  readonly smallest: number;
}

/** How a name is written on its plate. */
export interface NameFit {
  /** Units: px. */
  readonly size: number;
  readonly besideIcon: boolean;
  readonly isCut: boolean;
}

/** How much smaller than others a name may be to keep its icon. */
const leastShare = 0.84;
/** Letters are not exactly as much narrower as they are smaller. */
const slack = 0.98;

/**
 * A long name is first written a little smaller, since its icon says what it is; then it takes the icon's place; then it
 * is cut. `widthAt1`: how wide name and version are per px of their size.
 */
export function nameFit(widthAt1: number, { beside, alone, size, smallest }: NameSpace): NameFit {
  const fitting = widthAt1 * size <= beside ? size : (beside * slack) / widthAt1;
  if (fitting >= Math.min(size, Math.max(smallest, size * leastShare))) return { size: fitting, besideIcon: true, isCut: false };
  return { size, besideIcon: false, isCut: widthAt1 * size > alone };
}

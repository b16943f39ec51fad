/** How much of something there may be. Only sizes, counts and ratios have one: seconds say more about the machine than about us. */
export interface Budget {
  readonly most: number;
  /** Whose promise it is, in a few words. */
  readonly because: string;
}

/** One measured thing. Units: in `unit`; a count or a ratio says so there. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly budget: Budget | null;
}

/** Figures that belong together, or why there are none. */
export interface Section {
  readonly title: string;
  readonly figures: readonly Figure[];
  readonly notMeasured: string | null;
}

/** A figure without a budget. */
export const figure = (name: string, value: number, unit: string): Figure => ({ name, value, unit, budget: null });

/** A figure that may not exceed a budget. */
export const budgeted = (name: string, value: number, unit: string, budget: Budget): Figure => ({ name, value, unit, budget });

/** Whether a figure is above its budget. A value that is no number keeps no promise. */
export const isOver = ({ value, budget }: Figure): boolean => budget !== null && !(value <= budget.most);

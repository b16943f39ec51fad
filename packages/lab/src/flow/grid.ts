/** The instants at which a target is scraped: `phase + k * step`. Units: ms. */
export interface Grid {
  readonly stepMs: number;
  readonly phaseMs: number;
}

/** The first scrape at or after an instant. */
export const atOrAfter = ({ stepMs, phaseMs }: Grid, ms: number): number => Math.ceil((ms - phaseMs) / stepMs) * stepMs + phaseMs;

/** The last scrape at or before an instant. */
export const atOrBefore = ({ stepMs, phaseMs }: Grid, ms: number): number => Math.floor((ms - phaseMs) / stepMs) * stepMs + phaseMs;

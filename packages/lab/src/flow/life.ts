import type { Labels } from '../series/index.ts';
import type { Grid } from './grid.ts';

/** When a pod is scraped, and the labels that scraping adds. Units: epoch ms. */
export interface Life {
  readonly grid: Grid;
  readonly labels: Labels;
  /** Since when it has been counting; Infinity for pods that begin at 0. */
  readonly countsSinceMs: number;
  /** When the timeline first saw it. */
  readonly bornMs: number;
  /** Infinity while it lives. */
  endMs: number;
}

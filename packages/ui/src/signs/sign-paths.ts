import type { Health } from '@vigla/contract/health';

/** One mark of a sign. Shape: SVG path data in a field of 16 by 16. */
export interface SignMark {
  readonly path: string;
  /** `body` in the colour of the state; `cut` in the colour of what lies beneath. */
  readonly part: 'body' | 'cut';
  readonly stroke?: number;
  readonly dash?: readonly number[];
}

/**
 * The six signs of health, drawn once for canvas, table, legend and wall.
 * Each has a shape of its own, so that no two differ by colour only.
 */
export const signPaths: Readonly<Record<Health, readonly SignMark[]>> = {
  healthy: [{ path: 'M2.8 8.6 6.4 12.2 13.4 4', part: 'body', stroke: 1.8 }],
  degraded: [
    { path: 'M8 1.4 15.2 14.4H.8Z', part: 'body' },
    { path: 'M8 5.8V10', part: 'cut', stroke: 1.7 },
    { path: 'M8 12.1V12.6', part: 'cut', stroke: 1.8 },
  ],
  failing: [
    { path: 'M8 .2 15.8 8 8 15.8 .2 8Z', part: 'body' },
    { path: 'M5.6 5.6 10.4 10.4M10.4 5.6 5.6 10.4', part: 'cut', stroke: 1.8 },
  ],
  not_ready: [
    { path: 'M8 1.6A6.4 6.4 0 1 1 8 14.4A6.4 6.4 0 1 1 8 1.6Z', part: 'body', stroke: 1.6 },
    { path: 'M8 4.4V8.2L10.6 9.8', part: 'body', stroke: 1.6 },
  ],
  idle: [
    { path: 'M8 1.8A6.2 6.2 0 1 1 8 14.2A6.2 6.2 0 1 1 8 1.8Z', part: 'body', stroke: 1.5 },
    { path: 'M5 8H11', part: 'body', stroke: 1.8 },
  ],
  unknown: [
    { path: 'M1.8 1.8H14.2V14.2H1.8Z', part: 'body', stroke: 1.4, dash: [2.4, 1.7] },
    { path: 'M5.9 6.3A2.1 2.1 0 1 1 8 8.5V9.6', part: 'body', stroke: 1.5 },
    { path: 'M8 11.6V12', part: 'body', stroke: 1.6 },
  ],
};

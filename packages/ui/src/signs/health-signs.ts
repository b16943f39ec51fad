import type { Health } from '@vigla/contract/health';

/** Which colour a stroke takes: the sign's own, its darker rim, or the ground it stands on. */
export type Ink = 'sign' | 'rim' | 'ground';

/** One stroke or fill of a sign. Shape: SVG path data in a box of 16 by 16, round caps and joins. */
export interface Stroke {
  readonly path: string;
  readonly fill?: Ink;
  readonly stroke?: Ink;
  readonly width?: number;
  readonly dash?: readonly number[];
}

/** One sign per state of health. Shapes differ, so that no two states differ by colour alone. */
export const healthSigns: Readonly<Record<Health, readonly Stroke[]>> = {
  healthy: [{ path: 'M2.5 8.6 L6.3 12.4 L13.5 4.2', stroke: 'sign', width: 2.2 }],
  degraded: [
    { path: 'M8 1.6 L15.2 14.2 H0.8 Z', fill: 'sign', stroke: 'rim', width: 1.3 },
    { path: 'M8 6 V9.6', stroke: 'rim', width: 1.9 },
    { path: 'M8 12.1 V12.15', stroke: 'rim', width: 1.9 },
  ],
  failing: [
    { path: 'M8 -0.4 L16.4 8 L8 16.4 L-0.4 8 Z', fill: 'sign' },
    { path: 'M5.4 5.4 L10.6 10.6 M10.6 5.4 L5.4 10.6', stroke: 'ground', width: 2 },
  ],
  not_ready: [
    { path: 'M8 1.6 A6.4 6.4 0 1 1 7.99 1.6 Z', stroke: 'sign', width: 1.6 },
    { path: 'M8 4.6 V8.3 L10.5 9.8', stroke: 'sign', width: 1.6 },
  ],
  idle: [
    { path: 'M8 1.8 A6.2 6.2 0 1 1 7.99 1.8 Z', stroke: 'sign', width: 1.5 },
    { path: 'M5.2 8 H10.8', stroke: 'sign', width: 1.8 },
  ],
  unknown: [
    { path: 'M1.5 1.5 H14.5 V14.5 H1.5 Z', stroke: 'sign', width: 1.2, dash: [2.2, 1.9] },
    { path: 'M6 6.3 A2.05 2.05 0 1 1 8.6 8.3 C8.1 8.5 8 8.8 8 9.4', stroke: 'sign', width: 1.5 },
    { path: 'M8 11.8 V11.85', stroke: 'sign', width: 1.7 },
  ],
};

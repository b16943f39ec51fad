import type { Detail } from '../drawing/detail.ts';
import type { Palette } from './colours.ts';
import type { Ink } from './pen.ts';

/** What a plate is painted with, its outline's upper left corner at the origin. Units: zoom in px per model px; width and height in px. */
export interface PlateInk {
  readonly ink: Ink;
  readonly palette: Palette;
  readonly zoom: number;
  readonly detail: Detail;
  readonly width: number;
  readonly height: number;
}

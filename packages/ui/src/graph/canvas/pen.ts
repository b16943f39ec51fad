import type { Ink as SignInk, Stroke } from '../../signs/index.ts';
import { SvgPen } from './svg-pen.ts';

/** What is drawn on: a canvas of the page, one beside it, or a picture to take along. */
export type Ink = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | SvgPen;

const paths = new Map<string, Path2D>();

function pathOf(data: string): Path2D {
  const known = paths.get(data);
  if (known) return known;
  const path = new Path2D(data);
  paths.set(data, path);
  return path;
}

interface SignPlace {
  readonly x: number;
  readonly y: number;
  /** Units: px. */
  readonly size: number;
  /** The sign's own colour, that of the ground beneath it, and of its dark rim where it has one. */
  readonly sign: string;
  readonly ground: string;
  readonly rim?: string;
}

/** Draws a sign from its path data, its middle at x, y. */
export function drawSign(ink: Ink, strokes: readonly Stroke[], { x, y, size, sign, ground, rim = sign }: SignPlace): void {
  const colours: Readonly<Record<SignInk, string>> = { sign, ground, rim };
  ink.save();
  ink.translate(x - size / 2, y - size / 2);
  ink.scale(size / 16, size / 16);
  ink.lineCap = 'round';
  ink.lineJoin = 'round';
  for (const { path, fill, stroke, width, dash } of strokes) {
    if (fill) {
      ink.fillStyle = colours[fill];
      if (ink instanceof SvgPen) ink.fill(path);
      else ink.fill(pathOf(path));
    }
    if (stroke) {
      ink.strokeStyle = colours[stroke];
      ink.lineWidth = width ?? 1;
      ink.setLineDash(dash ? [...dash] : []);
      if (ink instanceof SvgPen) ink.stroke(path);
      else ink.stroke(pathOf(path));
    }
  }
  ink.restore();
}

const mostWidths = 5000;
/** By font, then by text. */
const widths = new Map<string, Map<string, number>>();
let widthCount = 0;

/** The width of a text in a font, the ink's present one unless said otherwise; remembered, as measuring is the dearest thing a label does. */
export function textWidth(ink: Ink, text: string, font = ink.font): number {
  const inFont = widths.get(font) ?? new Map<string, number>();
  const known = inFont.get(text);
  if (known !== undefined) return known;
  if (++widthCount > mostWidths) forgetWidths();
  if (ink.font !== font) ink.font = font;
  const width = ink.measureText(text).width;
  widths.set(font, inFont.set(text, width));
  return width;
}

/** Forgets measured widths: fonts that arrive late measure differently. */
export function forgetWidths(): void {
  widths.clear();
  widthCount = 0;
}

/** `text`, or its beginning and end with an ellipsis between, so that it fits into `room` px. */
export function cutMiddle(text: string, room: number, measure: (text: string) => number): string {
  if (measure(text) <= room) return text;
  const letters = Array.from(text);
  let [low, high] = [0, letters.length - 1];
  while (low < high) {
    const keep = Math.ceil((low + high) / 2);
    if (measure(shortened(letters, keep)) <= room) low = keep;
    else high = keep - 1;
  }
  return shortened(letters, low);
}

const shortened = (letters: readonly string[], keep: number): string =>
  `${letters.slice(0, Math.ceil(keep / 2)).join('')}…${keep > 1 ? letters.slice(-Math.floor(keep / 2)).join('') : ''}`;

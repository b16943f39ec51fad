import type { Outline } from '../drawing/plate.ts';
import type { Ink } from './pen.ts';

interface Size {
  readonly width: number;
  readonly height: number;
  /** Units: px per model px. */
  readonly zoom: number;
}

/** Traces the outline of a plate whose upper left corner is at x, y. */
export function traceOutline(ink: Ink, outline: Outline, x: number, y: number, { width, height, zoom }: Size): void {
  const right = x + width;
  const bottom = y + height;
  ink.beginPath();
  switch (outline) {
    case 'rectangle':
      ink.roundRect(x, y, width, height, 8 * zoom);
      return;
    case 'pill':
      ink.roundRect(x, y, width, height, height / 2);
      return;
    case 'pointed':
      tracePointed(ink, { x, y, right, bottom, point: 16 * zoom, radius: 7 * zoom });
      return;
    case 'hexagon':
      traceHexagon(ink, { x, y, right, bottom, point: 15 * zoom });
      return;
    case 'barrel':
      traceBarrel(ink, { x, y, right, bottom, bulge: 7 * zoom });
      return;
    case 'parallelogram':
      traceParallelogram(ink, { x, y, right, bottom, point: 12 * zoom });
      return;
    case 'sheets':
      ink.roundRect(x, y, width, height, 8 * zoom);
  }
}

interface Sides {
  readonly x: number;
  readonly y: number;
  readonly right: number;
  readonly bottom: number;
}

function tracePointed(ink: Ink, { x, y, right, bottom, point, radius }: Sides & { readonly point: number; readonly radius: number }): void {
  ink.moveTo(x + radius, y);
  ink.lineTo(right - point, y);
  ink.lineTo(right, (y + bottom) / 2);
  ink.lineTo(right - point, bottom);
  ink.lineTo(x + radius, bottom);
  ink.arcTo(x, bottom, x, bottom - radius, radius);
  ink.lineTo(x, y + radius);
  ink.arcTo(x, y, x + radius, y, radius);
  ink.closePath();
}

function traceHexagon(ink: Ink, { x, y, right, bottom, point }: Sides & { readonly point: number }): void {
  const middle = (y + bottom) / 2;
  ink.moveTo(x + point, y);
  ink.lineTo(right - point, y);
  ink.lineTo(right, middle);
  ink.lineTo(right - point, bottom);
  ink.lineTo(x + point, bottom);
  ink.lineTo(x, middle);
  ink.closePath();
}

function traceParallelogram(ink: Ink, { x, y, right, bottom, point }: Sides & { readonly point: number }): void {
  ink.moveTo(x + point, y);
  ink.lineTo(right, y);
  ink.lineTo(right - point, bottom);
  ink.lineTo(x, bottom);
  ink.closePath();
}

function traceBarrel(ink: Ink, { x, y, right, bottom, bulge }: Sides & { readonly bulge: number }): void {
  const middle = (x + right) / 2;
  ink.moveTo(x, y + bulge);
  ink.quadraticCurveTo(middle, y - bulge, right, y + bulge);
  ink.lineTo(right, bottom - bulge);
  ink.quadraticCurveTo(middle, bottom + bulge, x, bottom - bulge);
  ink.closePath();
}

import type { Rect } from '../drawing/frame.ts';

/** Places a canvas in its parent and gives it as many device pixels as it covers. Units: rect in CSS px. */
export function sizeSheet(sheet: HTMLCanvasElement, { x, y, width, height }: Rect, density: number): void {
  sheet.width = Math.round(width * density);
  sheet.height = Math.round(height * density);
  Object.assign(sheet.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
}

/** How many device pixels a CSS px is drawn with: more than two cost much and show nothing. */
export const densityNow = (): number => Math.min(2, Math.max(1, window.devicePixelRatio));

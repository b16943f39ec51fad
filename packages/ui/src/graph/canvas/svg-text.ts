import type { Rect } from '../drawing/frame.ts';

/** A colour as every viewer of SVG knows it, and how much of it is seen. */
export interface Paint {
  readonly colour: string;
  /** Units: ratio 0..1. */
  readonly opacity: number;
}

export const round = (value: number): number => Math.round(value * 100) / 100;

/**
 * A computed CSS colour in the older notation. Browsers compute mixed colours to `color(srgb 0.5 0.5 0.5 / 0.8)`, which
 * drawing programs do not read. Total: what is not understood is passed on.
 */
export function paintOf(css: string): Paint {
  const [, wide, inside = ''] = /^(color\(srgb|rgba?\()\s*(.*)\)$/.exec(css) ?? [];
  if (wide === undefined) return { colour: css, opacity: 1 };
  const [r = 0, g = 0, b = 0, alpha = 1] = inside.split(/[\s,/]+/).map(Number);
  const scale = wide.startsWith('color') ? 255 : 1;
  return { colour: `rgb(${[r, g, b].map((part) => Math.round(part * scale)).join(',')})`, opacity: alpha };
}

/** The parts of a font as a canvas names it, `600 13px "Red Hat Text", sans-serif`. */
export function readFont(font: string): { readonly weight: string; readonly size: number; readonly family: string } {
  const [, weight = '400', size = '10', family = 'sans-serif'] = /^(?:(\d{3}) )?([\d.]+)px (.+)$/.exec(font) ?? [];
  return { weight, size: Number(size), family };
}

/** Text for inside of elements and attributes. Characters that XML cannot hold are left out. Source: XML 1.0, "Characters". */
export const inSvg = (text: string): string =>
  text
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex -- these are what is taken out
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** The beginning of an element that fills a path. */
export const fillPath = (data: string, { paint: { colour, opacity } }: { readonly paint: Paint }): string =>
  `<path d="${data}" fill="${colour}"${opacity < 1 ? ` fill-opacity="${round(opacity)}"` : ''}`;

/** A rectangle with round corners as path data. */
export function roundRectPath({ x, y, width, height }: Rect, radius: number): string {
  const r = Math.max(0, Math.min(radius, width / 2, height / 2));
  const [left, top, right, bottom] = [x, y, x + width, y + height].map(round);
  if (r === 0) return `M${left} ${top}H${right}V${bottom}H${left}Z`;
  const arc = (toX: number, toY: number): string => `A${round(r)} ${round(r)} 0 0 1 ${round(toX)} ${round(toY)}`;
  return (
    `M${round(x + r)} ${top}H${round(x + width - r)}${arc(x + width, y + r)}V${round(y + height - r)}${arc(x + width - r, y + height)}` +
    `H${round(x + r)}${arc(x, y + height - r)}V${round(y + r)}${arc(x + r, y)}Z`
  );
}

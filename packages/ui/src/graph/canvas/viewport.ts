import type { Point } from '../drawing/curve.ts';
import type { Rect } from '../drawing/frame.ts';
import type { GraphViewport } from '../place/graph-place.ts';

/** Of the canvas. Units: CSS px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

const least = 0.04;
const most = 2.5;

/** The viewport that shows all of `bounds` in the middle, never larger than life. Units: bounds in model px, size in CSS px. */
export function fitted(bounds: Rect, { width, height }: Size, padding = 20, largest = 1): GraphViewport {
  const filling = Math.min((width - 2 * padding) / Math.max(1, bounds.width), (height - 2 * padding) / Math.max(1, bounds.height));
  const z = Math.max(least, Math.min(largest, filling));
  return {
    x: width / 2 - (bounds.x + bounds.width / 2) * z,
    y: height / 2 - (bounds.y + bounds.height / 2) * z,
    z,
  };
}

/** Zooms by `factor` while the model point under `at` stays where it is. Units: `at` in CSS px of the canvas. */
export function zoomedAt(viewport: GraphViewport, at: Point, factor: number): GraphViewport {
  const z = clampZoom(viewport.z * factor);
  const change = z / viewport.z;
  return { x: at.x - (at.x - viewport.x) * change, y: at.y - (at.y - viewport.y) * change, z };
}

/** The viewport in which an area of the screen fills it, as far as the largest zoom allows. Units: `area` in CSS px of the canvas. */
export function zoomedTo(viewport: GraphViewport, area: Rect, size: Size): GraphViewport {
  const { x, y } = toModel(viewport, area);
  return fitted({ x, y, width: area.width / viewport.z, height: area.height / viewport.z }, size, 0, most);
}

const clampZoom = (z: number): number => (Number.isFinite(z) ? Math.min(most, Math.max(least, z)) : 1);

/** CSS px of the canvas to model px. */
export const toModel = ({ x, y, z }: GraphViewport, at: Point): Point => ({ x: (at.x - x) / z, y: (at.y - y) / z });

/** Moves the viewport as little as needed to bring a rectangle into sight. Units: rect in model px. */
export function revealed(viewport: GraphViewport, rect: Rect, { width, height }: Size, padding = 40): GraphViewport {
  const left = rect.x * viewport.z + viewport.x;
  const top = rect.y * viewport.z + viewport.y;
  return {
    x: viewport.x + shift(left, rect.width * viewport.z, width, padding),
    y: viewport.y + shift(top, rect.height * viewport.z, height, padding),
    z: viewport.z,
  };
}

function shift(start: number, length: number, room: number, padding: number): number {
  if (start < padding) return padding - start;
  return start + length > room - padding ? room - padding - start - length : 0;
}

/** Part of the way from one viewport to another, slowing down at its end. Units: share 0..1. */
export function between(from: GraphViewport, to: GraphViewport, share: number): GraphViewport {
  const eased = 1 - (1 - share) ** 3;
  const mix = (a: number, b: number): number => a + (b - a) * eased;
  return { x: mix(from.x, to.x), y: mix(from.y, to.y), z: mix(from.z, to.z) };
}

/** How a sheet painted for one viewport is moved and scaled to pass for another. Units: CSS px; `margin` is painted beyond each side. */
export function shiftOf(
  painted: GraphViewport,
  now: GraphViewport,
  margin: number,
): { readonly x: number; readonly y: number; readonly scale: number } {
  const scale = now.z / painted.z;
  return { x: now.x - (painted.x + margin) * scale + margin, y: now.y - (painted.y + margin) * scale + margin, scale };
}

/** Whether a sheet so moved still fills the window. */
export function covers(painted: GraphViewport, now: GraphViewport, { width, height }: Size, margin: number): boolean {
  const { x, y, scale } = shiftOf(painted, now, margin);
  const [left, top] = [x - margin, y - margin];
  return left <= 0 && top <= 0 && left + (width + 2 * margin) * scale >= width && top + (height + 2 * margin) * scale >= height;
}

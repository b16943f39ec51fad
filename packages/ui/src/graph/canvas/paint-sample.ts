import { readPalette } from './colours.ts';
import { layoutLabels } from './paint-labels.ts';
import { paintScene } from './paint-scene.ts';
import { plateCache } from './plate-cache.ts';
import { noAttention, type Scene } from './scene.ts';
import { densityNow } from './sheet.ts';
import type { Size } from './viewport.ts';
import { comparedDrawing } from '../compare/compared-drawing.ts';
import { curveBetween, plateSize, type Point } from '../drawing/curve.ts';
import { type Drawing, drawGraph } from '../drawing/drawing.ts';
import { usualLook } from '../drawing/look.ts';
import type { Speech } from '../drawing/plate.ts';
import type { Sample } from '../symbols/samples.ts';

/** Room around a plate. Units: px. */
const around = 8;

/** How large a sample is drawn. Units: px. */
export const sampleSize = {
  plate: { width: plateSize.width + 2 * around, height: plateSize.height + 2 * around },
  call: { width: 230, height: 34 },
} as const;

/** The scene of a sample: its one plate, or its one line between plates that stand beyond both sides. */
export function sampleScene({ graph, compared, selected = false }: Sample, speech: Speech): Scene & { readonly size: Size } {
  const plain = drawGraph(graph, usualLook, speech);
  const drawn = compared ? comparedDrawing(plain, compared, speech) : plain;
  const [line] = drawn.lines;
  const attention = { ...noAttention, selected: selected ? (line?.id ?? null) : null };
  if (!line) {
    const [plate] = drawn.plates;
    const size = sampleSize.plate;
    const positions = new Map<string, Point>(plate ? [[plate.id, { x: size.width / 2, y: size.height / 2 }]] : []);
    return { drawing: { ...drawn, frames: [] }, positions, curves: new Map(), attention, size };
  }
  const size = sampleSize.call;
  const beyond = plateSize.width / 2 - around;
  const [from, to] = [
    { x: -beyond, y: size.height / 2 },
    { x: size.width + beyond, y: size.height / 2 },
  ];
  const drawing: Drawing = { plates: [], lines: [line], frames: [], flow: 'right' };
  return { drawing, positions: new Map(), curves: new Map([[line.id, curveBetween(from, to)]]), attention, size };
}

/** Draws a sample with the painter of the picture itself: what is explained is what is seen. */
export function paintSample(canvas: HTMLCanvasElement, sample: Sample, speech: Speech): void {
  const ink = canvas.getContext('2d');
  if (!ink) return;
  const scene = sampleScene(sample, speech);
  const density = densityNow();
  const { width, height } = scene.size;
  canvas.width = width * density;
  canvas.height = height * density;
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  const palette = readPalette(canvas.parentElement ?? canvas);
  const labels = layoutLabels(ink, scene, { zoom: 1, far: false }, palette);
  const view = { viewport: { x: 0, y: 0, z: 1 }, width, height, density, margin: 0, far: false };
  paintScene(ink, scene, view, { palette, cache: plateCache(palette), labels });
}

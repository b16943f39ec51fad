import { plateSize } from '../drawing/curve.ts';
import { detailAt, plateDetail } from '../drawing/detail.ts';
import { type Frame, frameRect, type Rect } from '../drawing/frame.ts';
import type { Plate } from '../drawing/plate.ts';
import type { Palette } from './colours.ts';
import { traceOutline } from './outline.ts';
import { titleLift, titleSize } from './marks.ts';
import { type LabelLayout, paintLabels } from './paint-labels.ts';
import { paintLines } from './paint-lines.ts';
import { paintPlate, plateMargin } from './paint-plate.ts';
import { cutMiddle, type Ink, textWidth } from './pen.ts';
import type { PlateCache } from './plate-cache.ts';
import { SvgPen } from './svg-pen.ts';
import type { Attention, Scene, View } from './scene.ts';

const fadedPlate = 0.3;

/** Draws the whole picture: boxes, lines, plates, labels, rings. Without a cache every plate is drawn in place, as a pen that cannot copy pixels must. */
export function paintScene(
  ink: Ink,
  scene: Scene,
  view: View,
  look: { readonly palette: Palette; readonly cache: PlateCache | null; readonly labels: LabelLayout },
): void {
  const { density, margin, width, height } = view;
  const { palette, cache, labels } = look;
  ink.setTransform(density, 0, 0, density, margin * density, margin * density);
  ink.fillStyle = palette.canvas;
  ink.fillRect(-margin, -margin, width + 2 * margin, height + 2 * margin);
  for (const frame of scene.drawing.frames) paintFrame(ink, frame, scene, view, palette);
  paintLines(ink, scene, view, palette);
  for (const plate of scene.drawing.plates) putPlate(ink, plate, scene, { view, palette, cache });
  paintLabels(ink, labels, view, palette);
}

function paintFrame(ink: Ink, frame: Frame, scene: Scene, view: View, palette: Palette): void {
  const model = frameRect(frame, scene.positions);
  const seen = model && inSight(model, view);
  if (!seen) return;
  const { z } = view.viewport;
  const lift = titleLift(frame, z, titleSize(z, detailAt(z, scene.drawing.plates.length, view.far)));
  const rect = { ...seen, y: seen.y - lift, height: seen.height + lift };
  const { kept, selected } = scene.attention;
  ink.globalAlpha = kept && !frame.members.some((id) => kept.nodes.has(id)) ? 0.45 : 1;
  ink.beginPath();
  ink.roundRect(rect.x, rect.y, rect.width, rect.height, 12 * Math.max(0.5, z));
  ink.fillStyle = frame.foreign || frame.kind === 'cluster' ? palette.canvas : palette.box;
  ink.fill();
  ink.setLineDash(frame.foreign ? [6, 4] : []);
  ink.strokeStyle = selected === frame.id ? palette.brand : palette.boxBorder;
  ink.lineWidth = selected === frame.id ? 3 : 1;
  ink.stroke();
  ink.setLineDash([]);
  if (frame.kind !== 'app') paintTitle(ink, frame, rect, scene, { view, palette });
  ink.globalAlpha = 1;
}

function paintTitle(
  ink: Ink,
  frame: Frame,
  rect: Rect,
  { drawing }: Scene,
  { view, palette }: { readonly view: View; readonly palette: Palette },
): void {
  const { z } = view.viewport;
  const detail = detailAt(z, drawing.plates.length, view.far);
  const size = titleSize(z, detail);
  ink.font = `600 ${size}px ${palette.font}`;
  ink.textBaseline = 'middle';
  ink.fillStyle = palette.subtle;
  const x = rect.x + Math.max(6, 13 * z);
  const title = cutMiddle(frame.title, rect.x + rect.width - x - 6, (text) => textWidth(ink, text));
  ink.fillText(title, x, rect.y + Math.max(size * 0.75, 17 * z));
  if (detail !== 'speck') return;
  const members = new Set(frame.members);
  const failing = drawing.plates.filter(({ id, health }) => health === 'failing' && members.has(id)).length;
  if (failing === 0) return;
  const after = x + textWidth(ink, title) + 6;
  ink.fillStyle = palette.failingText;
  ink.fillText(`◆ ${failing}`, after, rect.y + Math.max(size * 0.75, 17 * z));
}

function inSight(model: Rect, { viewport: { x, y, z }, width, height, margin }: View): Rect | null {
  const rect = { x: model.x * z + x, y: model.y * z + y, width: model.width * z, height: model.height * z };
  const seen = rect.x <= width + margin && rect.x + rect.width >= -margin && rect.y <= height + margin && rect.y + rect.height >= -margin;
  return seen ? rect : null;
}

interface Look {
  readonly view: View;
  readonly palette: Palette;
  readonly cache: PlateCache | null;
}

function putPlate(ink: Ink, plate: Plate, { positions, attention, drawing }: Scene, { view, palette, cache }: Look): void {
  const place = positions.get(plate.id);
  if (!place) return;
  const { viewport, density, far } = view;
  const size = { x: place.x - plateSize.width / 2, y: place.y - plateSize.height / 2, ...plateSize };
  const rect = inSight(size, view);
  if (!rect) return;
  const detail = plateDetail(viewport.z, drawing.plates.length, isSought(plate, attention), far);
  const [x, y] = [snapped(rect.x, density), snapped(rect.y, density)];
  if (attention.found?.has(plate.id))
    paintRing(ink, plate, { ...rect, x, y }, { zoom: viewport.z, colour: palette.brand, width: 7, offset: 3.5, alpha: 0.35 });
  ink.globalAlpha = attention.kept && !attention.kept.nodes.has(plate.id) ? fadedPlate : 1;
  if (cache === null || ink instanceof SvgPen) {
    ink.save();
    ink.translate(x - plateMargin, y - plateMargin);
    paintPlate(ink, plate, palette, { zoom: viewport.z, detail });
    ink.restore();
  } else {
    const picture = cache.picture(plate, viewport.z, density, detail);
    ink.drawImage(picture, x - plateMargin, y - plateMargin, picture.width / density, picture.height / density);
  }
  ink.globalAlpha = 1;
  if (plate.id === attention.selected)
    paintRing(ink, plate, { ...rect, x, y }, { zoom: viewport.z, colour: palette.brand, width: 3, offset: 2, alpha: 1 });
  if (plate.id === attention.focused)
    paintRing(ink, plate, { ...rect, x, y }, { zoom: viewport.z, colour: palette.brand, width: 3, offset: 5, alpha: 1 });
}

/** Trouble, and what the reader points at, keeps its name where others lose theirs. */
function isSought({ id, health, change, group }: Plate, { selected, hovered, focused, kept }: Attention): boolean {
  if (change !== undefined && change !== 'unchanged') return true;
  if (group || health === 'degraded' || health === 'failing' || kept?.nodes.has(id)) return true;
  return id === selected || id === hovered || id === focused;
}

/** To whole device pixels: a picture drawn between two would blur. */
const snapped = (value: number, density: number): number => Math.round(value * density) / density;

interface Ring {
  readonly zoom: number;
  readonly colour: string;
  readonly width: number;
  readonly offset: number;
  readonly alpha: number;
}

function paintRing(ink: Ink, { outline }: Plate, { x, y, width, height }: Rect, { zoom, colour, width: line, offset, alpha }: Ring): void {
  ink.globalAlpha = alpha;
  traceOutline(ink, outline, x - offset, y - offset, { width: width + 2 * offset, height: height + 2 * offset, zoom: zoom * 1.15 });
  ink.setLineDash([]);
  ink.strokeStyle = colour;
  ink.lineWidth = line;
  ink.stroke();
  ink.globalAlpha = 1;
}

import { type Detail, detailAt, textPx } from '../drawing/detail.ts';
import type { Rect } from '../drawing/frame.ts';
import { pointOn } from '../drawing/curve.ts';
import { type LinePoint, placeLabels } from '../drawing/labels.ts';
import type { Line } from '../drawing/line.ts';
import { changeSigns } from '../compare/change-signs.ts';
import { changeColour, type Palette } from './colours.ts';
import { marksOf } from './marks.ts';
import { discPlace, lockPlace } from './paint-lines.ts';
import { type Ink, textWidth } from './pen.ts';
import type { Scene, View } from './scene.ts';

/** A label with its place. Units: CSS px without the pan. */
interface Label {
  readonly line: Line;
  readonly text: string;
  readonly rect: Rect;
  readonly font: string;
}

/** The labels of one zoom and one selection; panning does not move them against their lines. */
export type LabelLayout = readonly Label[];

/** From where labels are read. */
export interface Sight {
  readonly zoom: number;
  readonly far: boolean;
}

/** Chooses the labels of a zoom and places them clear of plates, titles and each other. */
export function layoutLabels(ink: Ink, scene: Scene, { zoom, far }: Sight, palette: Palette): LabelLayout {
  const detail = detailAt(zoom, scene.drawing.plates.length, far);
  const lines = wanted(scene, detail);
  if (lines.length === 0) return [];
  const taken = obstacles(scene, { zoom, far });
  const room = { zoom, size: labelSize(detail, zoom), palette, taken, crossed: pointsOf(scene.curves, zoom) };
  return placed(ink, lines, { ...scene, attention: { ...scene.attention, hovered: null } }, room);
}

/** The same with the label of the hovered call, which comes last: it moves no other. */
export function withHovered(ink: Ink, standing: LabelLayout, scene: Scene, { zoom, far }: Sight, palette: Palette): LabelLayout {
  const { hovered } = scene.attention;
  const asked = scene.drawing.lines.filter(({ id, text }) => id === hovered && text !== '' && !standing.some(({ line }) => line.id === id));
  return asked.length === 0 ? standing : [...standing, ...besides(ink, asked, standing, { scene, sight: { zoom, far }, palette })];
}

/** While a plate is moved, the labels of its own calls follow it and all others stay. */
export function followingLabels(ink: Ink, standing: LabelLayout, moved: string, { scene, sight, palette }: Looked): LabelLayout {
  const isOwn = ({ from, to }: Line): boolean => from === moved || to === moved;
  const others = standing.filter(({ line }) => !isOwn(line));
  const own = wanted(scene, detailAt(sight.zoom, scene.drawing.plates.length, sight.far)).filter(isOwn);
  return [...others, ...besides(ink, own, others, { scene, sight, palette })];
}

/** A scene with how it is looked at. */
interface Looked {
  readonly scene: Scene;
  readonly sight: Sight;
  readonly palette: Palette;
}

/** Labels in what others leave free. */
function besides(ink: Ink, lines: readonly Line[], others: LabelLayout, { scene, sight, palette }: Looked): LabelLayout {
  const detail = detailAt(sight.zoom, scene.drawing.plates.length, sight.far);
  const taken = [...obstacles(scene, sight), ...others.map(({ rect }) => rect)];
  return placed(ink, lines, scene, { zoom: sight.zoom, size: labelSize(detail, sight.zoom), palette, taken, crossed: [] });
}

const labelSize = (detail: Detail, zoom: number): number => (detail === 'far' ? 17 * zoom : Math.min(13.5, textPx(11.5, zoom)));

interface Room {
  readonly zoom: number;
  /** Units: px. */
  readonly size: number;
  readonly palette: Palette;
  readonly taken: readonly Rect[];
  /** Lines that labels of little weight keep off. */
  readonly crossed: readonly LinePoint[];
}

function placed(ink: Ink, lines: readonly Line[], { curves, attention }: Scene, room: Room): LabelLayout {
  const { zoom, size, palette, taken, crossed } = room;
  const heightOf = (text: string): number => Math.ceil(size) * rowsOf(text).length + 6;
  const fontOf = (line: Line): string => `${isFramed(line) ? 700 : 500} ${size}px ${palette.font}`;
  const widthOf = (line: Line, text: string): number =>
    Math.ceil(Math.max(...rowsOf(text).map((row) => textWidth(ink, row, fontOf(line))))) + 9;
  const wishes = lines.flatMap((line) => {
    const curve = curves.get(line.id)?.map(({ x, y }) => ({ x: x * zoom, y: y * zoom }));
    const must = line.rank === 1 || line.id === attention.selected || line.id === attention.hovered;
    const quiet = !must && (line.rank === null || line.rank >= 4);
    const short = line.shortText === null ? null : { width: widthOf(line, line.shortText), height: heightOf(line.shortText) };
    return curve ? [{ id: line.id, curve, width: widthOf(line, line.text), height: heightOf(line.text), short, must, quiet }] : [];
  });
  const lineOf = new Map(lines.map((line) => [line.id, line]));
  return placeLabels(wishes, taken, crossed).flatMap(({ id, short, x, y }) => {
    const line = lineOf.get(id);
    if (!line) return [];
    const text = short && line.shortText !== null ? line.shortText : line.text;
    const [width, height] = [widthOf(line, text), heightOf(text)];
    return [{ line, text, font: fontOf(line), rect: { x: x - width / 2, y: y - height / 2, width, height } }];
  });
}

/** In larger meshes few labels stand anyway. */
const mostCrossed = 400;
const pointsPerLine = 28;

/** Where the lines run, in px of the zoom. */
function pointsOf(curves: Scene['curves'], zoom: number): readonly LinePoint[] {
  if (curves.size > mostCrossed) return [];
  return [...curves].flatMap(([id, curve]) =>
    Array.from({ length: pointsPerLine + 1 }, (_, i): LinePoint => {
      const { x, y } = pointOn(curve, i / pointsPerLine);
      return { id, x: x * zoom, y: y * zoom };
    }),
  );
}

const rowsOf = (text: string): readonly string[] => text.split('\n');

/** Trouble and plain text stand out of the crowd of rates. */
const isFramed = ({ health, lock, change }: Line): boolean =>
  change
    ? change === 'worse' || change === 'better' || change === 'new'
    : health === 'failing' || health === 'degraded' || lock?.kind === 'open';

/** Order: selection, failing, degraded, plain text, then by rate. */
function wanted({ drawing, attention }: Scene, detail: Detail): readonly Line[] {
  const { selected, kept } = attention;
  const chosen = (line: Line): boolean => line.id === selected;
  const touched = (line: Line): boolean => selected !== null && (line.from === selected || line.to === selected);
  const most = detail === 'full' ? Number.POSITIVE_INFINITY : detail === 'compact' || detail === 'far' ? 3 : detail === 'sign' ? 1 : 0;
  const rank = (line: Line): number =>
    chosen(line) ? 0 : line.rank === 1 ? 1 : touched(line) ? 1.5 : (line.rank ?? Number.POSITIVE_INFINITY);
  return drawing.lines
    .filter((line) => line.text !== '' && (chosen(line) || !kept || kept.edges.has(line.id)))
    .filter((line) => chosen(line) || (touched(line) && most >= 3) || (line.rank !== null && line.rank <= most))
    .sort((a, b) => rank(a) - rank(b));
}

/** Plates, titles, and the locks and discs on calls. */
function obstacles(scene: Scene, { zoom, far }: Sight): readonly Rect[] {
  const locks = scene.drawing.lines.flatMap(({ id, lock }) => {
    const curve = lock && scene.curves.get(id);
    if (!curve) return [];
    const { x, y, radius } = lockPlace(curve, zoom, far);
    return [{ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }];
  });
  const discs = scene.drawing.lines.flatMap(({ id, change }) => {
    const curve = change && changeSigns[change].length > 0 && scene.curves.get(id);
    if (!curve) return [];
    const { x, y, radius } = discPlace(curve, zoom);
    return [{ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }];
  });
  return [...marksOf(scene, zoom, far), ...locks, ...discs];
}

/** Writes the labels over the lines. */
export function paintLabels(ink: Ink, labels: LabelLayout, { viewport }: View, palette: Palette): void {
  ink.textBaseline = 'middle';
  ink.textAlign = 'center';
  ink.setLineDash([]);
  for (const { line, text, rect, font } of labels) {
    const x = Math.round(rect.x + viewport.x);
    const y = Math.round(rect.y + viewport.y);
    const failing = line.health === 'failing';
    ink.beginPath();
    ink.roundRect(x + 0.5, y + 0.5, rect.width, rect.height, 3);
    ink.fillStyle = palette.canvas;
    ink.fill();
    if (isFramed(line)) {
      ink.strokeStyle = line.change ? changeColour(line.change, palette) : failing ? palette.failing : palette.subtle;
      ink.lineWidth = failing ? 1.4 : 1;
      ink.stroke();
    }
    ink.font = font;
    ink.fillStyle = failing ? palette.failingText : palette.text;
    const rows = rowsOf(text);
    const leading = (rect.height - 6) / rows.length;
    rows.forEach((row, index) => ink.fillText(row, x + rect.width / 2 + 0.5, y + 3 + leading * (index + 0.5) + 1));
  }
  ink.textAlign = 'start';
}

import { type Curve, pointOn } from '../drawing/curve.ts';
import { type Detail, detailAt } from '../drawing/detail.ts';
import type { Line, Pattern } from '../drawing/line.ts';
import { changeSigns } from '../compare/change-signs.ts';
import { lockSigns } from '../signs/graph-signs.ts';
import { changeColour, lineColour, type Palette } from './colours.ts';
import { drawSign, type Ink } from './pen.ts';
import type { Scene, View } from './scene.ts';

const fadedLine = 0.16;
/** What did not change between two windows stays to be read. */
const unchangedLine = 0.3;
/** Far away, healthy calls are a hint of where traffic runs; trouble is the picture. */
const quietLine = 0.4;
/** How much thicker lines are on a screen that is read from afar. */
const farScale = 1.5;

/** Draws all calls that are in sight, trouble last so that nothing lies over it. The ink is in CSS px of the canvas. */
export function paintLines(ink: Ink, scene: Scene, view: View, palette: Palette): void {
  const { kept, selected, hovered, focused, found } = scene.attention;
  const detail = detailAt(view.viewport.z, scene.drawing.plates.length, view.far);
  const order = [...scene.drawing.lines].sort((a, b) => weight(a) - weight(b));
  for (const line of order) {
    const curve = onScreen(scene.curves.get(line.id), view);
    if (!curve) continue;
    const quiet = detail === 'speck' && weight(line) === 0;
    const faded = line.change === 'unchanged' ? unchangedLine : fadedLine;
    ink.globalAlpha = kept && !kept.edges.has(line.id) ? faded : quiet ? quietLine : 1;
    const pointed = line.id === focused ? 0.5 : line.id === selected ? 0.28 : line.id === hovered ? 0.16 : 0;
    const halo = Math.max(pointed, found?.has(line.id) ? 0.3 : 0);
    paintLine(ink, line, curve, { zoom: view.viewport.z, detail, palette, halo });
  }
  ink.globalAlpha = 1;
}

const weight = ({ health, change }: Line): number =>
  health === 'failing' ? 2 : health === 'degraded' || (change !== undefined && change !== 'unchanged') ? 1 : 0;

/** The curve in CSS px, or null where none of it can be seen. */
function onScreen(curve: Curve | undefined, { viewport: { x, y, z }, width, height, margin }: View): Curve | null {
  if (!curve) return null;
  let [left, right, top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const moved = curve.map((point) => {
    const at = { x: point.x * z + x, y: point.y * z + y };
    left = Math.min(left, at.x);
    right = Math.max(right, at.x);
    top = Math.min(top, at.y);
    bottom = Math.max(bottom, at.y);
    return at;
  });
  const seen = right >= -margin && left <= width + margin && bottom >= -margin && top <= height + margin;
  return seen ? moved : null;
}

interface LineInk {
  readonly zoom: number;
  readonly detail: Detail;
  readonly palette: Palette;
  /** Opacity of the halo; 0 for none. */
  readonly halo: number;
}

function paintLine(ink: Ink, line: Line, curve: Curve, { zoom, detail, palette, halo }: LineInk): void {
  const scale = scaleOf(zoom, detail);
  const { colour, width, dash } = styleOf(line, { zoom, scale, palette });
  const headLength = Math.max(6, (7 + line.width) * scale);
  paintHalo(ink, curve, { colour: palette.brand, width: width + 12, dash: [] }, halo);
  const short = shortened(curve, zoom >= 0.3 ? headLength * 0.8 : 0);
  ink.lineCap = line.pattern === 'idle' ? 'round' : 'butt';
  if (line.health === 'degraded') stroke(ink, short, { colour: palette.degradedRim, width: width + 2, dash });
  stroke(ink, short, { colour, width, dash });
  if (zoom >= 0.3) {
    const rim = line.health === 'degraded' ? palette.degradedRim : colour;
    paintHead(ink, curve, { length: headLength, colour, rim, half: line.head === 'half' ? palette.canvas : null });
  }
  if (line.change) paintDisc(ink, line.change, pointOn(curve, discShare), { zoom, scale, palette });
  else if (line.health === 'failing' && zoom >= 0.3) paintDiamond(ink, pointOn(curve, 0.06), 5.2 * Math.max(0.8, scale), palette);
  if (line.lock && detail !== 'sign' && detail !== 'speck')
    paintLock(ink, line.lock.kind, { ...pointOn(curve, lockShare), radius: lockRadius(zoom, detail === 'far') }, palette);
}

const scaleOf = (zoom: number, detail: Detail): number =>
  detail === 'far' ? farScale * zoom : Math.min(1.2, Math.max(zoom < 0.3 ? 0.3 : 0.5, zoom));

function paintHalo(ink: Ink, curve: Curve, style: Style, opacity: number): void {
  if (opacity === 0) return;
  const before = ink.globalAlpha;
  ink.globalAlpha = opacity;
  stroke(ink, curve, style);
  ink.globalAlpha = before;
}

const dashes: Readonly<Record<Pattern, readonly number[]>> = { solid: [], tcp: [9, 5], idle: [0.1, 5], unknown: [3, 4] };

interface Measure {
  readonly zoom: number;
  readonly scale: number;
  readonly palette: Palette;
}

function styleOf({ health, change, pattern, width }: Line, { zoom, scale, palette }: Measure): Style {
  return {
    colour: change ? changeColour(change, palette) : lineColour(health, palette),
    width: Math.max(0.8, width * (health === 'failing' ? Math.max(zoom < 0.3 ? 0.5 : 0.85, scale) : scale)),
    dash: (change === 'gone' ? ghost : dashes[pattern]).map((part) => part * Math.max(0.7, scale)),
  };
}

/** A call that is no more. */
const ghost = [4, 4] as const;

/** Where on a line the disc of its difference stands: near its beginning, where lines are apart. */
const discShare = 0.14;

function paintDisc(
  ink: Ink,
  change: NonNullable<Line['change']>,
  at: { readonly x: number; readonly y: number },
  { zoom, scale, palette }: Measure,
): void {
  const strokes = changeSigns[change];
  if (strokes.length === 0 || zoom < 0.3) return;
  drawSign(ink, strokes, { ...at, size: 14 * Math.max(0.9, scale), sign: changeColour(change, palette), ground: palette.canvas });
}

interface Style {
  readonly colour: string;
  readonly width: number;
  readonly dash: readonly number[];
}

function stroke(ink: Ink, curve: Curve, { colour, width, dash }: Style): void {
  ink.beginPath();
  trace(ink, curve);
  ink.strokeStyle = colour;
  ink.lineWidth = width;
  ink.setLineDash(dash.length > 0 ? [...dash] : []);
  ink.stroke();
}

function trace(ink: Ink, curve: Curve): void {
  const [start] = curve;
  if (!start) return;
  ink.moveTo(start.x, start.y);
  for (let i = 1; i + 1 < curve.length; i += 2) {
    const [control, end] = [curve[i], curve[i + 1]];
    if (control && end) ink.quadraticCurveTo(control.x, control.y, end.x, end.y);
  }
}

/** Ends the line within its head, so that a thick line does not look out beside the point. */
function shortened(curve: Curve, by: number): Curve {
  const [before, end] = [curve.at(-2), curve.at(-1)];
  if (!before || !end || by === 0) return curve;
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  return [...curve.slice(0, -1), { x: end.x - ((end.x - before.x) / length) * by, y: end.y - ((end.y - before.y) / length) * by }];
}

interface Head {
  readonly length: number;
  readonly colour: string;
  readonly rim: string;
  /** The ground's colour where only one side reported: the head is then half full. */
  readonly half: string | null;
}

function paintHead(ink: Ink, curve: Curve, { length, colour, rim, half }: Head): void {
  const [before, end] = [curve.at(-2), curve.at(-1)];
  if (!before || !end) return;
  ink.save();
  ink.translate(end.x, end.y);
  ink.rotate(Math.atan2(end.y - before.y, end.x - before.x));
  ink.setLineDash([]);
  const side = length * 0.44;
  const triangle = (upper: number, lower: number): void => {
    ink.beginPath();
    ink.moveTo(0, 0);
    ink.lineTo(-length, upper);
    ink.lineTo(-length, lower);
    ink.closePath();
  };
  triangle(-side, side);
  ink.fillStyle = half ?? colour;
  ink.fill();
  if (half !== null || rim !== colour) {
    ink.strokeStyle = rim;
    ink.lineWidth = 1;
    ink.stroke();
  }
  if (half !== null) {
    triangle(-side, 0);
    ink.fillStyle = colour;
    ink.fill();
  }
  ink.restore();
}

/** A failed request, standing or travelling: red with a rim of the ground, so that it is seen on a red line. */
export function paintDiamond(ink: Ink, { x, y }: { readonly x: number; readonly y: number }, reach: number, palette: Palette): void {
  ink.beginPath();
  ink.moveTo(x, y - reach);
  ink.lineTo(x + reach, y);
  ink.lineTo(x, y + reach);
  ink.lineTo(x - reach, y);
  ink.closePath();
  ink.setLineDash([]);
  ink.fillStyle = palette.failing;
  ink.fill();
  ink.strokeStyle = palette.canvas;
  ink.lineWidth = 1.4;
  ink.stroke();
}

interface LockPlace {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

const lockShare = 0.2;
const lockRadius = (zoom: number, far: boolean): number => (far ? 13 * zoom : Math.max(8, 10 * zoom));

/** Where the disc of a difference stands. Units: as of a lock. */
export function discPlace(curve: Curve, zoom: number): LockPlace {
  const { x, y } = pointOn(curve, discShare);
  return { x: x * zoom, y: y * zoom, radius: 7.5 * Math.max(0.9, zoom) };
}

/** Where the lock of a call stands. Units: curve in model px; the rest px on screen without the pan. */
export function lockPlace(curve: Curve, zoom: number, far: boolean): LockPlace {
  const { x, y } = pointOn(curve, lockShare);
  return { x: x * zoom, y: y * zoom, radius: lockRadius(zoom, far) };
}

function paintLock(ink: Ink, kind: keyof typeof lockSigns, { x, y, radius }: LockPlace, palette: Palette): void {
  ink.beginPath();
  ink.arc(x, y, radius, 0, 2 * Math.PI);
  ink.setLineDash(kind === 'unknown' ? [3, 3] : []);
  ink.fillStyle = palette.canvas;
  ink.fill();
  const colour = kind === 'open' ? palette.degradedText : palette.subtle;
  ink.strokeStyle = colour;
  ink.lineWidth = 1.4;
  ink.stroke();
  drawSign(ink, lockSigns[kind], { x, y, size: radius * 1.05, sign: colour, ground: palette.canvas });
}

import type { Health } from '@vigla/contract/health';
import { healthSigns, type Stroke } from '../../signs/index.ts';
import type { Words } from '../../words/index.ts';
import { type Palette, signColour } from './colours.ts';
import { drawSign, type Ink } from './pen.ts';
import type { Drawing } from '../drawing/drawing.ts';
import { lockSigns } from '../signs/graph-signs.ts';

/** A sign of the picture and what it means. */
export interface LegendEntry {
  readonly text: string;
  readonly sign:
    | { readonly kind: 'health'; readonly health: Health }
    | { readonly kind: 'strokes'; readonly strokes: readonly Stroke[] }
    | { readonly kind: 'line'; readonly dash: readonly number[] };
}

const states: readonly Health[] = ['healthy', 'degraded', 'failing', 'not_ready', 'idle', 'unknown'];
const rowHeight = 24;
/** A bold letter is so wide on average. Units: px. */
const letter = 7.2;
const signRoom = 26;
const between = 22;

/** Names the signs that are on a picture, and no others. */
export function legendOf({ plates, lines }: Drawing, t: Words): readonly LegendEntry[] {
  const shown = new Set([...plates, ...lines].map(({ health }) => health));
  const patterns = new Set(lines.map(({ pattern }) => pattern));
  return [
    ...states
      .filter((health) => shown.has(health))
      .map((health): LegendEntry => ({ text: t(`graph.health.${health}`), sign: { kind: 'health', health } })),
    ...(patterns.has('tcp') ? [dashed(t('graph.legend.tcp'), [9, 5])] : []),
    ...(patterns.has('idle') ? [dashed(t('graph.legend.idle'), [1, 4])] : []),
    ...(patterns.has('unknown') ? [dashed(t('graph.legend.unknown'), [3, 4])] : []),
    ...(lines.some(({ lock }) => lock?.kind === 'open')
      ? [{ text: t('graph.legend.plainText'), sign: { kind: 'strokes', strokes: lockSigns.open } } satisfies LegendEntry]
      : []),
  ];
}

const dashed = (text: string, dash: readonly number[]): LegendEntry => ({ text, sign: { kind: 'line', dash } });

interface Spot {
  readonly entry: LegendEntry;
  readonly x: number;
  readonly row: number;
}

/** Entries in rows of a width. Units: px. */
function spots(entries: readonly LegendEntry[], width: number): readonly Spot[] {
  let [x, row] = [0, 0];
  return entries.map((entry) => {
    const needs = signRoom + entry.text.length * letter;
    if (x > 0 && x + needs > width) [x, row] = [0, row + 1];
    const spot = { entry, x, row };
    x += needs + between;
    return spot;
  });
}

/** Units: px. */
export const legendHeight = (entries: readonly LegendEntry[], width: number): number =>
  entries.length === 0 ? 0 : ((spots(entries, width).at(-1)?.row ?? 0) + 1) * rowHeight;

interface LegendPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly palette: Palette;
}

/** Writes the legend in rows. */
export function paintLegend(ink: Ink, entries: readonly LegendEntry[], { x: left, y: top, width, palette }: LegendPlace): void {
  for (const { entry, x, row } of spots(entries, width)) {
    const middle = top + row * rowHeight + rowHeight / 2;
    paintEntrySign(ink, entry.sign, { x: left + x, middle }, palette);
    ink.font = `400 12px ${palette.font}`;
    ink.fillStyle = palette.subtle;
    ink.fillText(entry.text, left + x + signRoom, middle);
  }
}

function paintEntrySign(ink: Ink, sign: LegendEntry['sign'], at: { readonly x: number; readonly middle: number }, palette: Palette): void {
  if (sign.kind === 'line') {
    ink.beginPath();
    ink.moveTo(at.x, at.middle);
    ink.lineTo(at.x + 20, at.middle);
    ink.strokeStyle = palette.subtle;
    ink.lineWidth = 2;
    ink.setLineDash([...sign.dash]);
    ink.stroke();
    ink.setLineDash([]);
    return;
  }
  const colour = sign.kind === 'health' ? signColour(sign.health, palette) : palette.degradedText;
  const strokes = sign.kind === 'health' ? healthSigns[sign.health] : sign.strokes;
  drawSign(ink, strokes, { x: at.x + 9, y: at.middle, size: 14, sign: colour, ground: palette.canvas, rim: palette.warningMark });
}

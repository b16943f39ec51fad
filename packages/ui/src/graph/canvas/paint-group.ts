import { healthSigns } from '../../signs/index.ts';
import type { Health } from '@vigla/contract/health';
import { textPx } from '../drawing/detail.ts';
import type { Plate } from '../drawing/plate.ts';
import type { GroupFace } from '../gather/group-face.ts';
import { signColour } from './colours.ts';
import { cutMiddle, drawSign, textWidth } from './pen.ts';
import type { PlateInk } from './plate-ink.ts';

/** From a plate's left side to its text, clear of the band of trouble. Units: model px. */
const inset = 13;
/** Below this there is room for the name only. Units: px on screen. */
const leastHeight = 23;

/** A group: its name, what it carries and its state, and beneath one dot per member, worst first. */
export function paintGroup(plate: Plate, { amount, members }: GroupFace, at: PlateInk): void {
  const { ink, palette, zoom, detail, width, height } = at;
  const withDots = detail !== 'speck' && height >= leastHeight;
  const middle = withDots ? height * 0.32 : height / 2;
  const ill = plate.health === 'failing' || plate.health === 'degraded' || plate.health === 'not_ready';
  const signSize = ill ? Math.max(12, 14.5 * zoom) : Math.max(9, 13 * zoom);
  const signX = width - Math.max(signSize / 2 + 3, 15 * zoom);
  if (detail !== 'speck' || ill)
    drawSign(ink, healthSigns[plate.health], {
      x: detail === 'speck' ? width / 2 : signX,
      y: middle,
      size: signSize,
      sign: signColour(plate.health, palette),
      ground: palette.plate,
      rim: palette.warningMark,
    });
  if (detail === 'speck') return;
  ink.textBaseline = 'middle';
  const left = Math.max(7, inset * zoom);
  const end = signX - signSize / 2 - 4;
  paintName(plate.name, detail === 'full' ? amount : null, at, { left, end, middle });
  if (withDots) paintMembers(members, at, left, width - 9 * zoom);
}

interface Line {
  readonly left: number;
  readonly end: number;
  readonly middle: number;
}

/** The amount gives way to the name, not the name to the amount. */
function paintName(name: string, amount: string | null, { ink, palette, zoom, detail }: PlateInk, { left, end, middle }: Line): void {
  const size = textPx(detail === 'full' ? 13.5 : 16, zoom);
  const small = textPx(11.5, zoom);
  const nameFont = `600 ${size}px ${palette.font}`;
  ink.font = nameFont;
  const wanted = textWidth(ink, name);
  ink.font = `400 ${small}px ${palette.font}`;
  const beside = amount === null ? 0 : textWidth(ink, amount) + 8;
  const fits = amount !== null && left + wanted + beside <= end;
  if (fits) {
    ink.fillStyle = palette.subtle;
    ink.fillText(amount, end - beside + 6, middle);
  }
  ink.font = nameFont;
  ink.fillStyle = palette.text;
  ink.fillText(
    cutMiddle(name, end - left - (fits ? beside : 0), (text) => textWidth(ink, text)),
    left,
    middle,
  );
}

const pitch = 5.4;
/** How far apart two rows are, as a share of a plate's height, and how far they must be that a number beside one keeps off the other. */
const between = { share: 0.19, leastPx: 8 } as const;

/** As many dots as two rows hold, or one where the plate is small; the healthier rest as a number. */
function paintMembers(members: readonly Health[], { ink, palette, zoom, height }: PlateInk, left: number, right: number): void {
  const step = Math.max(4, pitch * zoom);
  const perRow = Math.max(1, Math.floor((right - left) / step));
  const rows = members.length > 2 * perRow && height * between.share < between.leastPx ? 1 : 2;
  const whole = members.length <= perRow * rows;
  ink.font = `400 ${textPx(10.5, zoom)}px ${palette.font}`;
  const rest = `+${members.length}`;
  const shown = whole ? members.length : perRow * rows - Math.ceil((textWidth(ink, rest) + 4) / step);
  const oneRow = rows === 1 || (shown <= perRow && whole);
  for (let i = 0; i < shown; i++) {
    const x = left + (i % perRow) * step + step / 2;
    const y = height * (oneRow ? 0.72 : i < perRow ? 0.64 : 0.83);
    paintMember(members[i] ?? 'unknown', { x, y, size: Math.max(3.2, 4.4 * zoom) }, { ink, palette });
  }
  if (whole) return;
  ink.fillStyle = palette.subtle;
  ink.fillText(`+${members.length - shown}`, left + (shown % perRow) * step + 3, height * (oneRow ? 0.72 : 0.83));
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** Green disc, amber triangle, red diamond, grey ring, dashed square: told apart by shape as well. */
function paintMember(health: Health, { x, y, size }: Spot, { ink, palette }: Pick<PlateInk, 'ink' | 'palette'>): void {
  const r = size / 2;
  const colour = signColour(health, palette);
  ink.beginPath();
  ink.setLineDash([]);
  if (health === 'failing') polygon(ink, [x, y - r * 1.45, x + r * 1.45, y, x, y + r * 1.45, x - r * 1.45, y]);
  else if (health === 'degraded') polygon(ink, [x, y - r * 1.35, x + r * 1.35, y + r * 1.1, x - r * 1.35, y + r * 1.1]);
  else if (health === 'unknown') ink.roundRect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6, 0);
  else ink.arc(x, y, health === 'healthy' ? r : r * 0.8, 0, 2 * Math.PI);
  ink.lineWidth = 0.9;
  ink.strokeStyle = health === 'degraded' ? palette.degradedRim : colour;
  ink.fillStyle = colour;
  if (health === 'unknown') ink.setLineDash([1.4, 1.2]);
  if (health === 'healthy' || health === 'failing' || health === 'degraded') ink.fill();
  if (health !== 'healthy' && health !== 'failing') ink.stroke();
  ink.setLineDash([]);
}

function polygon(ink: PlateInk['ink'], points: readonly number[]): void {
  for (let i = 0; i < points.length; i += 2) {
    const [x = 0, y = 0] = points.slice(i, i + 2);
    if (i === 0) ink.moveTo(x, y);
    else ink.lineTo(x, y);
  }
  ink.closePath();
}

import { healthSigns } from '../../signs/index.ts';
import { plateSize } from '../drawing/curve.ts';
import { smallestText, textPx } from '../drawing/detail.ts';
import { type FarName, farName } from '../drawing/far-name.ts';
import { nameFit } from '../drawing/name-fit.ts';
import type { Plate, Span } from '../drawing/plate.ts';
import { badgeSigns, kindIcons } from '../signs/graph-signs.ts';
import { changeSigns } from '../compare/change-signs.ts';
import { changeColour, type Palette, signColour } from './colours.ts';
import { traceOutline } from './outline.ts';
import { paintGroup } from './paint-group.ts';
import { cutMiddle, drawSign, type Ink, textWidth } from './pen.ts';
import type { PlateInk } from './plate-ink.ts';
import { borderColour, borderWidth, hasBand, hasSign, isIll } from './plate-state.ts';

/** Room around a plate's outline that its border and sign may need. Units: px. */
export const plateMargin = 10;

/** Draws a plate with its outline's upper left corner at the margin. */
export function paintPlate(ink: Ink, plate: Plate, palette: Palette, { zoom, detail }: Pick<PlateInk, 'zoom' | 'detail'>): void {
  const at: PlateInk = { ink, palette, zoom, detail, width: plateSize.width * zoom, height: plateSize.height * zoom };
  ink.save();
  ink.translate(plateMargin, plateMargin);
  paintBody(plate, at);
  if (plate.group && detail !== 'far') paintGroup(plate, plate.group, at);
  else {
    if (detail === 'full' || detail === 'compact') paintText(plate, at);
    if (detail === 'far') paintFarName(plate, at);
    paintSign(plate, at);
  }
  ink.restore();
}

function paintBody(plate: Plate, { ink, palette, zoom, detail, width, height }: PlateInk): void {
  const size = { width, height, zoom };
  if (plate.outline === 'sheets') paintSecondSheet({ ink, palette, zoom, width, height });
  traceOutline(ink, plate.outline, 0, 0, size);
  ink.fillStyle = plate.foreign ? palette.canvas : palette.plate;
  ink.fill();
  if (hasBand(plate)) paintBand(plate, { ink, palette, zoom, width, height });
  traceOutline(ink, plate.outline, 0, 0, size);
  ink.strokeStyle = borderColour(plate, palette);
  ink.lineWidth = borderWidth(plate) * (detail === 'far' ? Math.max(1, zoom) : Math.min(1.2, Math.max(0.8, zoom)));
  ink.setLineDash(plate.dashed ? [5 * Math.max(0.7, zoom), 3.5 * Math.max(0.7, zoom)] : []);
  ink.stroke();
  ink.setLineDash([]);
}

/** Another sheet shows beneath: there is more than one. */
function paintSecondSheet({ ink, palette, zoom, width, height }: Omit<PlateInk, 'detail'>): void {
  const shift = Math.min(5, Math.max(2, 4.5 * zoom));
  traceOutline(ink, 'sheets', shift, shift, { width, height, zoom });
  ink.fillStyle = palette.plate;
  ink.fill();
  ink.strokeStyle = palette.plateBorder;
  ink.lineWidth = 1;
  ink.setLineDash([]);
  ink.stroke();
}

function paintBand({ health, change }: Plate, { ink, palette, zoom, height }: Omit<PlateInk, 'detail'>): void {
  const band = Math.max(3, 6 * zoom);
  ink.save();
  ink.clip();
  if (health === 'not_ready') {
    ink.strokeStyle = palette.degradedText;
    ink.lineWidth = 1.2;
    ink.strokeRect(-2, -2, band + 2, height + 4);
  } else {
    ink.fillStyle = change ? changeColour(change, palette) : signColour(health, palette);
    ink.fillRect(0, 0, band, height);
    ink.fillStyle = borderColour(change ? { health, change } : { health }, palette);
    ink.fillRect(band, 0, Math.max(0.8, 1.2 * zoom), height);
  }
  ink.restore();
}

/** The least height of a plate that holds two lines of text. Units: px. */
const twoLines = 2 * smallestText * 1.08 + 3;

const icon = 16;
/** Between a name and the sign after it. Units: px. */
const signGap = 3;
/** From a plate's right side to the middle of its sign. Units: model px. */
const signInset: Readonly<Record<Plate['outline'], number>> = {
  rectangle: 15,
  barrel: 15,
  pill: 20,
  pointed: 27,
  hexagon: 25,
  parallelogram: 24,
  sheets: 15,
};

function paintText(plate: Plate, at: PlateInk): void {
  const { zoom, detail, width, height } = at;
  const full = detail === 'full' && plate.second.length > 0;
  const place = nameRoom(plate, at);
  // A whole name on two lines says more than half a name on one, where both lines stand within the plate.
  if (detail === 'compact' && place.isCut && height >= twoLines) {
    const wrapped = largestName(plate, at, { width: place.width, height: height * 1.02 });
    if (wrapped.lines.length > 1) {
      paintName({ ...wrapped, size: Math.min(wrapped.size, place.size) }, at, place);
      return;
    }
  }
  if (place.left > place.inset) paintIcon(plate, at, place.inset);
  const lines = [{ strong: plate.name, soft: place.version }];
  const middle = full ? height * 0.36 : height / 2;
  paintName({ lines, size: place.size }, at, { left: place.left, width: place.width - place.versionWidth, middle });
  if (!full) return;
  paintSecond(plate.second, at, place.left, width - place.left - (plate.outline === 'pointed' ? 22 : 8) * zoom);
  if (fitsBadges(plate, at, place.left)) paintBadges(plate, at);
}

interface NameRoom {
  /** Where text starts when it takes the icon's place. */
  readonly inset: number;
  /** Where the name starts. */
  readonly left: number;
  /** For name and version, from `left`. */
  readonly width: number;
  readonly version: string;
  readonly versionWidth: number;
  readonly size: number;
  readonly isCut: boolean;
  /** The sign of trouble stands on the plate's corner, because the name needs its place. */
  readonly givesWay: boolean;
}

/** A name or second line too long takes the icon's place before it is cut, a name only where a little smaller is not enough; the version is never cut. */
function nameRoom(plate: Plate, at: PlateInk): NameRoom {
  const { ink, palette, zoom, detail, width } = at;
  const size = textPx(detail === 'full' ? 13.5 : 16, zoom);
  const inset = (plate.outline === 'pill' || plate.outline === 'hexagon' ? 20 : 16) * zoom;
  const beside = inset + (icon + 8) * zoom;
  ink.font = `400 ${size}px ${palette.font}`;
  const version = plate.version === null ? '' : ` ${plate.version}`;
  const versionWidth = textWidth(ink, version);
  ink.font = `600 ${size}px ${palette.font}`;
  const whole = textWidth(ink, plate.name) + versionWidth;
  const before = width - signInset[plate.outline] * zoom - signSize(plate, zoom) / 2 - signGap;
  const givesWay = detail === 'compact' && hasBand(plate) && whole > before - inset;
  const end = hasSign(plate) && !givesWay ? before : width - (signInset[plate.outline] - 7) * zoom;
  const second = detail === 'full' ? secondWidth(plate.second, at) : 0;
  const besideIcon = second <= width - beside - 10 * zoom ? end - beside : 0;
  const fit = nameFit(whole / size, { beside: besideIcon, alone: end - inset, size, smallest: smallestText });
  const left = fit.besideIcon ? beside : inset;
  return {
    inset,
    left,
    width: end - left,
    version,
    versionWidth: versionWidth * (fit.size / size),
    size: fit.size,
    isCut: fit.isCut,
    givesWay,
  };
}

function paintIcon({ kind }: Plate, { ink, palette, zoom, height }: PlateInk, inset: number): void {
  drawSign(ink, kindIcons[kind], {
    x: inset + (icon * zoom) / 2,
    y: height / 2,
    size: icon * zoom,
    sign: palette.subtle,
    ground: palette.plate,
  });
}

const secondSize = (zoom: number): number => textPx(11.5, zoom);

const spanFont = (tone: Span['tone'], zoom: number, palette: Palette): string =>
  `${tone === 'plain' ? 400 : 600} ${secondSize(zoom)}px ${palette.font}`;

function secondWidth(spans: readonly Span[], { ink, zoom, palette }: PlateInk): number {
  return spans.reduce((sum, { text, tone }, index) => {
    ink.font = spanFont(tone, zoom, palette);
    return sum + textWidth(ink, index === 0 ? text : ` · ${text}`);
  }, 0);
}

/** What is measured goes before what is configured: badges that would stand on the second line are left to the panel. */
const fitsBadges = (plate: Plate, at: PlateInk, left: number): boolean =>
  plate.badges.length > 0 && left + secondWidth(plate.second, at) <= at.width - (24 + 14 * plate.badges.length) * at.zoom;

function paintSecond(spans: readonly Span[], { ink, palette, zoom, height }: PlateInk, left: number, room: number): void {
  const middle = height * 0.69;
  let x = left;
  spans.forEach(({ text, tone }, index) => {
    ink.font = spanFont(tone, zoom, palette);
    ink.fillStyle = tone === 'failing' ? palette.failingText : tone === 'degraded' ? palette.degradedText : palette.subtle;
    const written = cutMiddle(index === 0 ? text : ` · ${text}`, left + room - x, (one) => textWidth(ink, one));
    ink.fillText(written, x, middle);
    x += textWidth(ink, written);
  });
}

/** The name and nothing else, as large as it gets. */
function paintFarName(plate: Plate, at: PlateInk): void {
  const { zoom, width, height } = at;
  const left = (plate.outline === 'pill' || plate.outline === 'hexagon' ? 20 : 15) * zoom;
  const room = { left, width: width - left - farSignRoom(plate) * zoom };
  paintName(largestName(plate, at, { ...room, height }), at, room);
}

/** The largest way to write a name. */
function largestName(plate: Plate, { ink, palette }: PlateInk, room: { readonly width: number; readonly height: number }): FarName {
  const probe = 100;
  ink.font = `600 ${probe}px ${palette.font}`;
  return farName(plate, { ...room, smallest: smallestText }, (text) => textWidth(ink, text) / probe);
}

function paintName(
  { lines, size }: FarName,
  { ink, palette, height }: PlateInk,
  { left, width, middle: centre }: { readonly left: number; readonly width: number; readonly middle?: number },
): void {
  ink.textBaseline = 'middle';
  lines.forEach(({ strong, soft }, index) => {
    const middle = centre ?? height / 2 + (index - (lines.length - 1) / 2) * size * 1.08 + size * 0.04;
    ink.font = `600 ${size}px ${palette.font}`;
    ink.fillStyle = palette.text;
    const name = cutMiddle(strong, width, (text) => textWidth(ink, text));
    ink.fillText(name, left, middle);
    const after = left + textWidth(ink, name);
    ink.font = `400 ${size}px ${palette.font}`;
    ink.fillStyle = palette.subtle;
    ink.fillText(soft, after, middle);
  });
}

/** Units: model px. */
const farSignRoom = (plate: Plate): number =>
  (isIll(plate) ? 46 : 32) + (plate.outline === 'pointed' ? 12 : plate.outline === 'pill' ? 4 : 0);

function paintFarSign(plate: Plate, { ink, palette, zoom, width, height }: PlateInk): void {
  drawSign(ink, healthSigns[plate.health], {
    x: width - (farSignRoom(plate) / 2 + (plate.outline === 'pointed' ? 5 : 0)) * zoom,
    y: height / 2,
    size: (isIll(plate) ? 28 : 15) * zoom,
    sign: signColour(plate.health, palette),
    ground: palette.plate,
    rim: palette.warningMark,
  });
}

/** Trouble is a little larger, and keeps its size where the picture is small. Units: px. */
const signSize = (plate: Plate, zoom: number): number =>
  isIll(plate) ? Math.max(plate.health === 'failing' ? 13 : 12, 14.5 * zoom) : Math.max(9, 13 * zoom);

/** At the upper right while there is text; else in the middle. Trouble keeps its size on screen down to any zoom. */
function paintSign(plate: Plate, at: PlateInk): void {
  const { ink, palette, zoom, detail, width, height } = at;
  if (detail === 'far') {
    paintFarSign(plate, at);
    return;
  }
  if (!hasSign(plate) || (detail === 'speck' && !hasBand(plate))) return;
  const size = signSize(plate, zoom);
  const corner = detail === 'full';
  const text = detail === 'full' || detail === 'compact';
  const outside = detail === 'compact' && nameRoom(plate, at).givesWay;
  drawSign(ink, plate.change ? changeSigns[plate.change] : healthSigns[plate.health], {
    x: outside ? width - (signInset[plate.outline] - 13) * zoom : text ? width - signInset[plate.outline] * zoom : width / 2,
    y: outside ? 1 : corner ? Math.max(size * 0.65, height * 0.33) : height / 2,
    size,
    sign: plate.change ? changeColour(plate.change, palette) : signColour(plate.health, palette),
    ground: palette.plate,
    rim: palette.warningMark,
  });
}

function paintBadges({ badges, outline }: Plate, { ink, palette, zoom, width, height }: PlateInk): void {
  const right = width - (outline === 'pill' ? 20 : outline === 'pointed' ? 27 : 15) * zoom;
  badges.forEach((badge, index) =>
    drawSign(ink, badgeSigns[badge], {
      x: right - index * 14 * zoom,
      y: height * 0.71,
      size: 10.5 * zoom,
      sign: palette.subtle,
      ground: palette.plate,
    }),
  );
}

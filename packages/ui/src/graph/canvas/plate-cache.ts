import { plateSize } from '../drawing/curve.ts';
import type { Detail } from '../drawing/detail.ts';
import type { Plate } from '../drawing/plate.ts';
import type { Palette } from './colours.ts';
import { paintPlate, plateMargin } from './paint-plate.ts';

/** Finished pictures of plates, one per content: a refresh redraws only plates whose rounded text has changed. */
export interface PlateCache {
  /** The picture of a plate. Units: zoom in CSS px per model px, `density` in device px per CSS px. */
  readonly picture: (plate: Plate, zoom: number, density: number, detail: Detail) => OffscreenCanvas;
}

const mostPixels = 40_000_000;

/** Starts an empty cache for one palette. */
export function plateCache(palette: Palette): PlateCache {
  const pictures = new Map<string, OffscreenCanvas>();
  let pixels = 0;
  return {
    picture(plate, zoom, density, detail) {
      const key = keyOf(plate, zoom, density, detail);
      const known = pictures.get(key);
      if (known) return known;
      const picture = draw(plate, zoom, density, { palette, detail });
      pixels += picture.width * picture.height;
      if (pixels > mostPixels) {
        pictures.clear();
        pixels = picture.width * picture.height;
      }
      pictures.set(key, picture);
      return picture;
    },
  };
}

/** Drawn at the very size it is shown at, so that text is as sharp as the page's own. */
function draw(
  plate: Plate,
  zoom: number,
  density: number,
  { palette, detail }: { readonly palette: Palette; readonly detail: Detail },
): OffscreenCanvas {
  const width = Math.ceil((plateSize.width * zoom + 2 * plateMargin) * density);
  const height = Math.ceil((plateSize.height * zoom + 2 * plateMargin) * density);
  const picture = new OffscreenCanvas(width, height);
  const ink = picture.getContext('2d');
  if (!ink) return picture;
  ink.scale(density, density);
  paintPlate(ink, plate, palette, { zoom, detail });
  return picture;
}

/** Far away plates say no names, and most of them are then one and the same picture. */
function keyOf(plate: Plate, zoom: number, density: number, detail: Detail): string {
  const { outline, kind, dashed, foreign, health, name, version, badges, second, change = '' } = plate;
  const look = [zoom.toFixed(3), density, detail, outline, dashed, foreign, health, change];
  if (detail === 'speck' || detail === 'sign') return look.join('\n');
  const ofGroup = plate.group ? [plate.group.amount, plate.group.members.join('')] : [];
  const words = [...ofGroup, kind, name, version, ...second.map(({ text, tone }) => `${tone}${text}`)];
  return [...look, badges.join(), ...words].join('\n');
}

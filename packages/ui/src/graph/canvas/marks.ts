import { type Detail, detailAt, textPx } from '../drawing/detail.ts';
import { type Frame, framePadding, frameRect, plateRect, type Rect } from '../drawing/frame.ts';
import type { Scene } from './scene.ts';

/** The size of a box's title. Units: px on screen. */
export function titleSize(zoom: number, detail: Detail): number {
  if (detail === 'far') return 19 * zoom;
  return detail === 'sign' || detail === 'speck' ? Math.min(15, Math.max(11, textPx(26, zoom))) : textPx(13, zoom);
}

/** How far a box reaches up beyond its plates' room, so that its title lies on no plate where the picture is small. Units: px on screen. */
export const titleLift = ({ kind }: Pick<Frame, 'kind'>, zoom: number, size: number): number =>
  kind === 'app' ? 0 : Math.max(0, size * 1.45 - framePadding[kind].top * zoom);

const scaled = ({ x, y, width, height }: Rect, zoom: number): Rect => ({
  x: x * zoom,
  y: y * zoom,
  width: width * zoom,
  height: height * zoom,
});

/** A bold letter is so wide on average, as a share of its size. */
const letter = 0.62;

/** What nothing may cover: plates and the titles of boxes. Units: px on screen without the pan. */
export function marksOf({ drawing, positions }: Pick<Scene, 'drawing' | 'positions'>, zoom: number, far = false): readonly Rect[] {
  const size = titleSize(zoom, detailAt(zoom, drawing.plates.length, far));
  const titles = drawing.frames.flatMap((frame) => {
    const rect = frame.kind === 'app' ? null : frameRect(frame, positions);
    if (!rect) return [];
    const width = Math.min(rect.width * zoom, frame.title.length * letter * size + 24);
    return [{ x: rect.x * zoom, y: rect.y * zoom - titleLift(frame, zoom, size), width, height: Math.max(size * 1.6, 28 * zoom) }];
  });
  return [...[...positions.values()].map((point) => scaled(plateRect(point), zoom)), ...titles];
}

/** What legend and controls stand clear of: the same, and whole boxes, whose borders would look cut off. */
export function standingClear(scene: Pick<Scene, 'drawing' | 'positions'>, zoom: number, far = false): readonly Rect[] {
  const boxes = scene.drawing.frames.flatMap((frame) => frameRect(frame, scene.positions) ?? []);
  return [...marksOf(scene, zoom, far), ...boxes.map((rect) => scaled(rect, zoom))];
}

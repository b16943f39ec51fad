import { type Curve, evenly } from '../drawing/curve.ts';
import { detailAt } from '../drawing/detail.ts';
import { type DotStream, dotAt, streamsToDraw, type Travel } from '../drawing/dots.ts';
import type { Rect } from '../drawing/frame.ts';
import type { Palette } from './colours.ts';
import type { LabelLayout } from './paint-labels.ts';
import { paintDiamond } from './paint-lines.ts';
import type { Scene, View } from './scene.ts';

interface Track {
  /** A sign stands on the line there; dots pass beneath it. */
  readonly locked: boolean;
  readonly stream: DotStream;
  readonly trouble: boolean;
  readonly chosen: boolean;
  /** Shape: x0, y0, x1, y1, ... in model px, at equal distances. */
  readonly along: Float32Array;
  /** Units: model px. */
  readonly length: number;
}

const steps = 24;
/** A short line takes fewer dots, or they would read as a solid one. Units: model px. */
const roomPerDot = 15;

/** The moving dots, on a canvas of their own above the picture: a frame costs only the dots. */
export class DotsLayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #tracksOf = new WeakMap<Curve, Float32Array>();
  #tracks: readonly Track[] = [];
  #frame = 0;
  #view: View | null = null;
  #palette: Palette | null = null;
  #covered: readonly Rect[] = [];
  #plates = 0;
  #travel: Travel = 'points';

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  /** What flows where. Points along a line are computed once and kept until the line moves. */
  follow({ drawing, curves, attention: { kept, selected } }: Scene): void {
    const tracks = drawing.lines.flatMap((line): readonly Track[] => {
      const curve = curves.get(line.id);
      if (!curve || !line.stream || (kept && !kept.edges.has(line.id))) return [];
      const along = this.#alongOf(curve);
      const length = Math.max(1, lengthOf(along));
      const stream = { ...line.stream, count: Math.min(line.stream.count, Math.max(1, Math.floor(length / roomPerDot))) };
      const trouble = line.health === 'failing' || line.health === 'degraded';
      return [{ locked: line.lock !== null, stream, trouble, chosen: selected !== null, along, length }];
    });
    this.#tracks = streamsToDraw(tracks);
    this.#plates = drawing.plates.length;
  }

  /** As what they travel from now on. */
  look(travel: Travel): void {
    this.#travel = travel;
  }

  /** Lets the dots run under this view, beneath the labels; running ones go on without a jump. */
  run(view: View, palette: Palette, labels: LabelLayout): void {
    this.#view = view;
    this.#covered = labels.map(({ rect }) => rect);
    this.#palette = palette;
    const detail = detailAt(view.viewport.z, this.#plates, view.far);
    if (this.#tracks.length === 0 || detail === 'sign' || detail === 'speck') {
      this.stop();
      return;
    }
    this.#canvas.hidden = false;
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#draw);
  }

  /** Clears the dots until they run again. */
  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    // A cleared canvas is a changed one: clearing it at every step of a hand makes the browser compose the page anew.
    if (this.#canvas.hidden) return;
    this.#canvas.hidden = true;
    this.#canvas.getContext('2d')?.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
  }

  #alongOf(curve: Curve): Float32Array {
    const known = this.#tracksOf.get(curve) ?? evenly(curve, steps);
    this.#tracksOf.set(curve, known);
    return known;
  }

  readonly #draw = (ms: number): void => {
    const ink = this.#canvas.getContext('2d');
    if (!ink || !this.#view || !this.#palette) return;
    this.#frame = requestAnimationFrame(this.#draw);
    const { viewport, density, width, height, far } = this.#view;
    ink.setTransform(density, 0, 0, density, 0, 0);
    ink.clearRect(0, 0, width, height);
    const failed: { readonly x: number; readonly y: number }[] = [];
    const radius = 2.7 * (far ? 1.3 * viewport.z : Math.min(1.15, Math.max(0.75, viewport.z)));
    ink.fillStyle = this.#palette.dot;
    ink.strokeStyle = this.#palette.dot;
    ink.lineWidth = Math.max(1.6, radius * 0.85);
    const [points, dashes] = [new Path2D(), new Path2D()];
    for (const track of this.#tracks) this.#drawTrack(track, { ms, radius, failed, points, dashes });
    ink.fill(points);
    ink.stroke(dashes);
    for (const at of failed) paintDiamond(ink, at, radius * 1.9, this.#palette);
  };

  #drawTrack({ locked, stream, along, length }: Track, { ms, radius, failed, points, dashes }: Moment): void {
    if (!this.#view) return;
    const { viewport, width, height } = this.#view;
    for (let i = 0; i < stream.count; i++) {
      const dot = dotAt(stream, i, ms);
      if (locked && Math.abs(dot.share - 0.2) < 0.08) continue;
      const [x, y] = place(along, dot.share);
      const [left, top] = [x * viewport.z, y * viewport.z];
      if (this.#covered.some((label) => left > label.x && left < label.x + label.width && top > label.y && top < label.y + label.height))
        continue;
      const at = { x: left + viewport.x, y: top + viewport.y };
      if (at.x < -8 || at.y < -8 || at.x > width + 8 || at.y > height + 8) continue;
      if (dot.failed) failed.push(at);
      else if (stream.mark === 'dash' || this.#travel === 'dashes') {
        // Along the line, as long as three points are wide.
        const [behindX, behindY] = place(along, Math.max(0, dot.share - (radius * 3) / viewport.z / length));
        dashes.moveTo(behindX * viewport.z + viewport.x, behindY * viewport.z + viewport.y);
        dashes.lineTo(at.x, at.y);
      } else {
        points.moveTo(at.x + radius, at.y);
        points.arc(at.x, at.y, radius, 0, 2 * Math.PI);
      }
    }
  }
}

interface Moment {
  readonly ms: number;
  readonly radius: number;
  readonly points: Path2D;
  readonly dashes: Path2D;
  /** Collects where failed ones are: they are drawn last. */
  readonly failed: { readonly x: number; readonly y: number }[];
}

function place(along: Float32Array, share: number): readonly [number, number] {
  const at = Math.min(steps - 1e-6, Math.max(0, share * steps));
  const i = Math.floor(at) * 2;
  const rest = at - Math.floor(at);
  const [ax = 0, ay = 0, bx = 0, by = 0] = [along[i], along[i + 1], along[i + 2], along[i + 3]];
  return [ax + (bx - ax) * rest, ay + (by - ay) * rest];
}

function lengthOf(along: Float32Array): number {
  let length = 0;
  for (let i = 2; i + 1 < along.length; i += 2)
    length += Math.hypot((along[i] ?? 0) - (along[i - 2] ?? 0), (along[i + 1] ?? 0) - (along[i - 1] ?? 0));
  return length;
}

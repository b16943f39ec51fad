import { detailAt } from '../drawing/detail.ts';
import { isFailed, lapsOf, mostDots, thinned, type Travel } from '../drawing/dots.ts';
import type { Palette } from './colours.ts';
import { DotPace } from './dot-pace.ts';
import { dotReach, steps, type Track, tracksOf, type Ways } from './dot-tracks.ts';
import type { LabelLayout } from './paint-labels.ts';
import { paintDiamond } from './paint-lines.ts';
import type { Scene, View } from './scene.ts';

/** The moving dots, on a canvas of their own above the picture: a frame costs only the dots that are on the screen. */
export class DotsLayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #ways: Ways = new WeakMap();
  readonly #pace = new DotPace();
  /** Where failed ones are in this frame: they are drawn last. Shape: x0, y0, x1, y1, ... */
  readonly #failed = new Float32Array(2 * mostDots);
  #failedCount = 0;
  #tracks: readonly Track[] = [];
  #every: readonly number[] = [];
  #frame = 0;
  #view: View | null = null;
  #palette: Palette | null = null;
  #travel: Travel = 'points';

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  /** As what they travel from now on. */
  look(travel: Travel): void {
    this.#travel = travel;
  }

  /** Lets the dots of a scene run under this view, beneath the labels; running ones go on without a jump. */
  run(scene: Scene, view: View, palette: Palette, labels: LabelLayout): void {
    const detail = detailAt(view.viewport.z, scene.drawing.plates.length, view.far);
    this.#tracks = detail === 'sign' || detail === 'speck' ? [] : tracksOf(scene, view, labels, this.#ways);
    if (this.#tracks.length === 0) {
      this.stop();
      return;
    }
    this.#view = view;
    this.#palette = palette;
    this.#every = thinned(this.#tracks, this.#pace.step);
    this.#canvas.hidden = false;
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#draw);
  }

  /** Clears the dots until they run again. */
  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#pace.rests();
    // A cleared canvas is a changed one: clearing it at every step of a hand makes the browser compose the page anew.
    if (this.#canvas.hidden) return;
    this.#canvas.hidden = true;
    this.#canvas.getContext('2d')?.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
  }

  readonly #draw = (ms: number): void => {
    const ink = this.#canvas.getContext('2d');
    if (!ink || !this.#view || !this.#palette) return;
    this.#frame = requestAnimationFrame(this.#draw);
    if (this.#pace.tick(ms)) this.#every = thinned(this.#tracks, this.#pace.step);
    const { viewport, density, width, height, far } = this.#view;
    ink.setTransform(density, 0, 0, density, 0, 0);
    ink.clearRect(0, 0, width, height);
    const radius = 2.7 * (far ? 1.3 * viewport.z : Math.min(1.15, Math.max(0.75, viewport.z)));
    ink.fillStyle = this.#palette.dot;
    ink.strokeStyle = this.#palette.dot;
    ink.lineWidth = Math.max(1.6, radius * 0.85);
    const dashes = new Path2D();
    this.#failedCount = 0;
    for (let i = 0; i < this.#tracks.length; i++) {
      const [track, every] = [this.#tracks[i], this.#every[i]];
      if (track && every) this.#drawTrack(track, every, { ink, ms, radius, dashes, width, height });
    }
    ink.stroke(dashes);
    for (let i = 0; i < this.#failedCount; i++)
      paintDiamond(ink, { x: this.#failed[2 * i] ?? 0, y: this.#failed[2 * i + 1] ?? 0 }, radius * 1.9, this.#palette);
  };

  #drawTrack(track: Track, every: number, { ink, ms, radius, dashes, width, height }: Moment): void {
    const { stream, along, length, locked } = track;
    const isDash = stream.mark === 'dash' || this.#travel === 'dashes';
    for (let i = 0; i < stream.count; i += every) {
      const laps = lapsOf(stream, i, ms);
      const lap = Math.floor(laps);
      const share = laps - lap;
      if (locked && Math.abs(share - 0.2) < 0.08) continue;
      const [x, y] = [coordinate(along, share, 0), coordinate(along, share, 1)];
      if (x < -dotReach || y < -dotReach || x > width + dotReach || y > height + dotReach || isCovered(track, x, y)) continue;
      if (stream.errorShare > 0 && isFailed(stream, i, lap, every)) this.#noteFailed(x, y);
      else if (isDash) {
        // Along the line, as long as three points are wide.
        const behind = Math.max(0, share - (radius * 3) / length);
        dashes.moveTo(coordinate(along, behind, 0), coordinate(along, behind, 1));
        dashes.lineTo(x, y);
      } else {
        // One by one: a browser fills many circles faster than one path that holds them.
        ink.beginPath();
        ink.arc(x, y, radius, 0, 2 * Math.PI);
        ink.fill();
      }
    }
  }

  #noteFailed(x: number, y: number): void {
    if (2 * this.#failedCount + 1 >= this.#failed.length) return;
    this.#failed[2 * this.#failedCount] = x;
    this.#failed[2 * this.#failedCount + 1] = y;
    this.#failedCount++;
  }
}

interface Moment {
  readonly ink: CanvasRenderingContext2D;
  readonly ms: number;
  readonly radius: number;
  readonly dashes: Path2D;
  readonly width: number;
  readonly height: number;
}

/** Of the point at a share of the way; `axis` 0 for x, 1 for y. */
function coordinate(along: Float32Array, share: number, axis: 0 | 1): number {
  const at = Math.min(steps - 1e-6, Math.max(0, share * steps));
  const i = Math.floor(at);
  const [a = 0, b = 0] = [along[2 * i + axis], along[2 * i + 2 + axis]];
  return a + (b - a) * (at - i);
}

function isCovered({ covered }: Track, x: number, y: number): boolean {
  for (const label of covered) if (x > label.x && x < label.x + label.width && y > label.y && y < label.y + label.height) return true;
  return false;
}

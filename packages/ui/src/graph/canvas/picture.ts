import type { Point } from '../drawing/curve.ts';
import type { Travel } from '../drawing/dots.ts';
import type { Drawing } from '../drawing/drawing.ts';
import type { Rect } from '../drawing/frame.ts';
import type { GraphViewport } from '../place/graph-place.ts';
import { type Palette, readPalette } from './colours.ts';
import { AreaBand } from './area-band.ts';
import { curvesOf, followingCurves } from './curves.ts';
import { DotsLayer } from './dots-layer.ts';
import { followGestures } from './gestures.ts';
import { type Hit, hitAt } from './hit.ts';
import { LabelKeeper } from './label-keeper.ts';
import { layoutLabels } from './paint-labels.ts';
import { Pace } from './pace.ts';
import { paintScene } from './paint-scene.ts';
import { forgetWidths } from './pen.ts';
import type { PictureListener, PictureStyle } from './picture-setting.ts';
import { type PlateCache, plateCache } from './plate-cache.ts';
import { Fitting } from './fitting.ts';
import { Glide } from './glide.ts';
import { densityNow, sizeSheet } from './sheet.ts';
import { Taps } from './taps.ts';
import { reducedMotion, watchPage } from './watch-page.ts';
import { type Attention, emptyScene, rectOf, type Scene, type View, withHeld } from './scene.ts';
import { covers, revealed, shiftOf, toModel, zoomedAt, zoomedTo } from './viewport.ts';

const margin = 160;
const manyPlates = 60;

/**
 * The graph on a canvas: looks after pixels, viewport and hands, and knows nothing of pages.
 *
 * While the ground moves, a picture that is dear to paint is shifted as a whole and painted again when it rests.
 */
export class Picture {
  readonly #root: HTMLElement;
  readonly #listener: PictureListener;
  readonly #style: PictureStyle;
  readonly #fitting: Fitting;
  readonly #sheet = document.createElement('canvas');
  readonly #dots: DotsLayer;
  readonly #band: AreaBand;
  readonly #dotsSheet = document.createElement('canvas');
  readonly #stops: (() => void)[] = [];
  #scene: Scene = emptyScene;
  #viewport: GraphViewport = { x: 0, y: 0, z: 1 };
  #painted: GraphViewport = this.#viewport;
  #size = { width: 0, height: 0 };
  #palette: Palette;
  #cache: PlateCache;
  readonly #labels = new LabelKeeper();
  #frame = 0;
  #restTimer = 0;
  readonly #glide = new Glide();
  readonly #pace = new Pace();
  #follows = true;
  #grabbed: string | null = null;
  readonly #taps = new Taps();
  #wantsDots = false;
  #wasSeen = false;

  constructor(root: HTMLElement, listener: PictureListener, style: PictureStyle) {
    this.#root = root;
    this.#style = style;
    this.#fitting = new Fitting(root, style.corner);
    this.#listener = listener;
    for (const sheet of [this.#sheet, this.#dotsSheet]) {
      sheet.className = 'vigla-graph-sheet';
      sheet.setAttribute('aria-hidden', 'true');
      root.append(sheet);
    }
    this.#dots = new DotsLayer(this.#dotsSheet);
    this.#band = new AreaBand(root);
    this.#palette = readPalette(root);
    this.#cache = plateCache(this.#palette);
    this.#watch();
  }

  /** Shows other content. Plates move only if their positions did. */
  show(drawing: Drawing, positions: ReadonlyMap<string, Point>, attention: Attention): void {
    const places = withHeld(positions, this.#scene.positions, this.#grabbed);
    this.#scene = { drawing, positions: places, attention, curves: curvesOf(drawing, places, this.#scene) };
    if (this.#follows) this.#viewport = this.#whole();
    this.#schedule();
  }

  /** Keeps these places in sight too, because what stood there comes back, or fits this span alone; from the next picture on. */
  makeRoom = (places: ReadonlyMap<string, Point> | null, span: Rect | null): void => this.#fitting.keep(places, span);

  /** Reads colours and letters again, after the theme has changed or fonts have come. */
  retheme(): void {
    forgetWidths();
    this.#palette = readPalette(this.#root);
    this.#cache = plateCache(this.#palette);
    this.#labels.forget();
    this.#schedule();
  }

  /** Lets dots travel, or not. */
  letDotsRun(run: boolean, as: Travel = 'points'): void {
    this.#dots.look(as);
    this.#wantsDots = run;
    this.#schedule();
  }

  /** Goes where a link points. */
  place(viewport: GraphViewport): void {
    this.#follows = false;
    this.#viewport = viewport;
    this.#schedule();
  }

  /** Shows everything, and goes on doing so until a person moves the picture. */
  fit(glide = true): void {
    this.#follows = true;
    this.#fitting.showAll(this.#scene.attention.selected);
    this.#glideTo(this.#whole(), glide);
  }

  zoomBy(factor: number): void {
    this.#follows = false;
    const middle = { x: this.#size.width / 2, y: this.#size.height / 2 };
    this.#glideTo(zoomedAt(this.#viewport, middle, factor), true);
    this.#listener.moved(zoomedAt(this.#viewport, middle, factor));
  }

  /** Brings an element into sight, if it is not. */
  reveal(id: string): void {
    const rect = rectOf(this.#scene, id);
    if (!rect || this.#size.width === 0) return;
    const target = revealed(this.#viewport, rect, this.#size);
    if (target.x !== this.#viewport.x || target.y !== this.#viewport.y) this.#glideTo(target, true);
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    cancelAnimationFrame(this.#frame);
    this.#glide.stop();
    clearTimeout(this.#restTimer);
    this.#dots.stop();
    this.#band.remove();
    this.#sheet.remove();
    this.#dotsSheet.remove();
  }

  #watch(): void {
    this.#stops.push(
      watchPage(this.#root, this.#style.corner, {
        resized: () => this.#resized(),
        cornerChanged: () => this.#follows && this.#glideTo(this.#whole(), true),
        shown: () => this.#schedule(),
        fontsCame: () => this.retheme(),
      }),
      followGestures(this.#root, {
        grab: (at) => this.#grab(at),
        drag: (by) => this.#drag(by),
        pan: ({ x, y }) => this.#slide({ ...this.#viewport, x: this.#viewport.x + x, y: this.#viewport.y + y }),
        area: (from, to, done) => this.#mark(from, to, done),
        zoom: (at, factor) => this.#slide(zoomedAt(this.#viewport, at, factor)),
        rest: () => this.#rest(),
        tap: (at) => this.#taps.tell(at, () => this.hit(at), this.#listener),
        hover: (at) => this.#listener.hovered(at && this.hit(at)),
      }),
    );
  }

  #mark(from: Point, to: Point, done: boolean): void {
    const area = this.#band.draw(from, to, done);
    if (!area) return;
    const target = zoomedTo(this.#viewport, area, this.#size);
    this.#follows = false;
    this.#glideTo(target, true);
    this.#listener.moved(target);
  }

  /** Where an element stands. Units: CSS px of the canvas; null where it is not on the picture. */
  placeOf(id: string): Point | null {
    const rect = rectOf(this.#scene, id);
    const { x, y, z } = this.#viewport;
    return rect && { x: (rect.x + rect.width / 2) * z + x, y: (rect.y + rect.height / 2) * z + y };
  }

  /** What is at a point. Units: CSS px of the canvas. */
  hit(at: Point): Hit | null {
    return hitAt(toModel(this.#viewport, at), { ...this.#scene, frames: this.#scene.drawing.frames }, this.#viewport.z);
  }

  #grab(at: Point): boolean {
    const hit = this.hit(at);
    this.#grabbed = hit?.kind === 'node' ? hit.id : null;
    return this.#grabbed !== null;
  }

  #drag({ x, y }: Point): void {
    const from = this.#grabbed === null ? undefined : this.#scene.positions.get(this.#grabbed);
    if (this.#grabbed === null || !from) return;
    this.#follows = false;
    const positions = new Map(this.#scene.positions).set(this.#grabbed, {
      x: from.x + x / this.#viewport.z,
      y: from.y + y / this.#viewport.z,
    });
    this.#scene = { ...this.#scene, positions, curves: followingCurves(this.#scene, this.#grabbed, positions) };
    this.#dots.stop();
    this.#schedule();
  }

  #slide(viewport: GraphViewport): void {
    this.#follows = false;
    this.#viewport = viewport;
    this.#dots.stop();
    clearTimeout(this.#restTimer);
    this.#restTimer = window.setTimeout(() => {
      this.#paint();
      this.#listener.moved(this.#viewport);
    }, this.#pace.restMs);
    this.#schedule(true);
  }

  #rest(): void {
    const held = this.#grabbed;
    this.#grabbed = null;
    const { positions, drawing } = this.#scene;
    const dropped = held === null ? undefined : positions.get(held);
    if (held === null || !dropped) return;
    this.#scene = { ...this.#scene, curves: curvesOf(drawing, positions) };
    this.#schedule();
    this.#listener.dropped(held, dropped);
  }

  #resized(): void {
    const { clientWidth: width, clientHeight: height } = this.#root;
    if (width === 0 || height === 0) return;
    const grown = { x: (width - this.#size.width) / 2, y: (height - this.#size.height) / 2 };
    const first = this.#size.width === 0;
    this.#size = { width, height };
    const density = densityNow();
    sizeSheet(this.#sheet, { x: -margin, y: -margin, width: width + 2 * margin, height: height + 2 * margin }, density);
    sizeSheet(this.#dotsSheet, { x: 0, y: 0, width, height }, density);
    if (this.#follows) this.#viewport = this.#whole();
    else if (!first) this.#viewport = { ...this.#viewport, x: this.#viewport.x + grown.x, y: this.#viewport.y + grown.y };
    this.#paint();
  }

  #whole(): GraphViewport {
    const ink = this.#scene.positions.size <= manyPlates ? this.#sheet.getContext('2d', { alpha: false }) : null;
    const { far, largest } = this.#style;
    const labels = (zoom: number) => (ink ? layoutLabels(ink, this.#scene, { zoom, far }, this.#palette).map(({ rect }) => rect) : []);
    return this.#fitting.nearest(this.#scene, { size: this.#size, largest, far, labels }) ?? this.#viewport;
  }

  #glideTo(target: GraphViewport, glide: boolean): void {
    this.#glide.to(this.#viewport, target, glide, (viewport, arrived) => {
      this.#viewport = viewport;
      this.#dots.stop();
      if (arrived) this.#paint();
      else this.#schedule(true);
    });
  }

  #schedule(moving = false): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const dear = moving && this.#pace.isDear(this.#viewport.z !== this.#painted.z, this.#scene.positions.size);
      if (dear && (covers(this.#painted, this.#viewport, this.#size, margin) || this.#pace.hasJustPainted())) this.#shift();
      else this.#paint();
    });
  }

  #shift(): void {
    const { x, y, scale } = shiftOf(this.#painted, this.#viewport, margin);
    this.#sheet.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  }

  #paint(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const ink = this.#sheet.getContext('2d', { alpha: false });
    if (!ink || this.#size.width === 0) return;
    const start = performance.now();
    const view: View = { viewport: this.#viewport, ...this.#size, density: densityNow(), margin, far: this.#style.far };
    const labels = this.#labels.now(ink, this.#scene, view, { palette: this.#palette, moved: this.#grabbed });
    paintScene(ink, this.#scene, view, { palette: this.#palette, cache: this.#cache, labels });
    this.#sheet.style.transform = '';
    this.#painted = this.#viewport;
    this.#pace.painted(start);
    this.#noteFirst();
    if (this.#dotsMayRun()) this.#dots.run(this.#scene, view, this.#palette, labels);
    else this.#dots.stop();
  }

  #dotsMayRun = (): boolean => this.#wantsDots && this.#grabbed === null && !document.hidden && !reducedMotion();

  /** How long people wait for their picture is the first thing to know about a slow page. */
  #noteFirst(): void {
    if (this.#wasSeen || this.#scene.positions.size === 0) return;
    this.#wasSeen = true;
    performance.mark('vigla-graph-drawn');
  }
}

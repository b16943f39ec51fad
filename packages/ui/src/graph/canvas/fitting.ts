import type { Rect } from '../drawing/frame.ts';
import type { GraphViewport } from '../place/graph-place.ts';
import { clearFit } from './clear-fit.ts';
import { standingClear } from './marks.ts';
import { nearSelected } from './near.ts';
import { around, boundsOf, type Scene, spanOf } from './scene.ts';
import type { Size } from './viewport.ts';

interface Fit {
  readonly size: Size;
  /** How far a small graph may be enlarged. */
  readonly largest: number;
  readonly far: boolean;
  /** The labels of a zoom. Units: px without the pan. */
  readonly labels: (zoom: number) => readonly Rect[];
}

interface Kept {
  readonly of: string;
  readonly viewport: GraphViewport;
}

/** A smaller picture has lost the names of most plates. */
const readable = 0.6;
/** How large what is selected is shown then. */
const near = 0.75;

/** Fits pictures into what their legend and controls leave free, and moves them only when there is more to show or less room. */
export class Fitting {
  readonly #root: HTMLElement;
  readonly #corner: HTMLElement | null;
  #kept: Scene['positions'] | null = null;
  #span: Rect | null = null;
  #reach: { readonly of: string; readonly span: Rect } | null = null;
  #last: Kept | null = null;
  #lastNear: Kept | null = null;
  #allFor: string | null = null;

  /** `corner`: what stands on the picture in its lower left; its children are kept clear of. */
  constructor(root: HTMLElement, corner: HTMLElement | null) {
    this.#root = root;
    this.#corner = corner;
  }

  /** Places that are fitted as well, though nothing stands there now. `span`: what is fitted in any case, so that two pictures have one scale. */
  keep(places: Scene['positions'] | null, span: Rect | null = null): void {
    this.#kept = places;
    this.#span = span;
  }

  /** The viewport that shows all of a scene; null while there is nothing to show or no room. */
  viewport(shown: Scene, { size, largest, far, labels }: Fit): GraphViewport | null {
    const scene = this.#kept ? { ...shown, positions: new Map([...this.#kept, ...shown.positions]) } : shown;
    const bounds = this.#span ?? this.#reached(scene);
    if (!bounds || size.width === 0) return null;
    const reserved = this.#reserved();
    // What a label says changes with each refresh: that moves nothing.
    const of = JSON.stringify([bounds, size, reserved, scene.positions.size]);
    if (this.#last?.of === of) return this.#last.viewport;
    const marks = (zoom: number): readonly Rect[] => [...standingClear(scene, zoom, far), ...labels(zoom)];
    const viewport = clearFit({ bounds, size, reserved, largest, marks });
    this.#last = { of, viewport };
    return viewport;
  }

  /** Asked for by a person: all of it, however small, until something else than `selected` is selected. */
  showAll(selected: string | null): void {
    this.#allFor = selected;
  }

  /**
   * The viewport that shows what is selected with its neighbours, where the picture as a whole is too small to be read
   * and this is larger; else all. Null as there.
   */
  nearest(scene: Scene, fit: Fit): GraphViewport | null {
    const whole = this.viewport(scene, fit);
    const { selected } = scene.attention;
    if (selected !== this.#allFor) this.#allFor = null;
    if (!whole || selected === this.#allFor || whole.z >= readable || scene.drawing.plates.some(({ group }) => group !== null))
      return whole;
    const of = JSON.stringify([this.#last?.of, selected]);
    if (this.#lastNear?.of === of) return this.#lastNear.viewport;
    const plates = nearSelected(scene);
    const bounds = around(plates);
    if (!bounds) return whole;
    const marks = (zoom: number): readonly Rect[] =>
      plates.map(({ x, y, width, height }) => ({ x: x * zoom, y: y * zoom, width: width * zoom, height: height * zoom }));
    const viewport = clearFit({ bounds, size: fit.size, reserved: this.#reserved(), largest: near, marks });
    this.#lastNear = { of, viewport: viewport.z > whole.z ? viewport : whole };
    return this.#lastNear.viewport;
  }

  /** A line that goes takes none of its room away: a refresh makes the picture no larger. */
  #reached(scene: Scene): Rect | null {
    const span = spanOf(scene);
    if (!span) return null;
    const of = JSON.stringify([boundsOf(scene), scene.positions.size]);
    const reached = this.#reach?.of === of ? (around([this.#reach.span, span]) ?? span) : span;
    this.#reach = { of, span: reached };
    return reached;
  }

  #reserved(): readonly Rect[] {
    const { left, top } = this.#root.getBoundingClientRect();
    return [...(this.#corner?.children ?? [])].map((child) => {
      const { x, y, width, height } = child.getBoundingClientRect();
      return { x: x - left, y: y - top, width, height };
    });
  }
}

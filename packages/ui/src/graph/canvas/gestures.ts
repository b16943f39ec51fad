import type { Point } from '../drawing/curve.ts';

/** What hands on the picture mean. Units: points and distances in CSS px of the canvas. */
export interface GestureListener {
  /** Whether a drag from here moves a plate; else it moves the ground. */
  readonly grab: (at: Point) => boolean;
  readonly drag: (by: Point) => void;
  readonly pan: (by: Point) => void;
  readonly zoom: (at: Point, factor: number) => void;
  /** A drag with Shift or Ctrl marks an area; `done` when it is let go. */
  readonly area: (from: Point, to: Point, done: boolean) => void;
  /** A drag, pan or pinch has ended. */
  readonly rest: () => void;
  readonly tap: (at: Point) => void;
  readonly hover: (at: Point | null) => void;
}

const dragStartsAfter = 4;

/** Listens to pointer and wheel on an element until stopped: drag, pan, area, wheel, pinch, tap, hover. */
export function followGestures(element: HTMLElement, listener: GestureListener): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const hands = new Hands(element, listener);
  element.addEventListener('pointerdown', (event) => hands.down(event), { signal });
  element.addEventListener('pointermove', (event) => hands.move(event), { signal });
  element.addEventListener('pointerup', (event) => hands.up(event), { signal });
  element.addEventListener('pointercancel', (event) => hands.up(event), { signal });
  element.addEventListener('pointerleave', () => listener.hover(null), { signal });
  element.addEventListener('wheel', (event) => wheel(event, element, listener), { signal, passive: false });
  return () => stop.abort();
}

class Hands {
  readonly #element: HTMLElement;
  readonly #listener: GestureListener;
  readonly #pointers = new Map<number, Point>();
  #start: Point | null = null;
  #doing: 'nothing' | 'waiting' | 'drag' | 'pan' | 'pinch' | 'area' = 'nothing';
  #marks = false;

  constructor(element: HTMLElement, listener: GestureListener) {
    this.#element = element;
    this.#listener = listener;
  }

  down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const at = pointIn(this.#element, event);
    this.#element.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, at);
    this.#start = at;
    this.#marks = event.shiftKey || event.ctrlKey;
    this.#doing = this.#pointers.size === 1 ? 'waiting' : 'pinch';
  }

  move(event: PointerEvent): void {
    const at = pointIn(this.#element, event);
    const before = this.#pointers.get(event.pointerId);
    if (!before) {
      this.#listener.hover(at);
      return;
    }
    if (this.#doing === 'pinch') this.#pinch(event.pointerId, at);
    else this.#slide(before, at, event.pointerId);
  }

  up(event: PointerEvent): void {
    if (!this.#pointers.delete(event.pointerId)) return;
    const tapped = this.#doing === 'waiting' && event.type === 'pointerup';
    const moved = this.#doing !== 'waiting' && this.#doing !== 'nothing';
    const marked = this.#doing === 'area' ? this.#start : null;
    if (this.#pointers.size > 0) return;
    this.#doing = 'nothing';
    if (tapped) this.#listener.tap(pointIn(this.#element, event));
    if (marked) this.#listener.area(marked, pointIn(this.#element, event), true);
    else if (moved) this.#listener.rest();
  }

  #slide(before: Point, at: Point, pointer: number): void {
    if (this.#doing === 'waiting') {
      if (!this.#start || Math.hypot(at.x - this.#start.x, at.y - this.#start.y) < dragStartsAfter) return;
      this.#doing = this.#marks ? 'area' : this.#listener.grab(this.#start) ? 'drag' : 'pan';
    }
    this.#pointers.set(pointer, at);
    const by = { x: at.x - before.x, y: at.y - before.y };
    if (this.#doing === 'drag') this.#listener.drag(by);
    else if (this.#doing === 'pan') this.#listener.pan(by);
    else if (this.#doing === 'area' && this.#start) this.#listener.area(this.#start, at, false);
  }

  /** Two fingers move the ground with their middle and scale it with their distance. */
  #pinch(pointer: number, at: Point): void {
    const old = [...this.#pointers.values()];
    this.#pointers.set(pointer, at);
    const now = [...this.#pointers.values()];
    const [a, b] = [spread(old), spread(now)];
    if (!a || !b) return;
    this.#listener.pan({ x: b.middle.x - a.middle.x, y: b.middle.y - a.middle.y });
    if (a.distance > 0) this.#listener.zoom(b.middle, b.distance / a.distance);
  }
}

function spread([a, b]: readonly Point[]): { readonly middle: Point; readonly distance: number } | null {
  return a && b ? { middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, distance: Math.hypot(a.x - b.x, a.y - b.y) } : null;
}

const lineHeight = 16;

/** A wheel zooms at the pointer; a sideways one, or one with Shift, moves the ground sideways. */
function wheel(event: WheelEvent, element: HTMLElement, { zoom, pan, rest }: GestureListener): void {
  event.preventDefault();
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? lineHeight : 1;
  const [across, down] = [event.deltaX * unit, event.deltaY * unit];
  if (!event.ctrlKey && Math.abs(across) > Math.abs(down)) pan({ x: -across, y: 0 });
  else if (event.shiftKey && !event.ctrlKey) pan({ x: -down, y: 0 });
  else zoom(pointIn(element, event), Math.exp(-Math.max(-200, Math.min(200, down)) * (event.ctrlKey ? 0.008 : 0.0016)));
  rest();
}

function pointIn(element: HTMLElement, { clientX, clientY }: MouseEvent): Point {
  const { left, top } = element.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

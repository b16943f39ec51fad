import { type Ref, type RefObject, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import type { Theme } from '../../host/index.ts';
import type { Point } from '../drawing/curve.ts';
import type { Travel } from '../drawing/dots.ts';
import type { Drawing } from '../drawing/drawing.ts';
import type { Rect } from '../drawing/frame.ts';
import type { GraphViewport } from '../place/graph-place.ts';
import type { Hit } from './hit.ts';
import { Picture } from './picture.ts';
import type { Attention } from './scene.ts';

/** What a page can ask of the picture. */
export interface GraphCanvasHandle {
  readonly fit: () => void;
  readonly zoomBy: (factor: number) => void;
  readonly reveal: (id: string) => void;
  /** Goes where another picture of the same places is. */
  readonly place: (viewport: GraphViewport) => void;
  /** What is at a point. Units: CSS px of the canvas. */
  readonly hit: (at: Point) => Hit | null;
  /** Where an element stands. Units: CSS px of the canvas. */
  readonly placeOf: (id: string) => Point | null;
}

export interface GraphCanvasProps {
  readonly drawing: Drawing;
  readonly positions: ReadonlyMap<string, Point>;
  readonly attention: Attention;
  /** Places that fitting keeps in sight besides: in a replay what is gone may come back. */
  readonly room?: ReadonlyMap<string, Point> | null;
  /** What is fitted instead of its own span, so that two pictures have one scale. Units: model px. */
  readonly span?: Rect | null;
  /** Where a link points; read once. Null: everything is fitted. */
  readonly viewport: GraphViewport | null;
  readonly dots: boolean;
  /** As what shares of requests travel; points unless said otherwise. */
  readonly travel?: Travel;
  readonly theme: Theme;
  /** How far a small graph is enlarged to fill the room; read once. */
  readonly largest?: number;
  /** Shown to be read across a room; read once. */
  readonly far?: boolean;
  /** What stands on the picture in its lower left: fitting keeps clear of its children. Read once. */
  readonly corner?: RefObject<HTMLElement | null>;
  readonly onTap?: (hit: Hit | null) => void;
  readonly onDoubleTap?: (hit: Hit) => void;
  readonly onHover?: (hit: Hit | null) => void;
  readonly onMove?: (viewport: GraphViewport) => void;
  readonly onDrop?: (id: string, at: Point) => void;
  readonly handle?: Ref<GraphCanvasHandle>;
}

/** Holds hands with the picture: everything it draws is told to it, everything hands do is told back. */
export function GraphCanvas(props: GraphCanvasProps) {
  const { drawing, positions, attention, room = null, span = null, viewport, dots, travel = 'points', theme, handle } = props;
  const root = useRef<HTMLDivElement>(null);
  const picture = useRef<Picture | null>(null);
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (!root.current) return undefined;
    const { viewport: asked, corner, largest = 1, far = false } = latest.current;
    const listener = {
      tapped: (hit: Hit | null) => latest.current.onTap?.(hit),
      doubleTapped: (hit: Hit) => latest.current.onDoubleTap?.(hit),
      hovered: (hit: Hit | null) => latest.current.onHover?.(hit),
      moved: (to: GraphViewport) => latest.current.onMove?.(to),
      dropped: (id: string, at: Point) => latest.current.onDrop?.(id, at),
    };
    const made = new Picture(root.current, listener, { corner: corner?.current ?? null, largest, far });
    picture.current = made;
    if (asked) made.place(asked);
    return () => made.destroy();
  }, []);
  useEffect(() => picture.current?.makeRoom(room, span), [room, span]);
  useEffect(() => picture.current?.show(drawing, positions, attention), [drawing, positions, attention]);
  useEffect(() => picture.current?.letDotsRun(dots, travel), [dots, travel]);
  useEffect(() => {
    if (theme) picture.current?.retheme();
  }, [theme]);
  const fitted = viewport === null;
  const wasFitted = useRef(fitted);
  useEffect(() => {
    if (fitted && !wasFitted.current) picture.current?.fit();
    wasFitted.current = fitted;
  }, [fitted]);
  useImperativeHandle(
    handle,
    () => ({
      fit: () => picture.current?.fit(),
      zoomBy: (factor) => picture.current?.zoomBy(factor),
      reveal: (id) => picture.current?.reveal(id),
      place: (to) => picture.current?.place(to),
      hit: (at) => picture.current?.hit(at) ?? null,
      placeOf: (id) => picture.current?.placeOf(id) ?? null,
    }),
    [],
  );
  return <div ref={root} className="vigla-graph-canvas" />;
}

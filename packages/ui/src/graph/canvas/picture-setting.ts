import type { Point } from '../drawing/curve.ts';
import type { GraphViewport } from '../place/graph-place.ts';
import type { Hit } from './hit.ts';

/** What the picture tells its page. */
export interface PictureListener {
  readonly tapped: (hit: Hit | null) => void;
  readonly doubleTapped: (hit: Hit) => void;
  readonly hovered: (hit: Hit | null) => void;
  /** A person has moved or zoomed the picture. */
  readonly moved: (viewport: GraphViewport) => void;
  /** A person has put a plate elsewhere. */
  readonly dropped: (id: string, at: Point) => void;
}

/** How a picture is shown, for as long as it lives. */
export interface PictureStyle {
  /** What stands on the picture in its lower left; fitting keeps plates, titles and labels clear of its children. */
  readonly corner: HTMLElement | null;
  /** How far a small graph may be enlarged to fill the picture. */
  readonly largest: number;
  /** Names, signs and lines as large as they can be. */
  readonly far: boolean;
}

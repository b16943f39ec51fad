import type { Palette } from './colours.ts';
import { followingLabels, type LabelLayout, layoutLabels, type Sight, withHovered } from './paint-labels.ts';
import type { Ink } from './pen.ts';
import type { Scene, View } from './scene.ts';

interface Asked {
  readonly palette: Palette;
  readonly moved: string | null;
}

/** Keeps the labels of a picture where they stand until something changes that decides about them. */
export class LabelKeeper {
  #of: Scene | null = null;
  #zoom = 0;
  #standing: LabelLayout = [];

  /** Letters or colours have changed. */
  forget(): void {
    this.#of = null;
  }

  /** The labels of a scene. `moved`: the plate that is under a hand, whose calls take their labels along. */
  now(ink: Ink, scene: Scene, { viewport: { z: zoom }, far }: View, { palette, moved }: Asked): LabelLayout {
    const sight: Sight = { zoom, far };
    if (moved !== null && this.#zoom === zoom && this.#of?.drawing === scene.drawing)
      return followingLabels(ink, this.#standing, moved, { scene, sight, palette });
    if (!this.#of || !isSame(this.#of, scene) || this.#zoom !== zoom) {
      this.#standing = layoutLabels(ink, scene, sight, palette);
      this.#of = scene;
      this.#zoom = zoom;
    }
    return withHovered(ink, this.#standing, scene, sight, palette);
  }
}

/** What is hovered moves no label of another call. */
const isSame = (a: Scene, b: Scene): boolean =>
  a.drawing === b.drawing &&
  a.positions === b.positions &&
  a.curves === b.curves &&
  a.attention.selected === b.attention.selected &&
  a.attention.kept === b.attention.kept;

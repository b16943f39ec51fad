import type { Picture } from '../graph/index.ts';

/** What somebody looks at, and all single nodes and calls that they may see, which reasons are looked for in. */
export interface Sight extends Picture {
  readonly plain: Picture;
}

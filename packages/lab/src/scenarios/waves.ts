import type { Wave } from '../flow/index.ts';

/** A day, a quarter of an hour and a minute and a half: load is never flat, and never the same twice in a row. */
export const waves: readonly Wave[] = [
  { periodSeconds: 86_400, share: 0.16 },
  { periodSeconds: 1021, share: 0.07 },
  { periodSeconds: 97, share: 0.03 },
];

/** What an admission rule has to say about an object: `errors` refuse it, `warnings` travel back with the answer. */
export interface Findings {
  readonly errors: string[];
  readonly warnings: string[];
}

export const noFindings = (): Findings => ({ errors: [], warnings: [] });

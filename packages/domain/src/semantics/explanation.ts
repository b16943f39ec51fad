import type { Reference } from './reference.ts';

/** Where on its way a request was when something was decided. Order: as a request meets them. */
export type Stage =
  | 'listener'
  | 'route'
  | 'fault'
  | 'destination'
  | 'endpoints'
  | 'limit'
  | 'connection'
  | 'authentication'
  | 'authorization'
  | 'rate_limit'
  | 'answer';

/** One step of a decision: which object and field decided, and what came of it. `verdict` is a stable code, for words to be looked up by. */
export interface Step {
  readonly stage: Stage;
  /** Null where no object decided, but a default. */
  readonly object: Reference | null;
  /** Where in the object, `spec.http[0].match[1]`; null for the object as a whole. */
  readonly path: string | null;
  readonly verdict: string;
  /** Names, numbers and codes that belong to the verdict. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

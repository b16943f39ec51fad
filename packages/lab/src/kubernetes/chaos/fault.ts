/** What happens to a request: refused as a cluster refuses, answered late, or a watch that is closed after a while. */
export type Mishap =
  | { readonly kind: 'expired' }
  | { readonly kind: 'too-many-requests'; readonly retryAfterSeconds: number }
  | { readonly kind: 'internal-error' }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'cut-watch'; readonly afterMs: number };

/** Which requests go wrong, and how. What is not named is any. */
export interface Fault {
  /** In the words of RBAC: `list`, `watch`, `patch`. */
  readonly verbs?: readonly string[];
  /** `pods`, or `virtualservices.networking.istio.io`. */
  readonly resources?: readonly string[];
  readonly namespaces?: readonly string[];
  /** Which part of these requests, by dice with a seed; all by default. Units: ratio, 0..1. */
  readonly share?: number;
  /** How often at most; without end by default. */
  readonly times?: number;
  readonly does: Mishap;
}

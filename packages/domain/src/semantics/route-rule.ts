import type { CompiledMatch } from './route-match.ts';
import type { Reference } from './reference.ts';
import type { Retry } from './retry.ts';
import type { WrittenRewrite } from './rewrite.ts';

/** Where a share of requests is sent. `weight` is relative to its siblings. */
export interface RouteTarget {
  readonly host: string;
  readonly subset: string | null;
  readonly port: number | null;
  readonly weight: number;
  /** A destination that may not or cannot be reached, whoever has the host. */
  readonly refused: boolean;
  /** What its share is answered when nobody has the host. Source: Gateway API asks for 500, Istio answers 503. */
  readonly missingCode: 500 | 503;
}

/** A fault that the caller's proxy makes. Units: shares 0..1. Abort and delay are drawn independently. */
export interface Fault {
  readonly abortShare: number;
  /** For a gRPC status, the HTTP code that means the same. */
  readonly abortCode: number;
  /** 0..16; null where the fault is an HTTP code. */
  readonly abortGrpcStatus: number | null;
  readonly delayShare: number;
  readonly delayMs: number;
}

/** A rule of whatever kind of route, first match wins. */
export interface RouteRule {
  readonly object: Reference;
  /** Where it stands in its object, `spec.http[0]`. */
  readonly path: string;
  readonly name: string | null;
  /** None: matches whatever comes. */
  readonly matches: readonly CompiledMatch[];
  readonly action:
    | { readonly kind: 'route'; readonly targets: readonly RouteTarget[] }
    | { readonly kind: 'direct'; readonly code: number };
  readonly fault: Fault | null;
  readonly timeoutMs: number | null;
  readonly retry: Retry;
  readonly mirrors: readonly { readonly target: RouteTarget; readonly share: number }[];
  readonly rewrite: WrittenRewrite | null;
}

/** Rules behind one that takes everything are out of reach. */
export const isCatchAll = ({ matches }: RouteRule): boolean => matches.length === 0 || matches.some(({ always }) => always);

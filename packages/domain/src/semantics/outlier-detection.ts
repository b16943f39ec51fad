import { durationMs, isTree, number } from './read.ts';

/** When a caller's proxy leaves out an endpoint that fails. Each proxy counts for itself. Units: ms, percent of the endpoints. */
export interface Outlier {
  /** Any answer from 500 up, and failures to get one, so many in a row; 0: not looked at. */
  readonly consecutive5xx: number;
  /** 502, 503, 504 and failures to get an answer; 0: not looked at. */
  readonly consecutiveGateway: number;
  readonly intervalMs: number;
  /** Multiplied by the times an endpoint has been ejected. */
  readonly baseEjectionMs: number;
  readonly maxEjectionPercent: number;
  /** Below this share of healthy endpoints all of them are used again; 0: never. */
  readonly minHealthPercent: number;
}

/**
 * Reads an `outlierDetection` block; null where there is none: nothing is ever ejected then.
 * Source: Istio reference, DestinationRule, OutlierDetection; what is not said is as Envoy has it (5 in a row, 10 s, 30 s, 10 %).
 */
export function readOutlier(block: unknown): Outlier | null {
  if (!isTree(block)) return null;
  const deprecated = number(block['consecutiveErrors']);
  return {
    consecutive5xx: number(block['consecutive5xxErrors']) ?? 5,
    consecutiveGateway: number(block['consecutiveGatewayErrors']) ?? deprecated ?? 0,
    intervalMs: durationMs(block['interval']) || 10_000,
    baseEjectionMs: durationMs(block['baseEjectionTime']) || 30_000,
    maxEjectionPercent: number(block['maxEjectionPercent']) || 10,
    minHealthPercent: number(block['minHealthPercent']) ?? 0,
  };
}

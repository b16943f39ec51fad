import type { LimitSide, RateLimit, Workload } from '@vigla/domain/semantics';

/** One bucket in each pod of a workload. */
export const bucketKey = (workload: Workload, { key, side }: RateLimit): string => `${workload.key}|${side}|${key}`;

/** The limits of a workload that count requests on one side and port. */
export const limitsOn = (limits: readonly RateLimit[], side: LimitSide, ports: readonly number[]): readonly RateLimit[] =>
  limits.filter((limit) => limit.side === side && limit.enforced > 0 && (limit.port === null || ports.includes(limit.port)));

/** What a bucket gets. Units: tokens per second. */
export const fillRate = ({ tokensPerFill, fillMs }: RateLimit): number => (tokensPerFill / fillMs) * 1000;

/** More tokens than this are a fluid: requests that come by chance even out, and it shows how long the first of them last. */
const manyTokens = 60;

export const isLarge = ({ maxTokens }: RateLimit): boolean => maxTokens > manyTokens;

/**
 * The share of requests that find no token, in the long run, where they come by chance. Units: `perSecond` of one pod.
 *
 * Tokens come all together at each fill. What is left of them at the end of a fill is a chain whose steps are the Poisson
 * numbers of requests in between; its balance is found by repetition. Large buckets refuse what comes faster than the fill.
 */
export function tokenless(limit: RateLimit, perSecond: number): number {
  const { maxTokens, tokensPerFill, fillMs } = limit;
  if (perSecond <= 0) return 0;
  const fluid = Math.max(0, 1 - fillRate(limit) / perSecond);
  const perFill = (perSecond * fillMs) / 1000;
  if (isLarge(limit) || perFill > 10 * manyTokens) return fluid;
  const filled = Math.min(maxTokens, Math.max(1, Math.round(tokensPerFill)));
  const chance = poisson(perFill, maxTokens);
  // `tokens[n]`: how likely n tokens are there just after a fill.
  let tokens: readonly number[] = Array.from({ length: maxTokens + 1 }, (_, n) => Number(n === filled));
  for (let step = 0; step < 400; step++) {
    const next = afterFill(tokens, chance, filled);
    const moved = next.reduce((total, value, n) => total + Math.abs(value - (tokens[n] ?? 0)), 0);
    tokens = next;
    if (moved < 1e-9) break;
  }
  const served = tokens.reduce((total, weight, n) => total + weight * servedOf(n, chance), 0);
  return Math.max(0, 1 - served / perFill);
}

/** Chances of 0..most requests; the rest is the chance of more. */
function poisson(mean: number, most: number): readonly number[] {
  const chances: number[] = [];
  let logarithm = -mean;
  for (let n = 0; n <= most; n++) {
    if (n > 0) logarithm += Math.log(mean / n);
    chances.push(Math.exp(logarithm));
  }
  return chances;
}

function afterFill(tokens: readonly number[], chance: readonly number[], filled: number): readonly number[] {
  const most = tokens.length - 1;
  const next: number[] = Array.from({ length: most + 1 }, () => 0);
  tokens.forEach((weight, n) => {
    if (weight < 1e-15) return;
    let left = 1;
    for (let used = 0; used < n; used++) {
      const probability = chance[used] ?? 0;
      left -= probability;
      const then = Math.min(most, n - used + filled);
      next[then] = (next[then] ?? 0) + weight * probability;
    }
    const empty = Math.min(most, filled);
    next[empty] = (next[empty] ?? 0) + weight * Math.max(0, left);
  });
  return next;
}

/** How many requests n tokens serve until the next fill, on average. */
function servedOf(n: number, chance: readonly number[]): number {
  let [served, left] = [0, 1];
  for (let used = 0; used < n; used++) {
    served += used * (chance[used] ?? 0);
    left -= chance[used] ?? 0;
  }
  return served + n * Math.max(0, left);
}

import type { Health } from '@vigla/contract/health';

const severity: Readonly<Record<Exclude<Health, 'unknown'>, number>> = { idle: 1, healthy: 2, not_ready: 3, degraded: 4, failing: 5 };

/** The most alarming of what was measured. `unknown` has no place in the order: it is the answer only when nothing was measured. */
export const worst = (all: readonly Health[]): Health =>
  all.reduce((a, b) => (a === 'unknown' || (b !== 'unknown' && severity[b] > severity[a]) ? b : a), 'unknown');

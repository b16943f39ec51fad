import type { Protocol } from '@vigla/contract/graph';
import type { Health, HealthReason } from '@vigla/contract/health';
import { defaultTolerances, type Tolerance } from './tolerance.ts';
import { wilsonLowerBound } from './wilson.ts';
import { worst } from './worst.ts';

/** What was measured of one protocol. Units: `endings` per second; `bytesPerSecond` for TCP. */
export interface Measured {
  readonly protocol: Protocol;
  readonly endings: readonly { readonly code: string; readonly requestsPerSecond: number }[];
  readonly bytesPerSecond: number | null;
}

/** A health and the facts it follows from. */
export interface Verdict {
  readonly health: Health;
  readonly reasons: readonly HealthReason[];
}

interface Circumstances {
  readonly windowSeconds: number;
  readonly direction: 'inbound' | 'outbound';
  readonly tolerances?: readonly Tolerance[] | undefined;
}

/** Fewer failures than this are chance, whatever their share. */
const leastFailures = 3;

/**
 * How traffic is doing, by the share of its requests that failed: only when the window holds enough requests to be sure.
 * No traffic is idle. TCP that flows is healthy: a broken connection is not told apart from a closed one.
 */
export function judgeTraffic(measured: readonly Measured[], circumstances: Circumstances): Verdict {
  return worstOf(measured.map((one) => judgeOne(one, circumstances)));
}

/** The worst of them, with the reasons of all that are as bad. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  const [only, ...others] = verdicts;
  if (only && others.length === 0) return only;
  const health = worst(verdicts.map((verdict) => verdict.health));
  return { health, reasons: verdicts.filter((verdict) => verdict.health === health).flatMap(({ reasons }) => reasons) };
}

const idle: Verdict = { health: 'idle', reasons: [] };
const healthy: Verdict = { health: 'healthy', reasons: [] };

function judgeOne(
  { protocol, endings, bytesPerSecond }: Measured,
  { windowSeconds, direction, tolerances = defaultTolerances }: Circumstances,
): Verdict {
  if (protocol === 'tcp') return (bytesPerSecond ?? 0) > 0 ? healthy : idle;
  const total = windowSeconds * sum(endings);
  if (total === 0) return idle;
  const bad: Verdict[] = [];
  for (const tolerance of tolerances) {
    if (!tolerance.protocols.includes(protocol) || (tolerance.direction !== 'both' && tolerance.direction !== direction)) continue;
    const matching = endings.filter(({ code }) => tolerance.codes.test(code));
    const failed = windowSeconds * sum(matching);
    const health = grade(failed, total, tolerance);
    if (health === 'healthy') continue;
    const limits = { protocol, direction, degradedAt: tolerance.degraded, failingAt: tolerance.failing };
    const errorRatio = Math.min(1, failed / total);
    bad.push({ health, reasons: [{ kind: 'errors', errorRatio, failed, total, codes: codesOf(matching), ...limits }] });
  }
  return bad.length === 0 ? healthy : worstOf(bad);
}

function grade(failed: number, total: number, { degraded, failing, surely }: Tolerance): Health {
  if (!surely)
    return failed === 0 ? 'healthy' : failed / total >= failing ? 'failing' : failed / total >= degraded ? 'degraded' : 'healthy';
  if (failed < leastFailures) return 'healthy';
  const sure = wilsonLowerBound(failed, total);
  return sure > failing ? 'failing' : sure > degraded ? 'degraded' : 'healthy';
}

const sum = (endings: Measured['endings']): number => endings.reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0);

/** Codes that occurred, most frequent first. */
function codesOf(endings: Measured['endings']): string {
  const byCode = new Map<string, number>();
  for (const { code, requestsPerSecond } of endings) {
    if (requestsPerSecond > 0) byCode.set(code, (byCode.get(code) ?? 0) + requestsPerSecond);
  }
  const ranked = [...byCode].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return ranked.map(([code]) => code).join(', ');
}

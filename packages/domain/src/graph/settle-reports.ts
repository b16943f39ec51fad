import type { ReportedBy } from '@vigla/contract/graph';
import type { Ended, Pair, Report, Reporter } from './tally-reports.ts';

/** One truth out of several reports. `base` is believed as it stands; `unreached` are requests that only the caller's proxy could see. */
export interface Settled {
  readonly base: Report;
  readonly unreached: readonly Ended[];
  readonly reportedBy: ReportedBy;
}

/**
 * Every request is reported by up to three proxies, and they may disagree on how it ended. Counted once:
 * a waypoint's report replaces all others; else the called side's report stands, and the caller's adds only requests
 * that never reached it. A proxy with nothing to report has no say.
 */
export function settleReports({ reports, protocol }: Pair): Settled | null {
  const said = [...reports.values()].some(({ total }) => total > 0);
  const heard = (reporter: Reporter): Report | undefined => {
    const report = reports.get(reporter);
    return report && report.endings.size > 0 && (report.total > 0 || !said) ? report : undefined;
  };
  const waypoint = heard('waypoint');
  if (waypoint) return { base: waypoint, unreached: [], reportedBy: 'waypoint' };
  const source = heard('source');
  const destination = heard('destination');
  if (!destination) return source ? { base: source, unreached: [], reportedBy: 'source' } : null;
  if (!source) return { base: destination, unreached: [], reportedBy: 'destination' };
  return { base: destination, unreached: protocol === 'tcp' ? [] : unreached(source, destination), reportedBy: 'both' };
}

/** Flags by which a caller's proxy says that it sent the request nowhere. */
const proofs = new Set(['UF', 'UH', 'UO', 'NR', 'NC', 'FI', 'RL', 'UAEX', 'LH', 'NFCF', 'DPE', 'OM']);
const provenUnreached = ({ flags }: Ended): boolean => flags.split(',').some((flag) => proofs.has(flag));

/** Below this share of unexplained difference both sides saw the same requests and only differ in how they ended. */
const leastExcess = 0.1;

/** Up to this share two reports of one ending differ because they were scraped a moment apart. */
const jitter = 0.05;

/**
 * Requests that the caller's proxy reports and the called one's does not.
 *
 *   caller   200: 95   503 UC: 5      called   200: 95           the five never arrived
 *   caller   200: 95     - DC: 5      called   200: 100          the five were answered, the caller had gone
 *
 * Some flags prove it. For the rest, a surplus of the called side under another code takes up what the caller reports
 * beyond it: the same request, seen to end differently.
 */
function unreached(source: Report, destination: Report): readonly Ended[] {
  const proven = [...source.endings.values()].filter(provenUnreached);
  const rest = [...source.endings.values()].filter((ended) => !provenUnreached(ended));
  const called = [...destination.endings.values()];
  const byCode = difference(sums(rest, codeOf), sums(called, codeOf));
  const heard = sums(called, endingOf);
  const byEnding = difference(sums(rest, endingOf), heard);
  const missing = total(byCode, (n) => Math.max(0, n));
  const surplus = total(byCode, (n) => Math.max(0, -n));
  const share = missing > 0 ? (missing - surplus) / missing : 0;
  if (share < leastExcess) return proven;

  const missingEndings = new Map<string, number>();
  for (const [ending, n] of byEnding) {
    const code = ending.slice(0, ending.indexOf('\n'));
    if (n > 0) missingEndings.set(code, (missingEndings.get(code) ?? 0) + n);
  }
  const bySource = sums(rest, endingOf);
  const extra = rest.map((ended): Ended => {
    const lacking = Math.max(0, byEnding.get(endingOf(ended)) ?? 0);
    const ofCode = missingEndings.get(ended.code) ?? 0;
    const lackingCode = Math.max(0, byCode.get(ended.code) ?? 0);
    const ofEnding = bySource.get(endingOf(ended)) ?? 0;
    const perSecond = ofCode > 0 && ofEnding > 0 ? share * lackingCode * (lacking / ofCode) * (ended.perSecond / ofEnding) : 0;
    return { ...ended, perSecond };
  });
  return [...proven, ...extra.filter((ended) => ended.perSecond > jitter * (heard.get(endingOf(ended)) ?? 0))];
}

const codeOf = ({ code }: Ended): string => code;
const endingOf = ({ code, flags }: Ended): string => `${code}\n${flags}`;

function sums(endings: readonly Ended[], keyOf: (ended: Ended) => string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const ended of endings) found.set(keyOf(ended), (found.get(keyOf(ended)) ?? 0) + ended.perSecond);
  return found;
}

const difference = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  new Map([...new Set([...a.keys(), ...b.keys()])].map((key) => [key, (a.get(key) ?? 0) - (b.get(key) ?? 0)]));

const total = (numbers: ReadonlyMap<string, number>, of: (n: number) => number): number =>
  [...numbers.values()].reduce((sum, n) => sum + of(n), 0);

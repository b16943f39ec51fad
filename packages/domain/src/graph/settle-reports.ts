import type { Ambient, ReportedBy } from '@vigla/contract/graph';
import { anyAmount } from './amounts.ts';
import { type Ended, mergeReports, type Report } from './report.ts';
import type { Pair, Teller } from './tally-reports.ts';

/** Who tells of a call, whichever of its proxies it is. */
type Reporter = 'source' | 'destination' | 'waypoint';

/** One truth out of several reports. `base` is believed as it stands; `unreached` are requests that only the caller's proxy could see. */
export interface Settled {
  readonly base: Report;
  readonly unreached: readonly Ended[];
  readonly reportedBy: ReportedBy;
  readonly reports: ReadonlyMap<Reporter, Report>;
}

/**
 * Every request is reported by up to three proxies, and they may disagree on how it ended. Counted once:
 * a waypoint's report replaces all others; else the called side's report stands, and the caller's adds only requests
 * that never reached it. A proxy with nothing to report has no say. `ambient`: whose word on ambient traffic counts.
 */
export function settleReports({ reports: told, protocol }: Pair, ambient: Ambient): Settled | null {
  const reports = reportsBy(told, ambient);
  const said = [...reports.values()].some(saysAnything);
  const heard = (reporter: Reporter): Report | undefined => {
    const report = reports.get(reporter);
    return report && (said ? saysAnything(report) : report.endings.size > 0) ? report : undefined;
  };
  const waypoint = heard('waypoint');
  if (waypoint) return { base: waypoint, unreached: [], reportedBy: 'waypoint', reports };
  const source = heard('source');
  const destination = heard('destination');
  if (!destination) return source ? { base: source, unreached: [], reportedBy: 'source', reports } : null;
  if (!source) return { base: destination, unreached: [], reportedBy: 'destination', reports };
  return { base: destination, unreached: protocol === 'tcp' ? [] : unreached(source, destination), reportedBy: 'both', reports };
}

/** A stream of messages may flow for hours before the one request it belongs to ends and is counted. */
const saysAnything = ({ total: requests, amounts }: Report): boolean =>
  requests > 0 || [...amounts.values()].some((each) => anyAmount(each.amounts));

/** A pod is behind its own proxy or behind the node's: where both tell of a pair they tell of different connections. */
function reportsBy(told: ReadonlyMap<Teller, Report>, ambient: Ambient): ReadonlyMap<Reporter, Report> {
  const found = new Map<Reporter, Report>();
  for (const side of ['source', 'destination'] as const) {
    const own = told.get(side);
    const node = ambient === 'waypoint' ? undefined : told.get(`${side}_node`);
    const report = own && node ? mergeReports(own, node) : (own ?? node);
    if (report) found.set(side, report);
  }
  const waypoint = ambient === 'ztunnel' ? undefined : told.get('waypoint');
  if (waypoint) found.set('waypoint', waypoint);
  return found;
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

/** Up to this factor two rates of one ending count as the same: the two sides are scraped at different moments. */
const likeness = 2;

/**
 * Whether the caller's proxy saw requests end otherwise than `told`, what was settled on: with a code that stands nowhere there, or
 * with a flag that only a caller can set. A flag of the called side (`RL`) that the caller does not know is no difference.
 */
export function sawOtherwise(source: Report, told: readonly Ended[]): boolean {
  const mine = [...source.endings.values()];
  const toldEndings = sums(told, endingOf);
  const toldCodes = sums(told, codeOf);
  const codes = sums(mine, codeOf);
  return [...sums(mine, endingOf)].some(([ending, perSecond]) => {
    if (perSecond === 0 || (toldEndings.get(ending) ?? 0) * likeness >= perSecond) return false;
    const code = ending.slice(0, ending.indexOf('\n'));
    const isFlagless = ending.endsWith('\n-');
    return !isFlagless || (toldCodes.get(code) ?? 0) * likeness < (codes.get(code) ?? 0);
  });
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

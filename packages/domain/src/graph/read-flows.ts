import type { Ambient, Ending } from '@vigla/contract/graph';
import { at, type DurationSeconds, type EpochSeconds } from '@vigla/contract/units';
import type { Sample } from '../samples/index.ts';
import { atOnce, eachInSteps, type InSteps } from '../steps/index.ts';
import { type Amounts, eitherAmounts, noAmounts } from './amounts.ts';
import type { Ends } from './ends.ts';
import type { Asked, Durations, Flow, MeshFlows, Operation } from './flows.ts';
import type { Ended, Report } from './report.ts';
import { sawOtherwise, type Settled, settleReports } from './settle-reports.ts';
import { type Answers, type Pair, type TakeAnswer, type Tally, tallyReports } from './tally-reports.ts';

/**
 * Turns the answers of Prometheus into one reading of the mesh, settling what the proxies at both ends report.
 *
 * Shape: one flow per (source, destination, service asked for, protocol).
 * Units: rates per second over `window`, never rounded.
 * Total: samples that cannot be used are counted in `droppedSamples`; never throws.
 */
export const readFlows = (answers: Answers, window: DurationSeconds): MeshFlows =>
  atOnce(readFlowsInSteps((name) => answers[name] ?? [], window));

/** Each is settled in some microseconds. */
const pairsAtOnce = 100;

/** The same, bit by bit: 200,000 samples take a second or two. Takes each answer once. */
export function* readFlowsInSteps(take: TakeAnswer, window: DurationSeconds): InSteps<MeshFlows> {
  const newestSampleAt = newest(take('newestSample'));
  const tally = yield* tallyReports(take);
  const pairs = [...tally.pairs.values()];
  const plain = new Map<Pair, readonly Flow[]>();
  yield* eachInSteps(pairs, pairsAtOnce, (pair) => {
    if (!isAmbient(pair)) plain.set(pair, flowsOf(pair, tally.ends, 'total'));
  });
  function* read(ambient: Ambient): InSteps<readonly Flow[]> {
    const found: Flow[] = [];
    yield* eachInSteps(pairs, pairsAtOnce, (pair) => {
      if (!isBeneath(pair, tally, ambient)) found.push(...(plain.get(pair) ?? flowsOf(pair, tally.ends, ambient)));
    });
    return found;
  }
  const flows = yield* read('total');
  const byAmbient =
    plain.size === pairs.length
      ? { total: flows, waypoint: flows, ztunnel: flows }
      : { total: flows, waypoint: yield* read('waypoint'), ztunnel: yield* read('ztunnel') };
  return { window, flows, byAmbient, clusters: tally.clusters, newestSampleAt, droppedSamples: tally.dropped };
}

/** Whether proxies of ambient mode tell of a pair: only then it matters whose word counts. */
const isAmbient = ({ reports }: Pair): boolean => reports.has('waypoint') || reports.has('source_node') || reports.has('destination_node');

/** TCP under requests that a waypoint reports for the same pair is the same traffic, seen one layer below. */
const isBeneath = ({ from, to, protocol }: Pair, { pairs }: Tally, ambient: Ambient): boolean =>
  protocol === 'tcp' &&
  ambient !== 'ztunnel' &&
  (['http', 'grpc'] as const).some((above) => (pairs.get(`${from}>${to}:${above}`)?.reports.get('waypoint')?.total ?? 0) > 0);

function flowsOf(pair: Pair, ends: Ends, ambient: Ambient): readonly Flow[] {
  const settled = settleReports(pair, ambient);
  const from = ends.get(pair.from);
  const to = ends.get(pair.to);
  if (!settled || !from || !to) return [];
  const { base, unreached, reportedBy, reports } = settled;
  const total = base.total + sum(unreached);
  const hosts = hostsOf(settled);
  const sidePerSecond = (side: 'source' | 'destination'): number | null => reports.get(side)?.total ?? null;
  const seen = callerSaw(pair, settled);

  return [...hosts].map(([host, asked], i): Flow => {
    const mine = (ended: Ended): boolean => (ended.asked?.host ?? '') === host;
    const endings = [...base.endings.values()].filter(mine);
    const more = unreached.filter(mine);
    const perSecond = sum(endings) + sum(more);
    // A pair's reports are settled as a whole: reporters may know one service by two names. Each name gets its share.
    const share = total > 0 ? perSecond / total : 1 / hosts.size;
    const all =
      pair.protocol === 'tcp' ? [] : [...endings.map((ended) => written(ended, believed(settled, ended))), ...more.map(onlyCaller)];
    return {
      from,
      to,
      asked,
      protocol: pair.protocol,
      endings: alike(all.map(({ ending }) => ending)),
      // What the caller knows by a name that nobody else uses stands with the first name.
      callerSaw:
        seen &&
        alike(seen.filter((ended) => mine(ended) || (i === 0 && !hosts.has(ended.asked?.host ?? ''))).map((e) => onlyCaller(e).ending)),
      operations: operationsOf(all),
      bytesPerSecond: pair.protocol === 'tcp' ? perSecond : null,
      amounts: amountsOf(settled, host),
      durations: durationsOf(base, asked),
      reportedBy,
      sourcePerSecond: scaled(sidePerSecond('source'), share),
      destinationPerSecond: scaled(sidePerSecond('destination'), share),
      securePerSecond: base.secure * share,
      plainPerSecond: base.plain * share,
      sourcePrincipals: principals(settled, ({ sourcePrincipals }) => sourcePrincipals),
      destinationPrincipals: principals(settled, ({ destinationPrincipals }) => destinationPrincipals),
    };
  });
}

/** Every name by which the target was asked for. A name of which only messages are known so far is one too. */
function hostsOf({ base, unreached }: Settled): ReadonlyMap<string, Asked | null> {
  const asked = [...base.endings.values(), ...unreached].map((ended) => ended.asked);
  const named = asked.length > 0 ? asked : [...base.amounts.values()].map((each) => each.asked);
  return new Map(named.map((one) => [one?.host ?? '', one]));
}

function callerSaw({ protocol }: Pair, { base, unreached, reportedBy, reports }: Settled): readonly Ended[] | null {
  const source = reports.get('source');
  if (protocol === 'tcp' || reportedBy !== 'both' || !source) return null;
  if (!sawOtherwise(source, [...base.endings.values(), ...unreached])) return null;
  return [...source.endings.values()].filter(({ perSecond }) => perSecond > 0);
}

interface Written {
  readonly operation: string | null;
  readonly ending: Ending;
}

const written = ({ code, flags, operation, perSecond }: Ended, reporter: Ending['reporter']): Written => ({
  operation,
  ending: { code, flags, reporter, host: null, requestsPerSecond: perSecond },
});

const onlyCaller = (ended: Ended): Written => written(ended, 'source');

/** Requests that ended alike are one ending, whatever kind of request they were. */
function alike(endings: readonly Ending[]): readonly Ending[] {
  if (endings.length < 2) return endings;
  const found = new Map<string, Ending>();
  for (const ending of endings) {
    const key = `${ending.code}\n${ending.flags}\n${ending.reporter}`;
    const before = found.get(key);
    found.set(key, before ? { ...before, requestsPerSecond: before.requestsPerSecond + ending.requestsPerSecond } : ending);
  }
  return [...found.values()];
}

function operationsOf(all: readonly Written[]): readonly Operation[] {
  const names = new Set(all.flatMap(({ operation }) => operation ?? []));
  return [...names].sort().map((name) => ({
    name,
    endings: alike(all.filter(({ operation }) => operation === name).map(({ ending }) => ending)),
  }));
}

/** Who tells of an ending: both sides where the caller's proxy saw it end alike. */
function believed({ reportedBy, reports }: Settled, { code, flags }: Ended): Ending['reporter'] {
  if (reportedBy !== 'both') return reportedBy;
  const isAlike = [...(reports.get('source')?.endings.values() ?? [])].some(
    (ended) => ended.code === code && ended.flags === flags && ended.perSecond > 0,
  );
  return isAlike ? 'both' : 'destination';
}

/** Amounts are the believed side's; what it does not measure is the other's. */
function amountsOf({ base, reports }: Settled, host: string): Amounts {
  const others = [...reports.values()].filter((report) => report !== base);
  return [base, ...others].reduce((known, { amounts }) => eitherAmounts(known, amounts.get(host)?.amounts ?? noAmounts), noAmounts);
}

function durationsOf(report: Report, asked: Asked | null): Durations | null {
  const durations = report.durations.get(asked?.host ?? '');
  return durations && durations.buckets.bounds.length > 0 ? durations : null;
}

const principals = ({ reports }: Settled, of: (report: Report) => ReadonlySet<string>): readonly string[] =>
  [...new Set([...reports.values()].flatMap((report) => [...of(report)]))].sort();

const sum = (endings: readonly Ended[]): number => endings.reduce((total, { perSecond }) => total + perSecond, 0);
const scaled = (rate: number | null, share: number): number | null => (rate === null ? null : rate * share);

function newest(samples: readonly Sample[]): EpochSeconds | null {
  const times = samples
    .filter(({ labels }) => labels['job'] === undefined)
    .map(({ value }) => value)
    .filter((value) => value >= 0 && Number.isFinite(value));
  return times.length > 0 ? at(Math.floor(Math.max(...times))) : null;
}

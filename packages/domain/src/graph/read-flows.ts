import type { Ending } from '@vigla/contract/graph';
import { at, type DurationSeconds, type EpochSeconds } from '@vigla/contract/units';
import type { Ends } from './ends.ts';
import type { Asked, Durations, Flow, MeshFlows } from './flows.ts';
import { type Settled, settleReports } from './settle-reports.ts';
import { type Answers, type Ended, type Pair, type Report, type Tally, tallyReports } from './tally-reports.ts';

/**
 * Turns the answers of Prometheus into one reading of the mesh, settling what the proxies at both ends report.
 *
 * Shape: one flow per (source, destination, service asked for, protocol).
 * Units: rates per second over `window`, never rounded.
 * Total: samples that cannot be used are counted in `droppedSamples`; never throws.
 */
export function readFlows(answers: Answers, window: DurationSeconds): MeshFlows {
  const tally = tallyReports(answers);
  const flows = [...tally.pairs.values()].filter((pair) => !isBeneath(pair, tally)).flatMap((pair) => flowsOf(pair, tally.ends));
  return { window, flows, newestSampleAt: newest(answers), droppedSamples: tally.dropped };
}

/** TCP under requests that a waypoint reports for the same pair is the same traffic, seen one layer below. */
const isBeneath = ({ from, to, protocol }: Pair, { pairs }: Tally): boolean =>
  protocol === 'tcp' &&
  (['http', 'grpc'] as const).some((above) => (pairs.get(`${from}>${to}:${above}`)?.reports.get('waypoint')?.total ?? 0) > 0);

function flowsOf(pair: Pair, ends: Ends): readonly Flow[] {
  const settled = settleReports(pair);
  const from = ends.get(pair.from);
  const to = ends.get(pair.to);
  if (!settled || !from || !to) return [];
  const { base, unreached, reportedBy } = settled;
  const total = base.total + sum(unreached);
  const hosts = new Map([...base.endings.values(), ...unreached].map(({ asked }) => [asked?.host ?? '', asked]));
  const sidePerSecond = (side: 'source' | 'destination'): number | null => pair.reports.get(side)?.total ?? null;

  return [...hosts].map(([host, asked]): Flow => {
    const mine = (ended: Ended): boolean => (ended.asked?.host ?? '') === host;
    const endings = [...base.endings.values()].filter(mine);
    const more = unreached.filter(mine);
    const perSecond = sum(endings) + sum(more);
    // A pair's reports are settled as a whole: reporters may know one service by two names. Each name gets its share.
    const share = total > 0 ? perSecond / total : 1 / hosts.size;
    return {
      from,
      to,
      asked,
      protocol: pair.protocol,
      endings:
        pair.protocol === 'tcp'
          ? []
          : [...endings.map((ended) => written(ended, believed(pair, settled, ended))), ...more.map((ended) => written(ended, 'source'))],
      bytesPerSecond: pair.protocol === 'tcp' ? perSecond : null,
      durations: durationsOf(base, asked),
      reportedBy,
      sourcePerSecond: scaled(sidePerSecond('source'), share),
      destinationPerSecond: scaled(sidePerSecond('destination'), share),
      securePerSecond: base.secure * share,
      plainPerSecond: base.plain * share,
      sourcePrincipals: principals(pair, ({ sourcePrincipals }) => sourcePrincipals),
      destinationPrincipals: principals(pair, ({ destinationPrincipals }) => destinationPrincipals),
    };
  });
}

const written = ({ code, flags, perSecond }: Ended, reporter: Ending['reporter']): Ending => ({
  code,
  flags,
  reporter,
  host: null,
  requestsPerSecond: perSecond,
});

/** Who tells of an ending: both sides where the caller's proxy saw it end alike. */
function believed(pair: Pair, { reportedBy }: Settled, { code, flags }: Ended): Ending['reporter'] {
  if (reportedBy !== 'both') return reportedBy;
  const alike = [...(pair.reports.get('source')?.endings.values() ?? [])].some(
    (ended) => ended.code === code && ended.flags === flags && ended.perSecond > 0,
  );
  return alike ? 'both' : 'destination';
}

function durationsOf(report: Report, asked: Asked | null): Durations | null {
  const durations = report.durations.get(asked?.host ?? '');
  return durations && durations.buckets.size > 0 ? durations : null;
}

const principals = ({ reports }: Pair, of: (report: Report) => ReadonlySet<string>): readonly string[] =>
  [...new Set([...reports.values()].flatMap((report) => [...of(report)]))].sort();

const sum = (endings: readonly Ended[]): number => endings.reduce((total, { perSecond }) => total + perSecond, 0);
const scaled = (rate: number | null, share: number): number | null => (rate === null ? null : rate * share);

function newest({ newestSample = [] }: Answers): EpochSeconds | null {
  const times = newestSample.map(({ value }) => value).filter((value) => value >= 0 && Number.isFinite(value));
  return times.length > 0 ? at(Math.floor(Math.max(...times))) : null;
}

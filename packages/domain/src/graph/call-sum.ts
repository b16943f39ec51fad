import type { DurationSeconds } from '@vigla/contract/units';
import { noAmounts } from './amounts.ts';
import { distinct } from './distinct.ts';
import type { Flow } from './flows.ts';
import { alike } from './alike.ts';
import { type Call, type CallFacts, callOf } from './call-of.ts';
import { type Addend, onceAdded } from './once.ts';
import { sumOfTallies, tallyOf } from './traffic-tally.ts';

/** What the flows of one call tell together, wherever it is drawn. */
export interface CallSum extends CallFacts, Addend<CallSum> {
  readonly call: Call;
}

/** What a reader may know of a flow. */
export interface Told {
  /** By which name the target was asked for; null where that name is not the reader's to see. */
  readonly host: string | null;
  /** The workload that sends all this is not the reader's to see, though the place it is drawn from may be. */
  readonly isCallerHidden: boolean;
  readonly isTargetHidden: boolean;
}

/** What somebody knows of a single flow who may see all of it: most people, of most flows, in every picture. */
export const wholeSum = (flow: Flow, window: DurationSeconds): CallSum =>
  sumOfFlow(flow, window, { host: flow.asked?.host ?? null, isCallerHidden: false, isTargetHidden: false });

/** What somebody knows of a single flow. */
export function sumOfFlow(flow: Flow, window: DurationSeconds, { host, isCallerHidden, isTargetHidden }: Told): CallSum {
  const { sourcePerSecond: source, destinationPerSecond: destination } = flow;
  const isCompared = source !== null && destination !== null;
  return summed({
    traffic: tallyOf({ ...flow, ...measuredBeyond(flow, isTargetHidden) }, window),
    endings: alike(flow.endings.map((ending) => ({ ...ending, host }))),
    told: !isCallerHidden && isToldByCaller(flow) ? [{ flow, host }] : [],
    reportedBy: flow.reportedBy,
    reached: flow.to.kind === 'workload' || flow.to.kind === 'app',
    source: isCompared ? source : 0,
    destination: isCompared ? destination : 0,
    secure: flow.securePerSecond,
    plain: flow.plainPerSecond,
    hosts: host === null ? [] : [host],
    sourcePrincipals: isCallerHidden ? [] : distinct([flow.sourcePrincipals]),
    destinationPrincipals: isTargetHidden ? [] : distinct([flow.destinationPrincipals]),
  });
}

/** What the other side's proxies measured is the other side's to show. Requests that reached nobody took no time to serve. */
function measuredBeyond({ protocol, to, amounts, durations }: Flow, isTargetHidden: boolean): Pick<Flow, 'amounts' | 'durations'> {
  return {
    amounts: isTargetHidden && protocol !== 'tcp' ? noAmounts : amounts,
    durations: isTargetHidden || to.kind === 'service' ? null : durations,
  };
}

const isToldByCaller = ({ protocol, reportedBy }: Flow): boolean =>
  protocol !== 'tcp' && (reportedBy === 'both' || reportedBy === 'source');

/** What flows that are drawn as one call tell together. */
export const sumOfCalls = onceAdded<CallSum>((all) => {
  const [first, ...others] = all;
  const total = (of: (sum: CallSum) => number): number => all.reduce((so, one) => so + of(one), 0);
  return summed({
    traffic: sumOfTallies([first.traffic, ...others.map(({ traffic }) => traffic)]),
    endings: alike(all.flatMap(({ endings }) => endings)),
    told: all.flatMap(({ told }) => told),
    // A waypoint's word covers a call only if all of it went through a waypoint.
    reportedBy: others.every(({ reportedBy }) => reportedBy === first.reportedBy) ? first.reportedBy : 'both',
    reached: all.some(({ reached }) => reached),
    source: total(({ source }) => source),
    destination: total(({ destination }) => destination),
    secure: total(({ secure }) => secure),
    plain: total(({ plain }) => plain),
    hosts: distinct(all.map(({ hosts }) => hosts)),
    sourcePrincipals: distinct(all.map(({ sourcePrincipals }) => sourcePrincipals)),
    destinationPrincipals: distinct(all.map(({ destinationPrincipals }) => destinationPrincipals)),
  });
});

const summed = (facts: CallFacts): CallSum => ({ ...facts, call: callOf(facts), sums: [] });

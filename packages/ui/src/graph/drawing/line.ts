import type { Difference } from '@vigla/contract/compare';
import type { GraphEdge, Traffic } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';
import { durationText, shareText } from '../../format/index.ts';
import type { Shown } from '../place/graph-place.ts';
import { type DotStream, dotStream } from './dots.ts';
import { amountText, errorText, spaced, type Speech } from './plate.ts';
import { sumTraffic } from './traffic-sum.ts';

/** Protocol and knowledge: `tcp` long dashes, `idle` dots, `unknown` short dashes. */
export type Pattern = 'solid' | 'tcp' | 'idle' | 'unknown';

/** How a call is protected, where that is drawn. `text` says more than the sign: "3 % plain text". */
export interface LockMark {
  readonly kind: 'open' | 'closed' | 'unknown';
  readonly text: string | null;
}

/** A call, ready to be drawn. */
export interface Line {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Which of several calls between the same two plates this is. */
  readonly lane: number;
  readonly health: Health;
  /** Units: px at zoom 1. */
  readonly width: number;
  readonly pattern: Pattern;
  /** `half` where only one side reported the call. */
  readonly head: 'full' | 'half';
  readonly lock: LockMark | null;
  readonly stream: DotStream | null;
  /** What its label says when it has one. */
  readonly text: string;
  /** The same where there is little room: trouble without its rate; null where that is nothing or all of it. */
  readonly shortText: string | null;
  /** Whether the label is shown without being asked for, and before which others. Order: lower first; null is only on demand. */
  readonly rank: number | null;
  /** While two windows are compared: what became of it, which is then drawn in place of its health. */
  readonly change?: Difference;
}

interface LineContext {
  readonly speech: Speech;
  readonly show: readonly Shown[];
  readonly lane: number;
  /** How many calls end at the same node: with one, its plate already says the number. */
  readonly callers: number;
}

/** How a call is drawn. Colour is health, width is rate, pattern is protocol and knowledge. */
export function lineOf(edge: GraphEdge, { speech, show, lane, callers }: LineContext): Line {
  const lock = lockOf(edge, show.includes('locks'), speech);
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    lane,
    health: edge.health,
    width: lineWidth(edge.traffic, edge.health),
    pattern: patternOf(edge),
    head: edge.reportedBy === 'source' || edge.reportedBy === 'destination' ? 'half' : 'full',
    lock,
    stream: dotStream(edge),
    ...labelTexts(edge, show, lock, speech),
    rank: rankOf(edge, lock, callers),
  };
}

/** Units: px at zoom 1. A tenfold rate adds 1.35 px; failing is wider still, so that it is seen without colour. */
export function lineWidth({ protocol, requestsPerSecond }: Traffic, health: Health): number {
  const base = protocol === 'tcp' ? 1.8 : Math.min(5.5, Math.max(1.4, 1 + 1.35 * Math.log10(1 + (requestsPerSecond ?? 0))));
  return health === 'failing' ? Math.max(3.2, base * 1.6) : base;
}

function patternOf({ traffic, health }: GraphEdge): Pattern {
  const amount = traffic.protocol === 'tcp' ? traffic.bytesPerSecond : traffic.requestsPerSecond;
  if (amount === null) return health === 'idle' ? 'idle' : 'unknown';
  if (amount === 0) return 'idle';
  return traffic.protocol === 'tcp' ? 'tcp' : 'solid';
}

/** The exception is drawn: plain text always, the rest only when asked for. */
function lockOf({ mtlsRatio }: GraphEdge, all: boolean, { words, language }: Speech): LockMark | null {
  if (mtlsRatio === null) return all ? { kind: 'unknown', text: null } : null;
  if (mtlsRatio >= 1) return all ? { kind: 'closed', text: null } : null;
  if (mtlsRatio === 0) return { kind: 'open', text: words('graph.label.plainText') };
  return { kind: 'open', text: words('graph.label.partlyPlainText', { share: shareText(1 - mtlsRatio, language) }) };
}

/** Trouble first, then the rate, then what else was asked for. */
function labelTexts(edge: GraphEdge, show: readonly Shown[], lock: LockMark | null, speech: Speech): Pick<Line, 'text' | 'shortText'> {
  const errors = troubleText(edge, show, speech);
  const encryption = lock?.text ?? null;
  const joined = (...parts: readonly (string | null)[]): string => spaced(parts.filter((part) => part !== null).join(' · '));
  const text = joined(errors, encryption, rateOf(edge, show, speech), timeOf(edge, show, speech));
  const short = joined(errors ?? encryption);
  return { text, shortText: short === '' || short === text ? null : short };
}

function troubleText(edge: GraphEdge, show: readonly Shown[], speech: Speech): string | null {
  if (edge.health !== 'failing' && edge.health !== 'degraded') return null;
  return show.includes('errors') || edge.health === 'failing' ? errorText(sumTraffic([edge.traffic]), speech) : null;
}

const rateOf = (edge: GraphEdge, show: readonly Shown[], speech: Speech): string | null =>
  show.includes('rate') ? (amountText(sumTraffic([edge.traffic]), speech) ?? speech.words(idleOrUnknown(edge))) : null;

const timeOf = ({ traffic: { p95Ms } }: GraphEdge, show: readonly Shown[], { words, language }: Speech): string | null =>
  show.includes('time') && p95Ms !== null ? words('graph.label.p95', { time: durationText(p95Ms, language) }) : null;

const idleOrUnknown = (edge: GraphEdge) => (patternOf(edge) === 'unknown' ? 'graph.plate.notMeasured' : 'graph.plate.idle');

function rankOf({ traffic, health }: GraphEdge, lock: LockMark | null, callers: number): number | null {
  if (health === 'failing') return 1;
  const share = traffic.errorRatio ?? 0;
  if (health === 'degraded' && share >= 0.01) return 2;
  if (lock?.kind === 'open') return 3;
  if (callers <= 1) return null;
  return 4 + 1 / (2 + Math.max(0, traffic.requestsPerSecond ?? (traffic.bytesPerSecond ?? 0) / 1e6));
}

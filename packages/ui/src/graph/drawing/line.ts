import type { Difference } from '@vigla/contract/compare';
import type { GraphEdge, Traffic } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';
import { bytesText, durationText, messagesText, shareText } from '../../format/index.ts';
import { countedText, messagesOf } from './counting.ts';
import { type DotStream, dotStream } from './dots.ts';
import type { Look } from './look.ts';
import { errorText, spaced, type Speech } from './plate.ts';
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
  /** What its label says when it has one. Shape: rows with line feeds between them. */
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
  readonly look: Look;
  readonly lane: number;
  /** How many calls end at the same node: with one, its plate already says the number. */
  readonly callers: number;
  /** Of what its caller sends by this protocol. Units: ratio 0..1; null where it was not counted. */
  readonly share: number | null;
  /** Whether its response time is its own, and not that of the next call on the same way. */
  readonly timed: boolean;
}

/** How a call is drawn. Colour is health, width is rate, pattern is protocol and knowledge. */
export function lineOf(edge: GraphEdge, context: LineContext): Line {
  const { look, lane, callers, speech } = context;
  const lock = lockOf(edge, look.show.includes('locks'), speech);
  const more = furtherRows(edge, context);
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
    ...labelTexts(edge, lock, more, context),
    // What stands on no plate is worth a label even where the rate does.
    rank: rankOf(edge, lock, more.length > 0 ? Number.POSITIVE_INFINITY : callers),
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

/** Trouble first, then the rate; what else was asked for stands below. */
function labelTexts(
  edge: GraphEdge,
  lock: LockMark | null,
  more: readonly string[],
  { look, speech, callers }: LineContext,
): Pick<Line, 'text' | 'shortText'> {
  const errors = troubleText(edge, look, speech);
  const encryption = lock?.text ?? null;
  const joined = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null).join(' · ');
  const rate = rateOf(edge, look, speech);
  // The plate of what has one caller says the rate already.
  const saidTwice = callers <= 1 && more.length > 0 && errors === null && encryption === null;
  const first = joined(errors, encryption, saidTwice ? null : rate);
  const text = spaced(stacked(first, more));
  const short = spaced(joined(errors ?? encryption ?? (more.length > 1 ? first : null)));
  return { text, shortText: short === '' || short === text ? null : short };
}

/** One thing more stands beside the first row, several below it. */
function stacked(first: string, more: readonly string[]): string {
  const [only, ...others] = more;
  if (first === '') return more.join('\n');
  return only !== undefined && others.length === 0 ? `${first} · ${only}` : [first, ...more].join('\n');
}

function troubleText(edge: GraphEdge, { show }: Look, speech: Speech): string | null {
  if (edge.health !== 'failing' && edge.health !== 'degraded') return null;
  return show.includes('errors') || edge.health === 'failing' ? errorText(sumTraffic([edge.traffic]), speech) : null;
}

function rateOf(edge: GraphEdge, look: Look, { words, language }: Speech): string | null {
  if (!look.show.includes('rate')) return null;
  if (edge.traffic.protocol === 'grpc' && look.grpc !== 'requests') {
    const messages = messagesOf(edge.traffic, look);
    return messages === null ? words('graph.plate.notMeasured') : messagesText(messages, language);
  }
  return countedText([edge.traffic], look, language) ?? words(idleOrUnknown(edge));
}

/** What was asked for besides the rate, a family a row: share, response time, throughput. Families that were not measured say nothing. */
function furtherRows(edge: GraphEdge, { look, speech, share, timed }: LineContext): readonly string[] {
  const { words, language } = speech;
  const { traffic } = edge;
  const ms = timed ? traffic[timeField[look.time]] : null;
  const bytes = look.throughput === 'request' ? traffic.sentBytesPerSecond : traffic.receivedBytesPerSecond;
  const rows: readonly (string | false | null)[] = [
    look.show.includes('share') &&
      share !== null &&
      share > 0 &&
      share < 0.9995 &&
      words('display.label.share', { share: shareText(share, language) }),
    look.show.includes('time') && ms !== null && words(`display.label.time.${look.time}`, { time: durationText(ms, language) }),
    look.show.includes('throughput') &&
      traffic.protocol === 'http' &&
      bytes !== null &&
      words(`display.label.throughput.${look.throughput}`, { amount: bytesText(bytes, language) }),
  ];
  return rows.filter((row) => typeof row === 'string');
}

const timeField = { avg: 'averageMs', p50: 'p50Ms', p95: 'p95Ms', p99: 'p99Ms' } as const;

const idleOrUnknown = (edge: GraphEdge) => (patternOf(edge) === 'unknown' ? 'graph.plate.notMeasured' : 'graph.plate.idle');

function rankOf({ traffic, health }: GraphEdge, lock: LockMark | null, callers: number): number | null {
  if (health === 'failing') return 1;
  const share = traffic.errorRatio ?? 0;
  if (health === 'degraded' && share >= 0.01) return 2;
  if (lock?.kind === 'open') return 3;
  if (callers <= 1) return null;
  return 4 + 1 / (2 + Math.max(0, traffic.requestsPerSecond ?? (traffic.bytesPerSecond ?? 0) / 1e6));
}

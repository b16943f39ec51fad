import type { Protocol } from '@vigla/contract/graph';
import type { GraphQueryName } from '../promql/index.ts';
import type { Sample } from '../samples/index.ts';
import { type Call, createEnds, type Ends } from './ends.ts';
import type { Asked } from './flows.ts';

/** Which kind of proxy a sample comes from. */
export type Reporter = 'source' | 'destination' | 'waypoint';

/** One way in which requests ended, by one reporter. For TCP code and flags are empty and the rate is bytes. */
export interface Ended {
  readonly asked: Asked | null;
  readonly code: string;
  readonly flags: string;
  perSecond: number;
}

/** All that one kind of proxy says about one pair of workloads. */
export interface Report {
  readonly endings: Map<string, Ended>;
  total: number;
  secure: number;
  plain: number;
  readonly sourcePrincipals: Set<string>;
  readonly destinationPrincipals: Set<string>;
  /** By host asked for. */
  readonly durations: Map<string, { readonly buckets: Map<number, number>; sumMs: number | null }>;
}

/** A pair of workloads and what each kind of proxy says of their calls in one protocol. */
export interface Pair {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly reports: Map<Reporter, Report>;
}

/** Answers to the questions of a reading; a question without an answer is left out. */
export type Answers = Readonly<Partial<Record<GraphQueryName, readonly Sample[]>>>;

/** Samples sorted by pair and reporter. */
export interface Tally {
  readonly ends: Ends;
  readonly pairs: ReadonlyMap<string, Pair>;
  readonly dropped: number;
}

/** Sorts samples by the pair of workloads they speak of and by who reports. Nothing is rounded, nothing added across reporters. */
export function tallyReports(answers: Answers): Tally {
  const book: Book = { ends: createEnds(), pairs: new Map(), slots: new Map(), dropped: 0 };
  for (const sample of answers.requests ?? []) addRequests(book, sample);
  for (const sample of answers.tcpSent ?? []) addBytes(book, sample);
  for (const sample of answers.tcpReceived ?? []) addBytes(book, sample);
  for (const sample of answers.durationBuckets ?? []) addBucket(book, sample);
  for (const sample of answers.durationSums ?? []) addDurationSum(book, sample);
  return book;
}

interface Book {
  readonly ends: Ends;
  readonly pairs: Map<string, Pair>;
  /** Where the samples of a call go, by protocol and reporter: most samples are one of twenty buckets and go where the last one went. */
  readonly slots: Map<Call, Map<string, Entry>>;
  dropped: number;
}

interface Entry {
  readonly report: Report;
  readonly asked: Asked | null;
}

/** The report that a sample belongs to; null, and counted as dropped, where the sample cannot be used. */
function entryOf(book: Book, { labels, value }: Sample, protocol: Protocol | null): Entry | null {
  const reporter = reporterOf(labels['reporter']);
  const call = reporter && protocol && value >= 0 && value < Number.POSITIVE_INFINITY ? book.ends.call(labels) : null;
  if (!reporter || !protocol || !call) {
    book.dropped += 1;
    return null;
  }
  const slots = book.slots.get(call) ?? new Map<string, Entry>();
  book.slots.set(call, slots);
  const slot = `${protocol} ${reporter}`;
  const entry = slots.get(slot) ?? { report: reportOf(book, call, protocol, reporter), asked: call.asked };
  slots.set(slot, entry);
  return entry;
}

function reportOf(book: Book, call: Call, protocol: Protocol, reporter: Reporter): Report {
  const id = `${call.from}>${call.to}:${protocol}`;
  const pair = book.pairs.get(id) ?? { from: call.from, to: call.to, protocol, reports: new Map<Reporter, Report>() };
  book.pairs.set(id, pair);
  const report = pair.reports.get(reporter) ?? emptyReport();
  pair.reports.set(reporter, report);
  return report;
}

function addRequests(book: Book, sample: Sample): void {
  const { labels } = sample;
  const entry = entryOf(book, sample, labels['response_code'] === undefined ? null : requestProtocol(labels));
  if (entry) addEnding(entry, { code: codeOf(labels), flags: labels['response_flags'] ?? '-', sample });
}

function addBytes(book: Book, sample: Sample): void {
  const entry = entryOf(book, sample, 'tcp');
  if (entry) addEnding(entry, { code: '', flags: '', sample });
}

function addBucket(book: Book, sample: Sample): void {
  const bound = boundOf(sample.labels['le']);
  const entry = entryOf(book, sample, Number.isNaN(bound) ? null : requestProtocol(sample.labels));
  if (!entry) return;
  const { buckets } = durationsOf(entry);
  buckets.set(bound, (buckets.get(bound) ?? 0) + sample.value);
}

function addDurationSum(book: Book, sample: Sample): void {
  const entry = entryOf(book, sample, requestProtocol(sample.labels));
  if (!entry) return;
  const durations = durationsOf(entry);
  durations.sumMs = (durations.sumMs ?? 0) + sample.value;
}

const emptyReport = (): Report => ({
  endings: new Map(),
  total: 0,
  secure: 0,
  plain: 0,
  sourcePrincipals: new Set(),
  destinationPrincipals: new Set(),
  durations: new Map(),
});

function addEnding({ report, asked }: Entry, { code, flags, sample }: { code: string; flags: string; sample: Sample }): void {
  const { labels, value } = sample;
  const key = `${asked?.host ?? ''}\n${code}\n${flags}`;
  const ended = report.endings.get(key);
  if (ended) ended.perSecond += value;
  else report.endings.set(key, { asked, code, flags, perSecond: value });
  report.total += value;
  if (labels['connection_security_policy'] === 'mutual_tls') report.secure += value;
  if (labels['connection_security_policy'] === 'none') report.plain += value;
  if (value > 0) {
    addPrincipal(report.sourcePrincipals, labels['source_principal']);
    addPrincipal(report.destinationPrincipals, labels['destination_principal']);
  }
}

function addPrincipal(principals: Set<string>, principal: string | undefined): void {
  if (principal !== undefined && principal !== '' && principal !== 'unknown') principals.add(principal);
}

function durationsOf({ report, asked }: Entry): { readonly buckets: Map<number, number>; sumMs: number | null } {
  const host = asked?.host ?? '';
  const durations = report.durations.get(host) ?? { buckets: new Map<number, number>(), sumMs: null };
  report.durations.set(host, durations);
  return durations;
}

const reporterOf = (label: string | undefined): Reporter | null =>
  label === 'source' || label === 'destination' || label === 'waypoint' ? label : null;

function requestProtocol({ request_protocol: protocol }: Sample['labels']): Protocol | null {
  return protocol === 'http' || protocol === 'grpc' ? protocol : null;
}

/** The HTTP status, or the gRPC status where the call got as far as having one; "-" where nothing was answered. */
function codeOf(labels: Sample['labels']): string {
  const code = labels['response_code'] ?? '0';
  if (code === '0' || code === '') return '-';
  const status = labels['grpc_response_status'];
  return labels['request_protocol'] === 'grpc' && status !== undefined && status !== '' && !/^[45]\d\d$/.test(code) ? status : code;
}

function boundOf(le: string | undefined): number {
  if (le === '+Inf') return Number.POSITIVE_INFINITY;
  return le === undefined || le === '' ? Number.NaN : Number(le);
}

import type { Protocol } from '@vigla/contract/graph';
import type { GraphQueryName } from '../promql/index.ts';
import { noHistogram } from '../metrics/index.ts';
import type { Sample } from '../samples/index.ts';
import { eachInSteps, type InSteps } from '../steps/index.ts';
import { type AmountName, addAmounts, noAmounts } from './amounts.ts';
import { type Call, createEnds, type Ends } from './ends.ts';
import type { Asked } from './flows.ts';
import { known } from './read-ends.ts';
import { type Buckets, boundsOf, createBuckets, leOf } from './buckets.ts';
import { emptyReport, type Report, type Timed } from './report.ts';

type Labels = Sample['labels'];

/** Which kind of proxy a sample comes from. The node's proxies (ztunnel) are apart, because one may want their word or not. */
export type Teller = 'source' | 'destination' | 'waypoint' | 'source_node' | 'destination_node';

/** A pair of workloads and what each kind of proxy says of their calls in one protocol. */
export interface Pair {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly reports: Map<Teller, Report>;
}

/** Answers to the questions of a reading; a question without an answer is left out. */
export type Answers = Readonly<Partial<Record<GraphQueryName, readonly Sample[]>>>;

/** Samples sorted by pair and reporter. */
export interface Tally {
  readonly ends: Ends;
  readonly pairs: ReadonlyMap<string, Pair>;
  /** Clusters that samples name, sorted. */
  readonly clusters: readonly string[];
  readonly dropped: number;
}

/** Gives an answer out, once: of 200,000 samples, each list is let go as soon as it is told. */
export type TakeAnswer = (name: GraphQueryName) => readonly Sample[];

const samplesAtOnce = 2000;

/** Sorts samples by the pair of workloads they speak of and by who reports. Nothing is rounded, nothing added across reporters. */
export function* tallyReports(take: TakeAnswer): InSteps<Tally> {
  const [requests, tcp] = [take('requests'), take('tcp')];
  const clusters = yield* clustersOf([requests, tcp]);
  const book: Book = {
    ends: createEnds(clusters.length > 1),
    pairs: new Map(),
    slots: new Map(),
    histograms: new Map(),
    clusters,
    dropped: 0,
  };
  yield* each(requests, (sample) => addRequests(book, sample));
  yield* each(tcp, (sample) => addBytes(book, sample));
  yield* addBuckets(book, take('durationBuckets'));
  yield* each(take('durationSums'), (sample) => addDurationSum(book, sample));
  yield* each(take('amounts'), (sample) => addAmount(book, sample));
  return { ends: book.ends, pairs: book.pairs, clusters, dropped: book.dropped };
}

const each = (samples: readonly Sample[], add: (sample: Sample) => void): InSteps<void> => eachInSteps(samples, samplesAtOnce, add);

function* addBuckets(book: Book, samples: readonly Sample[]): InSteps<void> {
  const buckets = createBuckets(boundsOf(samples));
  yield;
  yield* each(samples, (sample) => addBucket(book, sample, buckets));
}

function* clustersOf(answers: readonly (readonly Sample[])[]): InSteps<readonly string[]> {
  const found = new Set<string>();
  for (const samples of answers)
    yield* each(samples, ({ labels }) => {
      for (const cluster of [labels['source_cluster'], labels['destination_cluster']])
        if (known(cluster) !== null) found.add(cluster ?? '');
    });
  return [...found].sort();
}

interface Book {
  readonly ends: Ends;
  readonly pairs: Map<string, Pair>;
  /** Where the samples of a call go, by protocol and reporter: most samples are one of twenty buckets and go where the last one went. */
  readonly slots: Map<Call, Map<string, Entry>>;
  /** The same by the labels that buckets share. */
  readonly histograms: Map<Labels, Entry>;
  readonly clusters: readonly string[];
  dropped: number;
}

interface Entry {
  readonly report: Report;
  readonly asked: Asked | null;
}

/** The report that a sample belongs to; null, and counted as dropped, where the sample cannot be used. */
function entryOf(book: Book, sample: Sample, protocol: Protocol | null): Entry | null {
  const isRate = sample.value >= 0 && sample.value < Number.POSITIVE_INFINITY;
  const entry = isRate && protocol ? entryFor(book, sample.labels, protocol) : null;
  if (!entry) book.dropped += 1;
  return entry;
}

function entryFor(book: Book, labels: Labels, protocol: Protocol): Entry | null {
  const teller = tellerOf(labels);
  const call = teller && book.ends.call(labels);
  if (!call) return null;
  const slots = book.slots.get(call) ?? new Map<string, Entry>();
  book.slots.set(call, slots);
  const slot = `${protocol} ${teller}`;
  const entry = slots.get(slot) ?? { report: reportOf(book, call, protocol, teller), asked: call.asked };
  slots.set(slot, entry);
  return entry;
}

function reportOf(book: Book, call: Call, protocol: Protocol, teller: Teller): Report {
  const id = `${call.from}>${call.to}:${protocol}`;
  const pair = book.pairs.get(id) ?? { from: call.from, to: call.to, protocol, reports: new Map<Teller, Report>() };
  book.pairs.set(id, pair);
  const report = pair.reports.get(teller) ?? emptyReport();
  pair.reports.set(teller, report);
  return report;
}

function addRequests(book: Book, sample: Sample): void {
  const { labels } = sample;
  const entry = entryOf(book, sample, labels['response_code'] === undefined ? null : requestProtocol(labels));
  if (entry) addEnding(entry, { code: codeOf(labels), flags: labels['response_flags'] ?? '-', sample });
}

function addBytes(book: Book, sample: Sample): void {
  const name = tcpAmounts.get(sample.labels['amount'] ?? '');
  const entry = entryOf(book, sample, name ? 'tcp' : null);
  if (!entry || !name) return;
  addEnding(entry, { code: '', flags: '', sample });
  addTo(entry, name, sample.value);
}

/** What the server sends the caller receives. */
const tcpAmounts: ReadonlyMap<string, AmountName> = new Map([
  ['sent', 'receivedBytesPerSecond'],
  ['received', 'sentBytesPerSecond'],
]);
const requestAmounts: ReadonlyMap<string, AmountName> = new Map([
  ['request_bytes', 'sentBytesPerSecond'],
  ['response_bytes', 'receivedBytesPerSecond'],
  ['request_messages', 'sentMessagesPerSecond'],
  ['response_messages', 'receivedMessagesPerSecond'],
]);

function addAmount(book: Book, sample: Sample): void {
  const name = requestAmounts.get(sample.labels['amount'] ?? '');
  const entry = entryOf(book, sample, name ? requestProtocol(sample.labels) : null);
  if (entry && name) addTo(entry, name, sample.value);
}

function addTo({ report, asked }: Entry, name: AmountName, value: number): void {
  const host = asked?.host ?? '';
  const before = report.amounts.get(host)?.amounts ?? noAmounts;
  report.amounts.set(host, { asked, amounts: addAmounts(before, { ...noAmounts, [name]: value }) });
}

function addBucket(book: Book, sample: Sample, buckets: Buckets): void {
  const { labels, value, le } = sample;
  const index = buckets.indexOf(leOf(sample));
  const ready = value >= 0 && value < Number.POSITIVE_INFINITY ? book.histograms.get(labels) : undefined;
  const entry = index === null || !ready ? entryOf(book, sample, index === null ? null : requestProtocol(labels)) : ready;
  if (!entry || index === null) return;
  if (le !== undefined) book.histograms.set(labels, entry);
  buckets.add(durationsOf(entry), index, value);
}

function addDurationSum(book: Book, sample: Sample): void {
  const entry = entryOf(book, sample, requestProtocol(sample.labels));
  if (!entry) return;
  const durations = durationsOf(entry);
  durations.sumMs = (durations.sumMs ?? 0) + sample.value;
}

function addEnding({ report, asked }: Entry, { code, flags, sample }: { code: string; flags: string; sample: Sample }): void {
  const { labels, value } = sample;
  const operation = known(labels['request_operation']);
  const key = `${asked?.host ?? ''}\n${code}\n${flags}\n${operation ?? ''}`;
  const ended = report.endings.get(key);
  if (ended) ended.perSecond += value;
  else report.endings.set(key, { asked, code, flags, operation, perSecond: value });
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

function durationsOf({ report, asked }: Entry): Timed {
  const host = asked?.host ?? '';
  const durations = report.durations.get(host) ?? { buckets: noHistogram, sumMs: null };
  report.durations.set(host, durations);
  return durations;
}

function tellerOf({ reporter, app }: Labels): Teller | null {
  if (reporter !== 'source' && reporter !== 'destination') return reporter === 'waypoint' ? reporter : null;
  return app === 'ztunnel' ? `${reporter}_node` : reporter;
}

function requestProtocol({ request_protocol: protocol }: Labels): Protocol | null {
  return protocol === 'http' || protocol === 'grpc' ? protocol : null;
}

/** The HTTP status, or the gRPC status where the call got as far as having one; "-" where nothing was answered. */
function codeOf(labels: Labels): string {
  const code = labels['response_code'] ?? '0';
  if (code === '0' || code === '') return '-';
  const status = labels['grpc_response_status'];
  return labels['request_protocol'] === 'grpc' && status !== undefined && status !== '' && !/^[45]\d\d$/.test(code) ? status : code;
}

import type { Sample } from '@vigla/domain/samples';
import { createElementReader } from './element-reader.ts';
import { createInterning } from './interning.ts';

/** Reads a vector as its text arrives, one element at a time. */
export interface VectorReader {
  /** Takes the next piece of the answer, cut anywhere. */
  push(text: string): void;
  /** Everything but the elements of the vector: small, and JSON again. */
  envelope(): string;
  /** Elements with a finite value (NaN and ±Inf are left out). Null: one of them was no element of a vector. */
  samples(): readonly Sample[] | null;
}

type Labels = Sample['labels'];
type Intern = (text: string) => string;

/** Around the elements: the answer, its data, the list of results. */
const around = 3;

/**
 * What stays of an answer is the samples, each label value once, and for all the buckets of a histogram one object of labels.
 * Source: the HTTP API of Prometheus, "Instant vectors": `{"status", "data": {"resultType", "result": [{"metric", "value"}]}}`.
 */
export function createVectorReader(): VectorReader {
  const found: Sample[] = [];
  const intern = createInterning();
  const readBucket = createBucketReader(intern);
  let broken = false;
  const take = (text: string): void => {
    const element = readBucket(text) ?? parseElement(text, intern);
    if (element === null) broken = true;
    else if (Number.isFinite(element.value)) found.push(element);
  };
  const elements = createElementReader({ around, take, endOf });
  return {
    push: (text) => elements.push(text),
    envelope: () => elements.envelope(),
    samples: () => (broken || !elements.isWhole() ? null : found),
  };
}

/**
 * An element ends with its value, as Prometheus writes it: a number, a quote, a bracket, a brace. In JSON these four follow each other
 * nowhere else: a quote that stands in a string has a backslash before it, one that opens a string a colon, comma or bracket.
 */
function endOf(text: string, from: number): number | null {
  const end = text.indexOf(']}', from);
  if (end === -1 || text.charCodeAt(end - 1) !== quote) return null;
  const last = text.charCodeAt(end - 2);
  return (last >= zero && last <= nine) || last === infinite || last === noNumber ? end + 2 : null;
}

/** The last signs of what Prometheus writes as values: `1`, `+Inf`, `NaN`. */
const [quote, zero, nine, infinite, noNumber] = [34, 48, 57, 102, 78];

/**
 * Reads an element that is a bucket, as Prometheus writes it. But for the bound, the text of its labels is the same for all buckets
 * of a histogram: they are parsed once for twenty buckets. Elements that follow each other differ in few places, so what stands before
 * the bound, and between the bound and the value, is compared with the last one's before it is looked up. Null: it is no bucket, or
 * written otherwise.
 */
function createBucketReader(intern: Intern): (text: string) => Sample | null {
  const heads = new Map<string, Head>();
  let last: Head = { text: '', tails: new Map() };
  let lastTail: Tail | null = null;

  const headOf = (text: string): Head | null => {
    if (last.text !== '' && hasAt(text, 0, last.text)) return last;
    const end = text.indexOf(boundBegins) + boundBegins.length;
    if (end < boundBegins.length || !text.startsWith(labelsBegin)) return null;
    last = recalled(heads, text.slice(0, end), (own): Head => ({ text: own, tails: new Map() }));
    lastTail = null;
    return last;
  };
  /** `from`: behind the quote that closes the bound. */
  const tailOf = (text: string, from: number, head: Head): Tail | null => {
    if (lastTail && hasAt(text, from, lastTail.text)) return lastTail;
    const end = text.indexOf(valueBegins, from);
    const value = end === -1 ? 0 : text.indexOf('"', end + valueBegins.length) + 1;
    if (value === 0) return null;
    lastTail = recalled(head.tails, text.slice(from, value), (own): Tail | null => {
      const labels = parseLabels(labelsAround(head.text, own.slice(0, end - from)), intern);
      return labels && { text: own, labels };
    });
    return lastTail;
  };
  return (text) => {
    const head = headOf(text);
    if (!head) return null;
    const after = text.indexOf('"', head.text.length) + 1;
    const le = text.slice(head.text.length, after - 1);
    const tail = after === 0 || le.includes('\\') ? null : tailOf(text, after, head);
    if (!tail) return null;
    const value = after + tail.text.length;
    if (text.indexOf('"', value) !== text.length - elementEnds.length) return null;
    return { labels: tail.labels, value: Number(text.slice(value, -elementEnds.length)), le: intern(le) };
  };
}

/** What stands before the bound of a bucket, and what may follow that. */
interface Head {
  readonly text: string;
  /** Null: no labels. */
  readonly tails: Map<string, Tail | null>;
}

/** What stands between the bound and the value, the time among it: that is the same all over an answer. */
interface Tail {
  readonly text: string;
  readonly labels: Labels;
}

/** No text in JSON holds a bare quote: what looks like these is the bound, and the value. */
const [labelsBegin, boundBegins, valueBegins, elementEnds] = ['{"metric":{', '"le":"', '},"value":[', '"]}'];

/** Faster than `startsWith`, by far: that compares sign by sign, this one eight at a time. */
const hasAt = (text: string, from: number, part: string): boolean => text.slice(from, from + part.length) === part;

/** The labels without the bound. One comma goes with it, whichever side it stands on. */
function labelsAround(head: string, tail: string): string {
  const before = head.slice(labelsBegin.length, -boundBegins.length);
  return before === '' ? `{${tail.replace(/^,/, '')}}` : `{${before.slice(0, -1)}${tail}}`;
}

/** What a part of an answer stands for. `made` of a copy: a part would keep all the text around it in memory. */
function recalled<T>(known: Map<string, T>, part: string, made: (own: string) => T): T {
  const ready = known.get(part);
  if (ready !== undefined) return ready;
  const own = Buffer.from(part).toString();
  const value = made(own);
  known.set(own, value);
  return value;
}

function parseElement(text: string, intern: Intern): Sample | null {
  const element = parsed(text);
  if (typeof element !== 'object' || element === null || !('metric' in element) || !('value' in element)) return null;
  const { metric, value } = element;
  if (!isLabels(metric) || !Array.isArray(value) || typeof value[0] !== 'number' || typeof value[1] !== 'string') return null;
  const { le, ...labels } = interned(metric, intern);
  return { labels, value: Number(value[1]), ...(le !== undefined && { le }) };
}

function parseLabels(text: string, intern: Intern): Labels | null {
  const labels = parsed(text);
  return isLabels(labels) ? interned(labels, intern) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

function interned(labels: Labels, intern: Intern): Record<string, string> {
  const own: Record<string, string> = { ...labels };
  for (const name in own) own[name] = intern(own[name] ?? '');
  return own;
}

function isLabels(value: unknown): value is Labels {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((text) => typeof text === 'string')
  );
}

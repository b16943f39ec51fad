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
 * of a histogram: they are parsed once for twenty buckets. Null: it is no bucket, or written otherwise.
 */
function createBucketReader(intern: Intern): (text: string) => Sample | null {
  const histograms = new Map<string, Labels>();
  return (text) => {
    const parts = cutBucket(text);
    const labels = parts && (histograms.get(parts.labels) ?? parseLabels(parts.labels, intern));
    if (!labels) return null;
    histograms.set(parts.labels, labels);
    return { labels, value: Number(parts.value), le: intern(parts.le) };
  };
}

/** No text in JSON holds a bare quote: what looks like these is the bound, and the value. */
function cutBucket(text: string): { readonly labels: string; readonly le: string; readonly value: string } | null {
  const before = text.indexOf(boundBegins);
  const end = before === -1 ? -1 : text.indexOf(valueBegins, before);
  if (end === -1 || !text.startsWith(labelsBegin)) return null;
  const after = text.indexOf('"', before + boundBegins.length) + 1;
  const value = text.indexOf('"', end + valueBegins.length) + 1;
  const le = text.slice(before + boundBegins.length, after - 1);
  if (value === 0 || text.indexOf('"', value) !== text.length - elementEnds.length || le.includes('\\')) return null;
  // One comma goes with the bound, whichever side it stands on.
  const isFirst = before === labelsBegin.length;
  const labels = isFirst
    ? `{${text.slice(after, end + 1).replace(/^,/, '')}`
    : text.slice(labelsBegin.length - 1, before - 1) + text.slice(after, end + 1);
  return { labels, le, value: text.slice(value, -elementEnds.length) };
}

const [labelsBegin, boundBegins, valueBegins, elementEnds] = ['{"metric":{', '"le":"', '},"value":[', '"]}'];

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

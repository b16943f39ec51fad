import type { Sample } from '@vigla/domain/samples';

/** Reads a vector as its text arrives, one element at a time. */
export interface VectorReader {
  /** Takes the next piece of the answer, cut anywhere. */
  push(text: string): void;
  /** Everything but the elements of the vector: small, and JSON again. */
  envelope(): string;
  /** Elements with a finite value (NaN and ±Inf are left out). Null: one of them was no element of a vector. */
  samples(): readonly Sample[] | null;
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [34, 92, 123, 125, 91, 93];
/** Around the elements: the answer, its data, the list of results. */
const around = 3;

/**
 * A mesh of 200,000 series is 100 MB of text. Read whole, it stands in memory three times: as bytes, as text, as objects with a
 * string of their own for each of 17 labels. Read this way, what stays is the samples, and each label value once.
 * Source: the HTTP API of Prometheus, "Instant vectors": `{"status", "data": {"resultType", "result": [{"metric", "value"}]}}`.
 */
export function createVectorReader(): VectorReader {
  const found: Sample[] = [];
  const known = new Map<string, string>();
  let [rest, held] = ['', ''];
  let depth = 0;
  let [inText, escaped, inElement, broken] = [false, false, false, false];

  const intern = (text: string): string => {
    const before = known.get(text);
    if (before !== undefined) return before;
    known.set(text, text);
    return text;
  };

  const take = (text: string): void => {
    const element = parseElement(text);
    if (element === null) broken = true;
    else if (Number.isFinite(element.value)) found.push({ labels: interned(element.labels, intern), value: element.value });
  };

  /** Goes past a character within a text; whether the text goes on. */
  const goesOn = (code: number): boolean => {
    const ends = !escaped && code === quote;
    escaped = !escaped && code === backslash;
    return !ends;
  };

  return {
    push(text) {
      // Where the part begins that is not yet dealt with: the envelope, or the element that is open.
      let from = 0;
      const open = (i: number): void => {
        rest += text.slice(from, i);
        from = i;
        inElement = true;
      };
      const close = (end: number): void => {
        take(held + text.slice(from, end));
        held = '';
        from = end;
        inElement = false;
      };
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (inText) inText = goesOn(code);
        else if (code === quote) inText = true;
        else if (code === openBrace || code === openBracket) {
          if (depth === around && code === openBrace) open(i);
          depth++;
        } else if (code === closeBrace || code === closeBracket) {
          depth--;
          if (inElement && depth === around) close(i + 1);
        }
      }
      if (inElement) held += text.slice(from);
      else rest += text.slice(from);
    },
    envelope: () => rest.replace(/\[[\s,]*\]/, '[]'),
    samples: () => (broken || depth !== 0 ? null : found),
  };
}

function parseElement(text: string): Sample | null {
  let element: unknown;
  try {
    element = JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
  if (typeof element !== 'object' || element === null || !('metric' in element) || !('value' in element)) return null;
  const { metric, value } = element;
  if (!isLabels(metric) || !Array.isArray(value) || typeof value[0] !== 'number' || typeof value[1] !== 'string') return null;
  return { labels: metric, value: Number(value[1]) };
}

function interned(labels: Readonly<Record<string, string>>, intern: (text: string) => string): Readonly<Record<string, string>> {
  const own: Record<string, string> = { ...labels };
  for (const name in own) own[name] = intern(own[name] ?? '');
  return own;
}

function isLabels(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((text) => typeof text === 'string')
  );
}

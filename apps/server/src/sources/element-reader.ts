/** Reads a JSON answer that is one long list, element by element, as its text arrives. */
export interface ElementReader {
  /** Takes the next piece of the answer, cut anywhere. */
  push(text: string): void;
  /** Everything but the elements: small, and JSON again. */
  envelope(): string;
  /** Whether the answer has come to its end. */
  isWhole(): boolean;
}

interface List {
  /** How many braces and brackets are open around an element, the list's own among them. */
  readonly around: number;
  /** Called with the text of each element, a JSON object. */
  readonly take: (element: string) => void;
  /** Where the element ends that begins at `from`, if one glance can tell; else it is read sign by sign. */
  readonly endOf?: (text: string, from: number) => number | null;
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [34, 92, 123, 125, 91, 93];

/**
 * A list of 200,000 elements is 100 MB of text. Read whole, it stands in memory three times: as bytes, as text and as objects.
 * Read this way, only what is made of each element stays.
 */
export function createElementReader({ around, take, endOf = () => null }: List): ElementReader {
  const quotes = createQuotes();
  let [rest, held] = ['', ''];
  let depth = 0;
  let [inElement, inList] = [false, false];

  return {
    push(text) {
      // Where the part begins that is not yet dealt with: the envelope, or the element that is open.
      let from = 0;
      const close = (end: number): void => {
        take(held + text.slice(from, end));
        held = '';
        from = end;
        inElement = false;
      };
      /** Answers where it ends, where that is seen at once: then it is taken already. */
      const open = (i: number): number | null => {
        rest += text.slice(from, i);
        from = i;
        inElement = true;
        const end = endOf(text, i);
        if (end !== null) close(end);
        return end;
      };
      for (let i = quotes.resume(text); i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (code === quote) i = quotes.close(text, i + 1);
        else if (code === openBrace || code === openBracket) {
          const end = depth === around && inList && code === openBrace ? open(i) : null;
          if (end !== null) i = end - 1;
          else if (++depth === around) inList = code === openBracket;
        } else if (code === closeBrace || code === closeBracket) {
          depth--;
          if (inElement && depth === around) close(i + 1);
        }
      }
      if (inElement) held += text.slice(from);
      else rest += text.slice(from);
    },
    envelope: () => rest.replace(/\[[\s,]*\]/, '[]'),
    isWhole: () => depth === 0,
  };
}

/** Jumps over JSON strings, most of what there is to read, from quote to quote. They may be cut anywhere. */
function createQuotes() {
  let inText = false;
  /** Whether a string was cut behind an odd number of backslashes. */
  let escaped = false;

  const close = (text: string, start: number): number => {
    for (let end = text.indexOf('"', start); end !== -1; end = text.indexOf('"', end + 1)) {
      const isEscaped = endsEscaping(text, start, end);
      escaped = false;
      inText = isEscaped;
      if (!isEscaped) return end;
    }
    escaped = endsEscaping(text, start, text.length);
    inText = true;
    return text.length;
  };

  /** Whether the part of a string up to `end` has a backslash at its end that is itself not escaped. */
  function endsEscaping(text: string, start: number, end: number): boolean {
    let first = end;
    while (first > start && text.charCodeAt(first - 1) === backslash) first--;
    return (end - first) % 2 === 1 ? !(escaped && first === start) : escaped && first === start;
  }

  return {
    /** Where the string that begins at `start` closes; the end of the text where it does not. */
    close,
    /** Where to go on in the next piece. */
    resume: (text: string): number => (inText ? close(text, 0) + 1 : 0),
  };
}

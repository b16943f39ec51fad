const unitMs: Readonly<Record<string, number>> = {
  y: 31_536_000_000,
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
};

/** `1h30m` as milliseconds; undefined when the text is no duration. */
export function durationMs(text: string): number | undefined {
  if (!/^(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/.test(text) || text === '') return undefined;
  let sum = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[ywdhms])/g)) sum += Number(count) * (unitMs[unit ?? ''] ?? 0);
  return sum;
}

/** A number as PromQL writes it: decimal, hexadecimal, with a leading zero octal, `Inf`, `NaN`, or a duration in seconds. */
export function numberOf(written: string): number | undefined {
  const sign = written.startsWith('-') ? -1 : 1;
  const text = written.replace(/^[+-]\s*/, '').replaceAll('_', '');
  if (/^inf$/i.test(text)) return sign * Infinity;
  if (/^nan$/i.test(text)) return NaN;
  if (/^0x[0-9a-f]+$/i.test(text)) return sign * Number(text);
  if (/^0[0-7]+$/.test(text)) return sign * Number.parseInt(text, 8);
  if (/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return sign * Number(text);
  const duration = durationMs(text);
  return duration === undefined ? undefined : (sign * duration) / 1_000;
}

const singles: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

const escape = /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0-7]{3})|([^xuU0-7]))|\\|[^\\]+/gsy;

/** The text behind a quoted literal, with Go's escapes; undefined when it is unfinished or has an escape Go does not know. */
export function unquote(literal: string): string | undefined {
  const quote = literal[0] ?? '';
  if (literal.length < 2 || !literal.endsWith(quote)) return undefined;
  const inner = literal.slice(1, -1);
  if (quote === '`') return inner;
  if (inner.includes('\n') || !inner.includes('\\')) return inner.includes('\n') ? undefined : inner;
  const parts = Array.from(inner.matchAll(escape), unescape);
  return parts.includes(undefined) ? undefined : parts.join('');
}

function unescape([all, hex, short, long, octal, single]: RegExpExecArray): string | undefined {
  if (!all.startsWith('\\')) return all;
  const codePoint = hex ?? short ?? long;
  if (codePoint !== undefined) return character(Number.parseInt(codePoint, 16));
  if (octal !== undefined) return character(Number.parseInt(octal, 8));
  return single !== undefined && Object.hasOwn(singles, single) ? singles[single] : undefined;
}

const character = (codePoint: number): string | undefined => (codePoint > 0x10ffff ? undefined : String.fromCodePoint(codePoint));

import { aggregations, signatures } from '../language/signatures.ts';
import type { ValueKind } from '../language/index.ts';
import type { Dice } from './dice.ts';

/** What random queries speak about. */
export interface Vocabulary {
  readonly counters: readonly string[];
  /** Gauges whose values are all different, so that ranking them has one answer. */
  readonly gauges: readonly string[];
  /** Metrics with NaN, infinities and the like. */
  readonly odd: readonly string[];
  /** Histograms, without `_bucket`. */
  readonly histograms: readonly string[];
  /** How far ranges look back, and the moments that `@` names: all within the recorded time. */
  readonly windows: readonly string[];
  readonly moments: readonly string[];
  /** Label names with some of their values. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
}

/** Something to write queries with. */
export interface Writer {
  readonly dice: Dice;
  readonly words: Vocabulary;
}

/** Writes an expression of a kind, at most `depth` constructs deep. */
export const write = (kind: ValueKind, depth: number, writer: Writer): string => writers[kind](depth, writer);

const writers: Readonly<Record<ValueKind, (depth: number, writer: Writer) => string>> = {
  scalar,
  string: (_, writer) => JSON.stringify(label(writer)),
  matrix,
  vector,
};

/** Every construct of the language by name, each able to write itself: no seed can leave one out. */
export const constructs: ReadonlyMap<string, (depth: number, writer: Writer) => string> = new Map([
  ...[...signatures.keys()].map((name) => [`${name}()`, (depth: number, writer: Writer) => call(name, depth, writer)] as const),
  ...[...aggregations.keys()].map((name) => [name, (depth: number, writer: Writer) => aggregation(name, depth, writer)] as const),
  ...['+', '-', '*', '/', '%', '^', 'atan2', '==', '!=', '>', '<', '>=', '<='].map(
    (operator) => [operator, (depth: number, writer: Writer) => binary(operator, depth, writer)] as const,
  ),
  ...['and', 'or', 'unless'].map(
    (operator) => [operator, (depth: number, writer: Writer) => setOperation(operator, depth, writer)] as const,
  ),
  ['selector', (_: number, writer: Writer) => selector(anyMetric(writer), writer) + shift(writer)],
  ['sign', (depth: number, writer: Writer) => `${writer.dice.of(['-', '+'])}${operand(vector(depth - 1, writer), writer)}`],
]);

const names = [...constructs.keys()];

function vector(depth: number, writer: Writer): string {
  const { dice } = writer;
  if (depth <= 0 || dice.chance(0.12)) return selector(anyMetric(writer), writer) + shift(writer);
  const written = constructs.get(dice.of(names))?.(depth, writer) ?? '';
  return isScalarText(written) ? `vector(${written})` : written;
}

/** `pi()`, `time()` and `scalar(...)` are vectors to nobody. */
const isScalarText = (text: string): boolean => /^(pi|time)\(\)$|^scalar\(/.test(text);

function scalar(depth: number, writer: Writer): string {
  const { dice } = writer;
  const literal = dice.of(['0', '0.37', '2', '-3.5', '1000', '1e-3', '0x1F', '.5', 'Inf', '-Inf', 'NaN', '5', '60']);
  if (depth <= 0 || dice.chance(0.6)) return literal;
  const inner = depth - 1;
  return dice.of([
    () => 'time()',
    () => 'pi()',
    () => `scalar(${vector(inner, writer)})`,
    () => `(${scalar(inner, writer)} ${dice.of(['+', '-', '*', '/', '%', '^'])} ${scalar(inner, writer)})`,
    () => `(${scalar(inner, writer)} ${dice.of(['==', '!=', '<', '>='])} bool ${scalar(inner, writer)})`,
    () => `-${literal.replace('-', '')}`,
  ])();
}

function matrix(depth: number, writer: Writer): string {
  const { dice } = writer;
  if (depth > 0 && dice.chance(0.25)) {
    const step = dice.of(['1m', '45s', '2m', '']);
    return `${parenthesised(vector(depth - 1, writer))}[${dice.of(['5m', '9m', '250s'])}:${step}]${shift(writer)}`;
  }
  const window = dice.of(writer.words.windows);
  return `${selector(anyMetric(writer), writer)}${dice.of(['', '', ' '])}[${window}]${shift(writer)}`;
}

function shift({ dice, words }: Writer): string {
  if (dice.chance(0.7)) return '';
  const at = ` @ ${dice.of(['start()', 'end()', ...words.moments])}`;
  const offset = dice.of([' offset 3m', ' offset -90s', ' offset 1m15s', ' offset 7m']);
  return dice.of([offset, offset, at, at + offset, offset + at]);
}

const anyMetric = ({ dice, words }: Writer): string =>
  dice.of([dice.of(words.counters), dice.of(words.counters), dice.of(words.gauges), dice.of(words.gauges), dice.of(words.odd)]);

function selector(metric: string, writer: Writer): string {
  const { dice } = writer;
  const matchers = dice.chance(0.5) ? [] : [matcher(writer), ...(dice.chance(0.3) ? [matcher(writer)] : [])];
  const named = dice.chance(0.04) ? [`__name__=${dice.of(['', '~'])}"${metric}"`, ...matchers] : matchers;
  const inner = named.length === 0 ? dice.of(['', '', '{}']) : `{${named.join(dice.of([',', ', ']))}${dice.of(['', ','])}}`;
  return named.length > matchers.length ? inner : metric + inner;
}

function matcher(writer: Writer): string {
  const { dice, words } = writer;
  const name = label(writer);
  const values = words.labels[name] ?? ['x'];
  const value = dice.of(values);
  const pattern = dice.of([
    value,
    `${value}|${dice.of(values)}`,
    `${value.slice(0, 3)}.*`,
    '.+',
    '.*',
    `(?i)${value.toUpperCase()}`,
    '[a-z0-9-]+',
    '',
  ]);
  const [operator, text] = dice.of([
    ['=', value],
    ['!=', value],
    ['=~', pattern],
    ['!~', pattern],
    ['=', ''],
    ['!=', ''],
  ]);
  return `${name}${operator}${JSON.stringify(text)}`;
}

const label = ({ dice, words }: Writer): string => dice.of([...Object.keys(words.labels), 'missing']);

const parenthesised = (text: string): string => (/^[a-z_]+(\(.*\))?$/.test(text) && !text.includes(' ') ? text : `(${text})`);

function call(name: string, depth: number, writer: Writer): string {
  const { dice, words } = writer;
  const inner = depth - 1;
  const special: Readonly<Record<string, () => string>> = {
    histogram_quantile: () => `histogram_quantile(${scalar(0, writer)}, ${buckets(inner, writer)})`,
    label_join: () => `label_join(${vector(inner, writer)}, ${dice.of(['"joined"', write('string', 0, writer)])}, "-"${joined(writer)})`,
    label_replace: () =>
      `label_replace(${vector(inner, writer)}, ${dice.of(['"copy"', write('string', 0, writer)])}, ${dice.of(['"$1"', '"x$2-${1}"', '""', '"fixed"'])}, ${write('string', 0, writer)}, ${dice.of(['"(.*)-(.*)"', '"(.*)"', '"(a|s).+"', '""'])})`,
    // The second version forgets the offset of a fixed moment here.
    timestamp: () =>
      `timestamp(${dice.of([selector(anyMetric(writer), writer) + shift(writer), vector(inner, writer)]).replaceAll(/ @ \S+(?= offset)|(?<= offset \S+) @ [^\s)]+/g, '')})`,
    sort: () => `sort(${dice.of(words.gauges)})`,
    sort_desc: () => `sort_desc(${dice.of(words.gauges)})`,
    round: () => `round(${selector(anyMetric(writer), writer)}, ${dice.of(['0.25', '5', '100', '0'])})`,
  };
  if (Object.hasOwn(special, name)) return special[name]?.() ?? '';
  if (steps.has(name)) return `${name}(${selector(anyMetric(writer), writer) + shift(writer)})`;
  // The second version moves a fixed window along when the scalar beside it changes from step to step.
  if (name === 'predict_linear') return `predict_linear(${matrix(inner, writer).replaceAll(/ @ \S+/g, '')}, ${scalar(inner, writer)})`;
  if (name === 'quantile_over_time') return `quantile_over_time(${scalar(0, writer)}, ${matrix(inner, writer)})`;
  // The date of what is no moment, such as infinity, is whatever the processor makes of it.
  if (isDate(name))
    return `${name}(${dice.of(['', `timestamp(${selector(anyMetric(writer), writer)})`, `${selector(dice.of(words.gauges), writer)} % 1e5 * 1e7`])})`;
  const known = signatures.get(name);
  if (!known) throw new Error(`There is no function ${name}.`);
  const takes = known.optional > 0 && dice.chance(0.4) ? known.takes.slice(0, -known.optional) : known.takes;
  return `${name}(${takes.map((kind) => write(kind, inner, writer)).join(', ')})`;
}

/** Functions with steps or turns: they make much of the last digit, so they are asked about what is exact. */
const steps: ReadonlySet<string> = new Set(['ceil', 'floor', 'sgn', 'sin', 'cos', 'tan']);

const isDate = (name: string): boolean => /^(day_of_|days_in_|hour$|minute$|month$|year$)/.test(name);

const joined = (writer: Writer): string =>
  Array.from({ length: Math.floor(writer.dice.roll() * 4) }, () => `, ${write('string', 0, writer)}`).join('');

function buckets(depth: number, writer: Writer): string {
  const { dice, words } = writer;
  const metric = `${dice.of(words.histograms)}_bucket`;
  const rate = `rate(${selector(metric, writer)}[${dice.of(['2m', '6m'])}])`;
  if (depth <= 0) return rate;
  return dice.of([rate, metric, `sum by (le, ${label(writer)}) (${rate})`, `sum by (le) (${rate})`, `avg without (reporter) (${rate})`]);
}

function aggregation(operator: string, depth: number, writer: Writer): string {
  const { dice, words } = writer;
  const parameter = aggregations.get(operator);
  // Which of equals comes first in a ranking is nobody's promise, and neither is the last digit that count_values writes.
  const ranks = operator === 'topk' || operator === 'bottomk';
  const exact = ranks || operator === 'count_values';
  const of = exact ? selector(dice.of(words.gauges), writer) + shift(writer) : vector(depth - 1, writer);
  const first = ranks ? dice.of(['0', '1', '3', '-1', '100', 'NaN']) : parameter === 'string' ? '"value"' : scalar(0, writer);
  const body = `(${parameter ? `${first}, ` : ''}${of})`;
  if (dice.chance(0.3)) return operator + body;
  const labels = Array.from({ length: Math.floor(dice.roll() * 3) }, () => label(writer)).join(', ');
  const modifier = `${dice.of(['by', 'by', 'without'])} (${labels})`;
  return dice.chance(0.5) ? `${operator} ${modifier} ${body}` : `${operator}${body} ${modifier}`;
}

function binary(operator: string, depth: number, writer: Writer): string {
  const { dice } = writer;
  const compares = /[=<>]/.test(operator);
  const written = compares && dice.chance(0.4) ? `${operator} bool` : operator;
  // A remainder makes much of the last digit too.
  const inner = operator === '%' ? 0 : depth - 1;
  const left = operand(vector(inner, writer), writer);
  const side = dice.roll();
  if (side < 0.3) return `${left} ${written} ${scalar(depth - 1, writer)}`;
  if (side < 0.45) return `${scalar(depth - 1, writer)} ${written} ${left}`;
  const right = dice.chance(0.4) ? left : operand(vector(inner, writer), writer);
  return `${left} ${written}${matching(writer)} ${right}`;
}

/** Mostly in parentheses; else the language's own precedence decides. */
const operand = (text: string, { dice }: Writer): string => (dice.chance(0.75) ? `(${text})` : text);

function matching(writer: Writer): string {
  const { dice } = writer;
  if (dice.chance(0.3)) return '';
  const clause = ` ${dice.of(['on', 'ignoring'])} (${dice.of(['', label(writer), `${label(writer)}, ${label(writer)}`])})`;
  const group = dice.of(['', '', ' group_left', ' group_right', ` group_left (${label(writer)})`, ` group_right (${label(writer)})`]);
  return clause + group;
}

function setOperation(operator: string, depth: number, writer: Writer): string {
  const { dice } = writer;
  const left = vector(depth - 1, writer);
  const right = dice.chance(0.4) ? left : vector(depth - 1, writer);
  const clause = dice.of(['', ` on (${label(writer)})`, ` ignoring (${label(writer)})`, ` on (${label(writer)}, ${label(writer)})`]);
  return `(${left}) ${operator}${clause} (${right})`;
}

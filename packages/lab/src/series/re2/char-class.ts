/** A set of characters, asked one code point at a time. */
export type CharClass = (codePoint: number) => boolean;

/** One closed range of code points. */
export type CharRange = readonly [from: number, to: number];

/** The set of the given ranges; with `fold`, upper and lower case are one character. */
export function charClass(ranges: readonly CharRange[], fold: boolean): CharClass {
  const inRanges: CharClass = (codePoint) => ranges.some(([from, to]) => codePoint >= from && codePoint <= to);
  if (!fold) return inRanges;
  return (codePoint) => {
    const character = String.fromCodePoint(codePoint);
    return inRanges(codePoint) || inRanges(soleCodePoint(character.toLowerCase())) || inRanges(soleCodePoint(character.toUpperCase()));
  };
}

export const not =
  (inner: CharClass): CharClass =>
  (codePoint) =>
    !inner(codePoint);

export const anyOf =
  (classes: readonly CharClass[]): CharClass =>
  (codePoint) =>
    classes.some((has) => has(codePoint));

const between = (text: string): readonly CharRange[] =>
  text.split(' ').map((range) => [range.codePointAt(0) ?? 0, range.codePointAt(range.length - 1) ?? 0] as const);

const digit = between('09');
const word = between('09 AZ __ az');
/** RE2's `\s` lacks the vertical tab. */
const space: readonly CharRange[] = [
  [9, 10],
  [12, 13],
  [32, 32],
];

/** `\d`, `\w`, `\s`: ASCII only, as in RE2. Their capitals are the opposite. */
const perl: Readonly<Record<string, readonly CharRange[]>> = { d: digit, w: word, s: space };

/** The class behind `\d` and its like, or undefined when the letter names none. */
export function perlClass(letter: string, fold: boolean): CharClass | undefined {
  const ranges = Object.hasOwn(perl, letter.toLowerCase()) ? perl[letter.toLowerCase()] : undefined;
  if (!ranges) return undefined;
  const positive = charClass(ranges, fold);
  return letter === letter.toLowerCase() ? positive : not(positive);
}

const posix: Readonly<Record<string, readonly CharRange[]>> = {
  alnum: between('09 AZ az'),
  alpha: between('AZ az'),
  ascii: [[0, 127]],
  blank: [
    [9, 9],
    [32, 32],
  ],
  cntrl: [
    [0, 31],
    [127, 127],
  ],
  digit,
  graph: between('!~'),
  lower: between('az'),
  print: [[32, 126]],
  punct: between('!/ :@ [` {~'),
  space: [
    [9, 13],
    [32, 32],
  ],
  upper: between('AZ'),
  word,
  xdigit: between('09 AF af'),
};

/** The class behind `[:name:]` or `[:^name:]`, or undefined when there is none of that name. */
export function posixClass(name: string, fold: boolean): CharClass | undefined {
  const negated = name.startsWith('^');
  const key = negated ? name.slice(1) : name;
  if (!Object.hasOwn(posix, key)) return undefined;
  const positive = charClass(posix[key] ?? [], fold);
  return negated ? not(positive) : positive;
}

/** The class behind `\p{Greek}` or `\pL`, or undefined when Unicode has no such category or script. */
export function unicodeClass(name: string, negated: boolean): CharClass | undefined {
  const bare = name.startsWith('^') ? name.slice(1) : name;
  const opposite = negated !== name.startsWith('^');
  if (bare === 'Any') return () => !opposite;
  const tester = [`\\p{gc=${bare}}`, `\\p{sc=${bare}}`].map(unicodeTester).find((found) => found !== undefined);
  return tester && ((codePoint) => tester.test(String.fromCodePoint(codePoint)) !== opposite);
}

/** The browser's own Unicode tables; a single character class cannot backtrack. */
function unicodeTester(source: string): RegExp | undefined {
  if (!/^\\p\{(gc|sc)=[A-Za-z_]+\}$/.test(source)) return undefined;
  try {
    return new RegExp(`^${source}$`, 'u');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A case mapping may be several characters (ß becomes SS); RE2 folds only one to one. */
function soleCodePoint(text: string): number {
  const codePoint = text.codePointAt(0) ?? -1;
  return text.length === (codePoint > 0xffff ? 2 : 1) ? codePoint : -1;
}

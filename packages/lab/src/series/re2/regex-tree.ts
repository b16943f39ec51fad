import type { CharClass } from './char-class.ts';

/** Places without a width. `begin` and `end` are of the text; the others of a line or a word. */
export type Place = 'begin' | 'end' | 'line-begin' | 'line-end' | 'word-edge' | 'word-inside';

/** What a pattern means, after its syntax is gone. */
export type Regex =
  | { readonly kind: 'literal'; readonly codePoint: number }
  | { readonly kind: 'class'; readonly has: CharClass }
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'sequence'; readonly parts: readonly Regex[] }
  | { readonly kind: 'choice'; readonly parts: readonly Regex[] }
  | { readonly kind: 'capture'; readonly index: number; readonly part: Regex }
  | { readonly kind: 'repeat'; readonly part: Regex; readonly min: number; readonly max: number; readonly greedy: boolean };

/** The texts a pattern stands for when it is a plain word or a choice of words, as most matchers are; otherwise undefined. */
export function wordsOf(regex: Regex): readonly string[] | undefined {
  switch (regex.kind) {
    case 'literal':
      return [String.fromCodePoint(regex.codePoint)];
    case 'capture':
      return wordsOf(regex.part);
    case 'choice': {
      const words = regex.parts.map(wordsOf);
      return words.every((found) => found !== undefined) ? words.flat() : undefined;
    }
    case 'sequence': {
      let built: readonly string[] = [''];
      for (const part of regex.parts) {
        const tails = wordsOf(part);
        if (!tails || built.length * tails.length > 1_000) return undefined;
        built = built.flatMap((head) => tails.map((tail) => head + tail));
      }
      return built;
    }
    default:
      return undefined;
  }
}

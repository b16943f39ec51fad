import { parseRegex } from './parse-regex.ts';
import { programOf } from './program.ts';
import { wordsOf } from './regex-tree.ts';
import { runWhole } from './run.ts';

/** A fully anchored RE2 expression that matches in linear time. */
export interface AnchoredRegex {
  readonly test: (text: string) => boolean;
  /** Fills a template's `$1`, `${name}` and `$$` from the match of `text`; undefined when it does not match. */
  readonly expand: (text: string, template: string) => string | undefined;
}

const mostRemembered = 10_000;

/**
 * Compiles an expression the way Prometheus does: anchored at both ends; `dotAll` as in its third major version.
 * Fails: RegexFailure for anything RE2 refuses.
 */
export function anchoredRegex(pattern: string, dotAll = true): AnchoredRegex {
  const { regex, names } = parseRegex(pattern, dotAll);
  const steps = programOf(regex);
  const words = wordsOf(regex);
  const wordSet = words && new Set(words);
  return {
    test: wordSet ? (text) => wordSet.has(text) : remembered((text) => runWhole(steps, text, 0) !== undefined),
    expand(text, template) {
      const captures = runWhole(steps, text, names.length * 2);
      if (!captures) return undefined;
      return template.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (all, bare?: string, braced?: string) => {
        if (all === '$$') return '$';
        const name = bare ?? braced ?? '';
        const index = /^\d+$/.test(name) ? Number(name) : names.indexOf(name);
        if (index === 0) return text;
        const from = captures[index * 2] ?? -1;
        return from < 0 ? '' : text.slice(from, captures[index * 2 + 1]);
      });
    },
  };
}

/** Label values repeat over thousands of series, so an answer is worth keeping. */
function remembered(test: (text: string) => boolean): (text: string) => boolean {
  const answers = new Map<string, boolean>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    if (answers.size >= mostRemembered) answers.clear();
    const answer = test(text);
    answers.set(text, answer);
    return answer;
  };
}

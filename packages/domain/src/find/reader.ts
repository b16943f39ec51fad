import type { Token } from './lexer.ts';
import { operandWords } from './operands.ts';
import { type FindProblem, type FindProblemKind, nearestWord } from './problem.ts';

/** Walks over the tokens of an expression, and remembers the first thing that is wrong. */
export class Reader {
  readonly #tokens: readonly Token[];
  readonly #end: number;
  #index = 0;
  #problem: FindProblem | null = null;

  constructor(tokens: readonly Token[], end: number) {
    this.#tokens = tokens;
    this.#end = end;
  }

  get problem(): FindProblem | null {
    return this.#problem;
  }

  get next(): Token | null {
    return this.#tokens[this.#index] ?? null;
  }

  get after(): Token | null {
    return this.#tokens[this.#index + 1] ?? null;
  }

  get isAtEnd(): boolean {
    return this.next === null;
  }

  take(): Token | null {
    const token = this.next;
    if (token) this.#index++;
    return token;
  }

  /** Takes the next token if it is of a kind. */
  takes(kind: Token['kind']): boolean {
    if (this.next?.kind !== kind) return false;
    this.#index++;
    return true;
  }

  /** What is wrong with the next token, or with the end. */
  refusal(kind: FindProblemKind, expected: readonly string[] = []): FindProblem {
    const token = this.next;
    if (!token) return { kind, at: this.#end, length: 0, word: '', expected, nearest: null };
    return { kind, at: token.at, length: token.length, word: token.text, expected, nearest: nearestWord(token.text, expected) };
  }

  /** Refuses the next token. Only the first refusal is kept. */
  refuse(kind: FindProblemKind, expected: readonly string[] = []): null {
    this.#problem ??= this.refusal(kind, expected);
    return null;
  }

  /** Refuses a token that was read before. */
  refuseAt(kind: FindProblemKind, { at, length, text }: Token, expected: readonly string[] = []): null {
    this.#problem ??= { kind, at, length, word: text, expected, nearest: nearestWord(text, expected) };
    return null;
  }

  /** Refuses a word that nobody knows. */
  unknown({ at, length, text }: Token): null {
    this.#problem ??= { kind: 'operand_unknown', at, length, word: text, expected: [], nearest: nearestWord(text, operandWords) };
    return null;
  }
}

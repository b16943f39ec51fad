import { isTree } from './read.ts';
import { fullMatch } from './regex.ts';

/** Whether a value fits; undefined is a value that is not there. */
export type Check = (value: string | undefined) => boolean;

/** How the text of a path is compared. */
export interface Comparison {
  readonly ignoreCase?: boolean;
  /** A prefix ends where a segment of the path does: `/foo` fits `/foo/bar` and not `/foobar`. */
  readonly bySegment?: boolean;
}

/** A StringMatch. An empty one asks only that the value is there. Shape: the check, or why it cannot be followed. */
export function compileString(value: unknown, { ignoreCase = false, bySegment = false }: Comparison = {}): Check | string {
  if (!isTree(value)) return 'is not a string match';
  const fold = (written: string): string => (ignoreCase ? written.toLowerCase() : written);
  const { exact, prefix, regex } = value;
  if (typeof exact === 'string') return (given) => given !== undefined && fold(given) === fold(exact);
  if (typeof prefix === 'string')
    return bySegment ? segments(prefix) : (given) => given !== undefined && fold(given).startsWith(fold(prefix));
  if (typeof regex === 'string') {
    // Source: Istio reference, HTTPMatchRequest.ignoreUriCase: exact and prefix matches alone.
    const pattern = fullMatch(regex);
    return pattern ? (given) => given !== undefined && pattern.test(given) : 'has a regular expression that cannot be followed safely';
  }
  return Object.keys(value).length === 0 ? (given) => given !== undefined : 'is not a string match';
}

function segments(prefix: string): Check {
  const bare = prefix.replace(/\/+$/, '');
  return (given) => given !== undefined && (given === bare || given.startsWith(`${bare}/`));
}

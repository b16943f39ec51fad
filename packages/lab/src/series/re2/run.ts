import type { Step } from './program.ts';
import type { Place } from './regex-tree.ts';

/** Positions of captures, start and end in turn; -1 where a group took no part. */
export type Captures = readonly number[];

interface Walk {
  readonly steps: readonly Step[];
  /** For each step, the round in which it was last entered: a step runs once per character, so time is linear. */
  readonly entered: Int32Array;
  readonly before: number;
  readonly after: number;
  readonly position: number;
  readonly round: number;
}

interface Threads {
  readonly at: number[];
  readonly captures: Captures[];
}

/**
 * Walks all ways through the steps at once, one character at a time, and returns the captures of the preferred way
 * that consumes the whole text. Total: time is bounded by text times steps, whatever the pattern.
 */
export function runWhole(steps: readonly Step[], text: string, slots: number): Captures | undefined {
  const characters = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const entered = new Int32Array(steps.length).fill(-1);
  let position = 0;
  const walk = (round: number): Walk => ({
    steps,
    entered,
    before: characters[round - 1] ?? -1,
    after: characters[round] ?? -1,
    position,
    round,
  });
  let threads: Threads = { at: [], captures: [] };
  enter(
    0,
    Array.from({ length: slots }, () => -1),
    walk(0),
    threads,
  );
  for (let i = 0; i < characters.length && threads.at.length > 0; i++) {
    const character = characters[i] ?? 0;
    position += character > 0xffff ? 2 : 1;
    const next: Threads = { at: [], captures: [] };
    const now = walk(i + 1);
    threads.at.forEach((at, thread) => {
      const step = steps[at];
      const moves = step?.do === 'literal' ? step.codePoint === character : step?.do === 'class' && step.has(character);
      if (moves) enter(at + 1, threads.captures[thread] ?? [], now, next);
    });
    threads = next;
  }
  const winner = threads.at.findIndex((at) => steps[at]?.do === 'match');
  return winner < 0 ? undefined : threads.captures[winner];
}

/** Follows everything that consumes nothing, preferred ways first. Own stack: a long choice must not overflow ours. */
function enter(start: number, captures: Captures, walk: Walk, threads: Threads): void {
  const stack: { readonly at: number; readonly captures: Captures }[] = [{ at: start, captures }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    if (walk.entered[top.at] === walk.round) continue;
    walk.entered[top.at] = walk.round;
    const step = walk.steps[top.at];
    if (step?.do === 'jump') stack.push({ at: step.to, captures: top.captures });
    else if (step?.do === 'split') stack.push({ at: step.second, captures: top.captures }, { at: step.first, captures: top.captures });
    else if (step?.do === 'save') stack.push({ at: top.at + 1, captures: saved(top.captures, step.slot, walk.position) });
    else if (step?.do === 'place') {
      if (holds(step.place, walk)) stack.push({ at: top.at + 1, captures: top.captures });
    } else {
      threads.at.push(top.at);
      threads.captures.push(top.captures);
    }
  }
}

/** With no slots nobody asked for captures and nothing is copied. */
const saved = (captures: Captures, slot: number, position: number): Captures =>
  captures.length === 0 ? captures : captures.with(slot, position);

const holds = (place: Place, { before, after }: Walk): boolean => placeTests[place](before, after);

const placeTests: Readonly<Record<Place, (before: number, after: number) => boolean>> = {
  begin: (before) => before === -1,
  end: (_, after) => after === -1,
  'line-begin': (before) => before === -1 || before === 10,
  'line-end': (_, after) => after === -1 || after === 10,
  'word-edge': (before, after) => isWord(before) !== isWord(after),
  'word-inside': (before, after) => isWord(before) === isWord(after),
};

const isWord = (codePoint: number): boolean =>
  (codePoint >= 48 && codePoint <= 57) || (codePoint >= 65 && codePoint <= 90) || codePoint === 95 || (codePoint >= 97 && codePoint <= 122);

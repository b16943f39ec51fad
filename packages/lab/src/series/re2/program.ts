import type { CharClass } from './char-class.ts';
import { RegexFailure } from './regex-failure.ts';
import type { Place, Regex } from './regex-tree.ts';

/** One step of a pattern laid out flat: consume a character, split in two (first is preferred), remember a position, or be done. */
export type Step =
  | { readonly do: 'literal'; readonly codePoint: number }
  | { readonly do: 'class'; readonly has: CharClass }
  | { readonly do: 'place'; readonly place: Place }
  | { readonly do: 'split'; first: number; second: number }
  | { readonly do: 'jump'; to: number }
  | { readonly do: 'save'; readonly slot: number }
  | { readonly do: 'match' };

const longest = 20_000;

/** Lays a pattern out as steps that can be walked in lockstep, which is what keeps matching linear. Fails: RegexFailure when it grows too large. */
export function programOf(regex: Regex): readonly Step[] {
  const steps: Step[] = [];
  lay(regex, steps);
  steps.push({ do: 'match' });
  return steps;
}

function lay(regex: Regex, steps: Step[]): void {
  if (steps.length > longest) throw new RegexFailure('expression too large');
  switch (regex.kind) {
    case 'literal':
      steps.push({ do: 'literal', codePoint: regex.codePoint });
      return;
    case 'class':
      steps.push({ do: 'class', has: regex.has });
      return;
    case 'place':
      steps.push({ do: 'place', place: regex.place });
      return;
    case 'sequence':
      for (const part of regex.parts) lay(part, steps);
      return;
    case 'choice':
      layChoice(regex.parts, steps);
      return;
    case 'capture':
      steps.push({ do: 'save', slot: regex.index * 2 });
      lay(regex.part, steps);
      steps.push({ do: 'save', slot: regex.index * 2 + 1 });
      return;
    case 'repeat':
      for (let i = 0; i < regex.min; i++) lay(regex.part, steps);
      if (regex.max === Infinity) layLoop(regex.part, regex.greedy, steps);
      else layOptional(regex.part, regex.max - regex.min, regex.greedy, steps);
  }
}

function layChoice(parts: readonly Regex[], steps: Step[]): void {
  const ends: { to: number }[] = [];
  parts.forEach((part, i) => {
    if (i === parts.length - 1) return lay(part, steps);
    const split = { do: 'split' as const, first: steps.length + 1, second: 0 };
    steps.push(split);
    lay(part, steps);
    const jump = { do: 'jump' as const, to: 0 };
    steps.push(jump);
    ends.push(jump);
    split.second = steps.length;
  });
  for (const jump of ends) jump.to = steps.length;
}

function layLoop(part: Regex, greedy: boolean, steps: Step[]): void {
  const start = steps.length;
  const split = { do: 'split' as const, first: 0, second: 0 };
  steps.push(split);
  lay(part, steps);
  steps.push({ do: 'jump', to: start });
  aim(split, start + 1, steps.length, greedy);
}

function layOptional(part: Regex, times: number, greedy: boolean, steps: Step[]): void {
  const splits: { at: number; split: { do: 'split'; first: number; second: number } }[] = [];
  for (let i = 0; i < times; i++) {
    const split = { do: 'split' as const, first: 0, second: 0 };
    splits.push({ at: steps.length, split });
    steps.push(split);
    lay(part, steps);
  }
  for (const { at, split } of splits) aim(split, at + 1, steps.length, greedy);
}

function aim(split: { first: number; second: number }, inside: number, after: number, greedy: boolean): void {
  split.first = greedy ? inside : after;
  split.second = greedy ? after : inside;
}

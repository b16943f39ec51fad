import type { TrafficShiftProblem } from '@vigla/domain/wizards';
import type { Words } from '../words/index.ts';

/** Puts into words why a draft cannot be written. */
export function shiftProblemText(problem: TrafficShiftProblem, t: Words): string {
  const { kind, ...facts } = problem;
  return t(`wizards.problem.${kind}`, facts);
}

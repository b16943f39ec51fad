import type { TrafficShiftProblem } from '@vigla/domain/wizards';
import { Button } from '@patternfly/react-core';
import { Sign } from '../signs/index.ts';
import { useWords } from '../words/index.ts';
import { balance, type Weight } from './balance.ts';
import { shiftProblemText } from './shift-problem-text.ts';

export interface ProblemListProps {
  readonly problems: readonly TrafficShiftProblem[];
  readonly weights: readonly Weight[];
  readonly onChange: (weights: readonly Weight[]) => void;
}

/** Why the draft is no change yet, each with the way out where there is a plain one. */
export function ProblemList({ problems, weights, onChange }: ProblemListProps) {
  const t = useWords();
  const last = weights.at(-1);
  return (
    <ul className="vigla-findings" aria-live="polite">
      {problems.map((problem) => (
        <li key={JSON.stringify(problem)} className="vigla-findings__finding">
          <Sign kind="failing" />
          <span>
            {shiftProblemText(problem, t)}{' '}
            {problem.kind === 'weights_total' && last && weights.length > 1 && (
              <Button variant="link" isInline onClick={() => onChange(balance(weights, last.version, last.percent))}>
                {t('wizards.shift.fit')}
              </Button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

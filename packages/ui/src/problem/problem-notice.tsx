import { Button } from '@patternfly/react-core';
import type { ProblemError } from '../data/index.ts';
import { Sign } from '../signs/index.ts';
import { useWords } from '../words/index.ts';
import { ForbiddenNotice } from './forbidden-notice.tsx';
import { Notice } from './notice.tsx';
import { problemSentence } from './problem-sentence.ts';

export interface ProblemNoticeProps {
  readonly error: ProblemError;
  readonly onRetry?: (() => void) | undefined;
}

/** Takes the place of a view that could not be read: what happened, why, what is not affected, one way on. */
export function ProblemNotice({ error, onRetry }: ProblemNoticeProps) {
  const t = useWords();
  if (error.code === 'forbidden') return <ForbiddenNotice missing={error.problem?.missing ?? null} detail={error.message} />;
  const { title, text } = problemSentence(error, t);
  const reference = error.problem?.reference;
  return (
    <Notice
      failed
      sign={<Sign kind="failing" />}
      title={title}
      reference={reference && t('problem.reference', { reference })}
      actions={
        onRetry && (
          <Button variant="secondary" onClick={onRetry}>
            {t('problem.try_again')}
          </Button>
        )
      }
    >
      {text}
    </Notice>
  );
}

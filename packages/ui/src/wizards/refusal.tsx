import { Alert } from '@patternfly/react-core';
import { problemSentence } from '../problem/index.ts';
import { useWords } from '../words/index.ts';
import type { Application } from './use-application.ts';

export interface RefusalProps {
  readonly refusal: NonNullable<Application['refusal']>;
}

/** Why the cluster did not take it, in the cluster's words and ours, and what is written now. */
export function Refusal({ refusal: { during, error } }: RefusalProps) {
  const t = useWords();
  const { title, text } = problemSentence(error, t);
  const missing = error.problem?.missing;
  const reference = error.problem?.reference;
  return (
    <Alert isInline variant="danger" role="alert" title={title}>
      <p>{text}</p>
      {missing && (
        <p>
          {t('problem.read_only.missing', {
            missing: `${missing.verb} ${missing.resource} (${missing.namespace ?? t('problem.forbidden.cluster')})`,
          })}
        </p>
      )}
      {during === 'dry_run' && <p>{t('wizards.dry_run.nothing_written')}</p>}
      {error.code === 'conflict' && <p>{t('wizards.refusal.conflict')}</p>}
      {reference && <p className="vigla-notice__reference">{t('problem.reference', { reference })}</p>}
    </Alert>
  );
}

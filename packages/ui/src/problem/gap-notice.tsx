import './notice.css';
import type { Gap } from '@vigla/contract/problem';
import { Button } from '@patternfly/react-core';
import { Sign } from '../signs/index.ts';
import { useWords } from '../words/index.ts';

export interface GapNoticeProps {
  readonly gap: Gap;
  readonly onRetry?: (() => void) | undefined;
}

/** Stands where a part of an answer is missing and names it; the rest of the view goes on. */
export function GapNotice({ gap, onRetry }: GapNoticeProps) {
  const t = useWords();
  return (
    <div className="vigla-gap" role="status">
      <Sign kind="unknown" />
      <span>{t(`problem.gap.${gap.lacks}`, { detail: gap.detail })}</span>
      {onRetry && (
        <Button variant="link" isInline onClick={onRetry}>
          {t('problem.try_again')}
        </Button>
      )}
    </div>
  );
}

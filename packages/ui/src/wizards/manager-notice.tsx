import { Alert } from '@patternfly/react-core';
import { useWords } from '../words/index.ts';

export interface ManagerNoticeProps {
  /** Field managers that look like GitOps. */
  readonly managers: readonly string[];
}

/** Warns that somebody else writes these objects and would write them back. */
export function ManagerNotice({ managers }: ManagerNoticeProps) {
  const t = useWords();
  if (managers.length === 0) return null;
  const names = managers.join(', ');
  return (
    <Alert isInline variant="warning" title={t('wizards.managers.title', { names })}>
      {t('wizards.managers.text', { names })}
    </Alert>
  );
}

import type { Right } from '@vigla/contract/problem';
import { Button } from '@patternfly/react-core';
import { LockIcon } from '@patternfly/react-icons';
import { type ReactNode, useState } from 'react';
import { useWords } from '../words/index.ts';
import { Notice } from './notice.tsx';

export interface ForbiddenNoticeProps {
  readonly missing: Right | null;
  readonly detail: string;
  /** Which namespaces are not visible, where `missing` does not name the one. */
  readonly namespaces?: readonly string[];
  /** Where one can go on from here, after the request for access. */
  readonly wayOn?: ReactNode;
}

/** Takes the place of what the caller may not see, and names the right that lacks. */
export function ForbiddenNotice({ missing, detail, namespaces = [], wayOn }: ForbiddenNoticeProps) {
  const t = useWords();
  const [copied, setCopied] = useState(false);
  const namespace = missing?.namespace ?? null;
  const hidden = namespace ? [namespace] : namespaces;
  const copy = async (right: Right) => {
    const group = right.group || t('problem.forbidden.core');
    const text = t('problem.forbidden.request', { ...right, group, namespace: namespace ?? t('problem.forbidden.cluster') });
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <Notice
      sign={<LockIcon />}
      title={
        hidden.length > 0
          ? t('problem.forbidden.namespace', { namespaces: hidden.join(', '), count: hidden.length })
          : t('problem.forbidden.title')
      }
      actions={
        (missing || wayOn) && (
          <>
            {missing && (
              <Button variant="secondary" onClick={() => void copy(missing)}>
                {t(copied ? 'problem.forbidden.copied' : 'problem.forbidden.copy')}
              </Button>
            )}
            {wayOn}
          </>
        )
      }
    >
      {missing
        ? t(namespace ? 'problem.forbidden.missing' : 'problem.forbidden.missing_everywhere', { ...missing, namespace: namespace ?? '' })
        : detail}
    </Notice>
  );
}

import { Button } from '@patternfly/react-core';
import { LinkIcon } from '@patternfly/react-icons';
import { useState } from 'react';
import { useWords } from '../../words/index.ts';

/** Copies a link to this instant. */
export function CopyLink({ onCopy }: { readonly onCopy: () => Promise<void> }) {
  const t = useWords();
  const [copied, setCopied] = useState<'not' | 'copied' | 'refused'>('not');
  const copy = () =>
    onCopy().then(
      () => setCopied('copied'),
      () => setCopied('refused'),
    );
  return (
    <>
      <Button
        variant="plain"
        icon={<LinkIcon />}
        aria-label={t('graph.copyLink')}
        title={t('graph.copyLink.what')}
        onClick={() => void copy()}
      />
      <span role="status" className="vigla-graph-find__hint">
        {copied === 'not' ? '' : t(copied === 'copied' ? 'graph.copyLink.copied' : 'graph.copyLink.refused')}
      </span>
    </>
  );
}

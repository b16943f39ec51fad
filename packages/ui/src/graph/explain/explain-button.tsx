import { Button } from '@patternfly/react-core';
import { useWords } from '../../words/index.ts';
import { useExplain } from './use-explain.ts';

/** Leads from an element to its explanation. */
export function ExplainButton({ element }: { readonly element: string }) {
  const t = useWords();
  const explain = useExplain();
  return (
    explain && (
      <Button variant="primary" size="sm" title={t('explain.open.key')} onClick={() => explain(element)}>
        {t('explain.open')}
      </Button>
    )
  );
}

/** Stands at an empty place and leads to why it is empty. */
export function WhyButton({ element }: { readonly element: string }) {
  const t = useWords();
  const explain = useExplain();
  return (
    explain && (
      <Button variant="link" isInline onClick={() => explain(element)}>
        {t('explain.why')}
      </Button>
    )
  );
}

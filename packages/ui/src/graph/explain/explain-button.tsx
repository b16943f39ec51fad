import { Button } from '@patternfly/react-core';
import { useWords } from '../../words/index.ts';
import { useExplain } from './use-explain.ts';

/** Leads from what a panel is about to its explanation. `plain`: nothing is wrong, so it does not call for attention. */
export function ExplainButton({ plain = false }: { readonly plain?: boolean }) {
  const t = useWords();
  const explaining = useExplain();
  const element = explaining?.element ?? null;
  if (!explaining || element === null) return null;
  return (
    <Button
      className="vigla-explain-button"
      variant={plain ? 'link' : 'primary'}
      size="sm"
      isInline={plain}
      title={t('explain.open.key')}
      onClick={() => explaining.explain(element)}
    >
      {t('explain.open')}
    </Button>
  );
}

/** Stands at an empty place and leads to why it is empty. `element`: what to ask, if not of what the panel is about. */
export function WhyButton({ element }: { readonly element?: string }) {
  const t = useWords();
  const explaining = useExplain();
  const asked = element ?? explaining?.absent ?? null;
  if (!explaining || asked === null) return null;
  return (
    <Button variant="link" isInline onClick={() => explaining.explain(asked)}>
      {t('explain.why')}
    </Button>
  );
}

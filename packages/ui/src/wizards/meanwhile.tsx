import type { TrafficShiftStart } from '@vigla/contract/istio';
import { Alert, AlertActionLink } from '@patternfly/react-core';
import { useEffect, useRef } from 'react';
import { DiffView } from '../parts/index.ts';
import { useWords } from '../words/index.ts';
import { comparedYaml, nameOf } from './object-text.ts';

export interface MeanwhileProps {
  readonly base: TrafficShiftStart;
  readonly newest: TrafficShiftStart;
  readonly onTakeOver: () => void;
}

/** Says that somebody changed the objects under a draft, shows how, and builds the draft anew on theirs. */
export function Meanwhile({ base, newest, onTakeOver }: MeanwhileProps) {
  const t = useWords();
  const notice = useRef<HTMLDivElement>(null);
  // It may come while the person works further down.
  useEffect(() => {
    // In braces: in newer browsers this answers with a promise, which React would take for a clean-up.
    notice.current?.scrollIntoView?.({ block: 'nearest' });
  }, []);
  const pairs = [
    [base.virtualService, newest.virtualService],
    [base.destinationRule, newest.destinationRule],
  ] as const;
  const changed = pairs.filter(([before, after]) => before?.metadata.resourceVersion !== after?.metadata.resourceVersion);
  return (
    <div ref={notice}>
      <Alert
        isInline
        variant="warning"
        title={t('wizards.meanwhile.title')}
        actionLinks={<AlertActionLink onClick={onTakeOver}>{t('wizards.meanwhile.take_over')}</AlertActionLink>}
      >
        <p>{t('wizards.meanwhile.text')}</p>
        {changed.map(([before, after]) => {
          const named = after ?? before;
          return named && <DiffView key={named.kind} name={nameOf(named)} before={comparedYaml(before)} after={comparedYaml(after)} />;
        })}
      </Alert>
    </div>
  );
}

import type { TrafficShiftStart } from '@vigla/contract/istio';
import { Alert, AlertActionLink } from '@patternfly/react-core';
import { DiffView } from '../parts/index.ts';
import { useWords } from '../words/index.ts';
import { heldYaml, nameOf } from './object-text.ts';

export interface MeanwhileProps {
  readonly base: TrafficShiftStart;
  readonly newest: TrafficShiftStart;
  readonly onTakeOver: () => void;
}

/** Says that somebody changed the objects under a draft, shows how, and builds the draft anew on theirs. */
export function Meanwhile({ base, newest, onTakeOver }: MeanwhileProps) {
  const t = useWords();
  const pairs = [
    [base.virtualService, newest.virtualService],
    [base.destinationRule, newest.destinationRule],
  ] as const;
  const changed = pairs.filter(([before, after]) => before?.metadata.resourceVersion !== after?.metadata.resourceVersion);
  return (
    <Alert
      isInline
      variant="warning"
      title={t('wizards.meanwhile.title')}
      actionLinks={<AlertActionLink onClick={onTakeOver}>{t('wizards.meanwhile.take_over')}</AlertActionLink>}
    >
      <p>{t('wizards.meanwhile.text')}</p>
      {changed.map(([before, after]) => {
        const named = after ?? before;
        return named && <DiffView key={named.kind} name={nameOf(named)} before={heldYaml(before)} after={heldYaml(after)} />;
      })}
    </Alert>
  );
}

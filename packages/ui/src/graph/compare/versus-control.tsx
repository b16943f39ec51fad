import './compare.css';
import { DropPanel } from '../../parts/index.ts';
import { useFormat } from '../../format/index.ts';
import { useWords } from '../../words/index.ts';
import { Button } from '@patternfly/react-core';
import type { ChoiceProps } from '../page/choice-props.ts';
import { withoutComparison } from './compare-choice.tsx';
import { VersusForm } from './versus-form.tsx';

/** Stands beside the time while two windows are compared: a mode must never be invisible. */
export function VersusControl({ place, onPlace }: ChoiceProps) {
  const t = useWords();
  const f = useFormat();
  if (place.versusEpochSeconds === null) return null;
  const instant = f.instant(place.versusEpochSeconds).replace(/^(\d\d:\d\d):\d\d/, '$1');
  return (
    <span className="vigla-compare-versus">
      <DropPanel
        label={t('compare.versus.label', { instant })}
        toggle={
          <>
            {t('compare.versus')} <span className="vigla-drop__value">{instant}</span>
          </>
        }
        side="end"
      >
        {(close) => (
          <>
            <VersusForm
              place={place}
              onChoose={(versusEpochSeconds) => {
                onPlace({ ...place, versusEpochSeconds });
                close();
              }}
            />
            <Button variant="link" onClick={() => onPlace(withoutComparison(place))}>
              {t('compare.leave')}
            </Button>
          </>
        )}
      </DropPanel>
    </span>
  );
}

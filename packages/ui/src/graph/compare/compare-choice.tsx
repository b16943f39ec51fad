import { Button } from '@patternfly/react-core';
import { HistoryIcon } from '@patternfly/react-icons';
import { DropPanel } from '../../parts/index.ts';
import { useWords } from '../../words/index.ts';
import type { ChoiceProps } from '../page/choice-props.ts';
import { VersusForm } from './versus-form.tsx';

/** Begins a comparison with an earlier window, or ends it. */
export function CompareChoice({ place, onPlace }: ChoiceProps) {
  const t = useWords();
  if (place.versusEpochSeconds !== null) {
    return (
      <Button variant="secondary" icon={<HistoryIcon />} onClick={() => onPlace(withoutComparison(place))}>
        {t('compare.leave')}
      </Button>
    );
  }
  return (
    <DropPanel
      label={t('compare.start')}
      toggle={
        <>
          <HistoryIcon aria-hidden="true" /> {t('compare.start')}
        </>
      }
      side="end"
    >
      {(close) => (
        <VersusForm
          place={place}
          onChoose={(versusEpochSeconds) => {
            onPlace(withComparison(place, versusEpochSeconds));
            close();
          }}
        />
      )}
    </DropPanel>
  );
}

/** The place beside an earlier window. Units: epoch seconds. */
export const withComparison = (place: ChoiceProps['place'], versusEpochSeconds: number): ChoiceProps['place'] => ({
  ...place,
  versusEpochSeconds,
  selected: null,
  panel: 'auto',
});

/** Begins a comparison with an hour earlier, or ends the one there is. Units: `now` in epoch seconds. */
export const toggledComparison = (place: ChoiceProps['place'], now: number): ChoiceProps['place'] =>
  place.versusEpochSeconds === null ? withComparison(place, (place.atEpochSeconds ?? now) - 3600) : withoutComparison(place);

/** The place with one window only. */
export const withoutComparison = (place: ChoiceProps['place']): ChoiceProps['place'] => ({
  ...place,
  versusEpochSeconds: null,
  view: place.view === 'sides' ? 'picture' : place.view,
  panel: place.panel === 'none' ? 'auto' : place.panel,
});

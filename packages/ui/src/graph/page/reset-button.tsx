import { Button } from '@patternfly/react-core';
import { EraserIcon } from '@patternfly/react-icons';
import { useWords } from '../../words/index.ts';
import { useUsualSearch } from '../find/use-presets.ts';
import type { ChoiceProps } from './choice-props.ts';
import { isUsualDisplay, withUsualDisplay } from './usual-display.ts';

/** One click back to the usual display; only there where something is shown otherwise. */
export function ResetButton({ place, onPlace }: ChoiceProps) {
  const t = useWords();
  const usual = useUsualSearch();
  if (isUsualDisplay(place, usual)) return null;
  return (
    <div className="vigla-graph-controls">
      <Button
        variant="plain"
        icon={<EraserIcon />}
        aria-label={t('display.reset')}
        title={t('display.reset')}
        onClick={() => onPlace(withUsualDisplay(place, usual))}
      />
    </div>
  );
}

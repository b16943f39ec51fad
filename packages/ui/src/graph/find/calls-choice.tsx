import { Button } from '@patternfly/react-core';
import { ExclamationTriangleIcon, UnlinkIcon } from '@patternfly/react-icons';
import { useWords } from '../../words/index.ts';
import type { ChoiceProps } from '../page/choice-props.ts';

const choices = [
  { calls: 'troubled', name: 'find.calls.hideHealthy', icon: <ExclamationTriangleIcon /> },
  { calls: 'none', name: 'find.calls.hideAll', icon: <UnlinkIcon /> },
] as const;

/** Which calls are drawn: pressed once, healthy or all ones go; pressed again, they come back. */
export function CallsChoice({ place, onPlace }: ChoiceProps) {
  const t = useWords();
  return (
    <div className="vigla-graph-controls" role="group" aria-label={t('find.calls')}>
      {choices.map(({ calls, name, icon }) => (
        <Button
          key={calls}
          variant="plain"
          icon={icon}
          aria-label={t(name)}
          aria-pressed={place.calls === calls}
          isClicked={place.calls === calls}
          title={t(name)}
          onClick={() => onPlace({ ...place, calls: place.calls === calls ? 'all' : calls })}
        />
      ))}
    </div>
  );
}

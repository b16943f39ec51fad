import { Checkbox } from '@patternfly/react-core';
import { useId } from 'react';
import { useWords } from '../../words/index.ts';
import { showable, type Shown } from '../place/graph-place.ts';
import type { ChoiceProps } from './choice-props.ts';

/** What is told on the picture. */
export function ShowChoice({
  place,
  onPlace,
  dots,
  onDots,
}: ChoiceProps & { readonly dots: boolean; readonly onDots: (dots: boolean) => void }) {
  const t = useWords();
  const name = useId();
  const toggle = (one: Shown, on: boolean) =>
    onPlace({ ...place, show: showable.filter((each) => (each === one ? on : place.show.includes(each))) });
  return (
    <div className="vigla-graph-choice" role="group" aria-label={t('graph.show')}>
      {showable.map((one) => (
        <Checkbox
          key={one}
          id={`${name}-${one}`}
          label={t(`graph.show.${one}`)}
          description={t(`graph.show.${one}.what`)}
          isChecked={place.show.includes(one)}
          onChange={(_, on) => toggle(one, on)}
        />
      ))}
      <Checkbox
        id={`${name}-dots`}
        label={t('graph.show.dots')}
        description={t('graph.show.dots.what')}
        isChecked={dots}
        onChange={(_, on) => onDots(on)}
      />
    </div>
  );
}

/** What is shown, as one phrase. German nouns keep their capitals. */
export function shownText(show: readonly Shown[], language: string, word: (one: Shown) => string): string {
  const shown = show.filter((one) => one !== 'idle').slice(0, 3);
  if (shown.length === 0) return '—';
  return shown.map((one, i) => (i === 0 || language.startsWith('de') ? word(one) : word(one).toLocaleLowerCase(language))).join(', ');
}

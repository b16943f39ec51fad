import { Gather, type TrafficGraph } from '@vigla/contract/graph';
import { Button, Radio, TextInput } from '@patternfly/react-core';
import { type FormEvent, useId, useState } from 'react';
import { useWords } from '../../words/index.ts';
import type { ChoiceProps } from '../page/choice-props.ts';
import { choicesOf, choiceText } from './gather-names.ts';
import { groupName } from './group-face.ts';

/** Into which groups what is too much to read is gathered, and which of them are open. */
export function GatherChoice({
  place,
  onPlace,
  graph,
  onDone,
}: ChoiceProps & { readonly graph: TrafficGraph | undefined; readonly onDone: () => void }) {
  const t = useWords();
  const name = useId();
  const gathered = graph?.gathered ?? null;
  const choose = (gather: Gather): void => {
    onPlace({ ...place, gather, open: [], selected: null, viewport: null });
    onDone();
  };
  return (
    <>
      <h3 className="vigla-graph-choice__title">{t('gather.title')}</h3>
      <div className="vigla-graph-choice" role="radiogroup" aria-label={t('gather.title')}>
        {choicesOf(gathered?.labels ?? [], place.gather).map((choice) => (
          <Radio
            key={choice}
            id={`${name}-${choice}`}
            name={name}
            label={choiceText(choice, t).name}
            description={choiceText(choice, t).what}
            isChecked={choice === place.gather}
            onChange={() => choose(choice)}
          />
        ))}
      </div>
      <OtherLabel onChoose={choose} />
      {gathered && gathered.open.length > 0 && (
        <div className="vigla-gather-open">
          <h3 className="vigla-graph-choice__title">{t('gather.opened')}</h3>
          {gathered.open.map((group) => (
            <Button
              key={group.id}
              variant="link"
              isInline
              onClick={() => onPlace({ ...place, open: place.open.filter((id) => id !== group.id), selected: null })}
            >
              {t('gather.close', { name: groupName(group, t) })}
            </Button>
          ))}
          <Button variant="secondary" size="sm" onClick={() => onPlace({ ...place, open: [], selected: null })}>
            {t('gather.closeAll')}
          </Button>
        </div>
      )}
    </>
  );
}

function OtherLabel({ onChoose }: { readonly onChoose: (gather: Gather) => void }) {
  const t = useWords();
  const id = useId();
  const [text, setText] = useState('');
  const wish = Gather.safeParse(`label:${text.trim()}`).data;
  const wrong = text.trim() !== '' && wish === undefined;
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (wish !== undefined) onChoose(wish);
  };
  return (
    <form className="vigla-gather-other" onSubmit={onSubmit}>
      <label htmlFor={id}>{t('gather.other')}</label>
      <span>
        <TextInput
          id={id}
          value={text}
          placeholder={t('gather.other.example')}
          validated={wrong ? 'error' : 'default'}
          aria-describedby={`${id}-hint`}
          onChange={(_, value) => setText(value)}
        />
        <Button type="submit" variant="secondary" isDisabled={wish === undefined}>
          {t('gather.other.use')}
        </Button>
      </span>
      <small id={`${id}-hint`} aria-live="polite">
        {wrong && t('gather.other.wrong')}
      </small>
    </form>
  );
}

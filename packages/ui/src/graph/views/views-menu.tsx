import './views.css';
import { Button } from '@patternfly/react-core';
import { BookmarkIcon } from '@patternfly/react-icons';
import { type FormEvent, useId, useState } from 'react';
import { ProblemError } from '../../data/index.ts';
import { DropPanel } from '../../parts/index.ts';
import { problemSentence } from '../../problem/index.ts';
import { useWords } from '../../words/index.ts';
import type { ChoiceProps } from '../page/choice-props.ts';
import { readGraphPlace, writeGraphPlace } from '../place/place-in-url.ts';
import { useViews } from './use-views.ts';
import { ViewRow } from './view-row.tsx';

/** Saved views: opens, saves, renames and deletes them, and chooses the one to begin with. */
export function ViewsMenu(props: ChoiceProps) {
  const t = useWords();
  const toggle = <BookmarkIcon title={t('share.views.menu')} />;
  return (
    <DropPanel label={t('share.views.menu')} look="plain" side="end" toggle={toggle}>
      {(close) => <ViewsPanel {...props} onDone={close} />}
    </DropPanel>
  );
}

function ViewsPanel({ place, onPlace, onDone }: ChoiceProps & { readonly onDone: () => void }) {
  const t = useWords();
  const { views, writable, lacks, isLoading, begins, save, rename, remove, begin } = useViews(true);
  const [problem, setProblem] = useState<string | null>(null);
  const attempt = async (act: () => Promise<void>): Promise<boolean> => {
    try {
      await act();
      setProblem(null);
      return true;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { title, text } = problemSentence(error, t);
      setProblem(`${title} ${text}`);
      return false;
    }
  };
  return (
    <div className="vigla-views">
      <h2 className="vigla-views__title">{t('share.views.title')}</h2>
      {views.length === 0 && <p className="vigla-views__hint">{t(isLoading ? 'share.views.loading' : 'share.views.none')}</p>}
      <ul className="vigla-views__list">
        {views.map((view) => (
          <ViewRow
            key={view.id}
            view={view}
            mayWrite={view.saved === null || writable.includes(view.saved.namespace)}
            begins={begins?.id === view.id}
            onOpen={() => {
              onPlace(readGraphPlace(new URLSearchParams(view.search)).place);
              onDone();
            }}
            onRename={(title) => attempt(() => rename(view, title))}
            onRemove={() => attempt(() => remove(view))}
            onBegin={(wanted) => begin(wanted ? view : null)}
          />
        ))}
      </ul>
      {lacks && <p className="vigla-views__hint">{t(`share.views.lacks.${lacks}`)}</p>}
      <SaveForm
        key={writable.join()}
        writable={writable}
        isLoading={isLoading}
        preferred={place.namespaces[0]}
        onSave={(title, namespace) => attempt(() => save({ title, namespace, search: writeGraphPlace(place).toString() }))}
      />
      {problem && (
        <p className="vigla-time__problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

interface SaveFormProps {
  readonly writable: readonly string[];
  readonly isLoading: boolean;
  /** The namespace the reader looks at: its views belong there. */
  readonly preferred: string | undefined;
  readonly onSave: (title: string, namespace: string | null) => Promise<boolean>;
}

const inBrowser = '';

function SaveForm({ writable, isLoading, preferred, onSave }: SaveFormProps) {
  const t = useWords();
  const id = useId();
  const [title, setTitle] = useState('');
  const [where, setWhere] = useState(preferred !== undefined && writable.includes(preferred) ? preferred : (writable[0] ?? inBrowser));
  const [saved, setSaved] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (title.trim() === '') return;
    const done = await onSave(title.trim(), where === inBrowser ? null : where);
    setSaved(done);
    if (done) setTitle('');
  };
  return (
    <form className="vigla-views__save" onSubmit={(event) => void submit(event)}>
      <label htmlFor={`${id}-title`}>{t('share.views.save.title')}</label>
      <input id={`${id}-title`} className="vigla-field" maxLength={80} value={title} onChange={(event) => setTitle(event.target.value)} />
      <label htmlFor={`${id}-where`}>{t('share.views.save.where')}</label>
      <select id={`${id}-where`} className="vigla-field" value={where} onChange={(event) => setWhere(event.target.value)}>
        {writable.map((namespace) => (
          <option key={namespace} value={namespace}>
            {t('share.views.where.cluster', { namespace })}
          </option>
        ))}
        <option value={inBrowser}>{t('share.views.where.browser')}</option>
      </select>
      {writable.length === 0 && !isLoading && <p className="vigla-views__hint">{t('share.views.onlyBrowser')}</p>}
      <Button type="submit" variant="secondary" isDisabled={title.trim() === ''}>
        {t('share.views.save')}
      </Button>
      <span role="status" className="vigla-views__hint">
        {saved ? t('share.views.saved') : title.trim() === '' && t('share.views.save.needsName')}
      </span>
    </form>
  );
}

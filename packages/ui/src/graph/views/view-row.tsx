import { Button } from '@patternfly/react-core';
import { HomeIcon, PencilAltIcon, TrashIcon } from '@patternfly/react-icons';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useFormat } from '../../format/index.ts';
import { useWords } from '../../words/index.ts';
import type { View } from './use-views.ts';

interface ViewRowProps {
  readonly view: View;
  readonly mayWrite: boolean;
  /** The page begins with this view. */
  readonly begins: boolean;
  readonly onOpen: () => void;
  readonly onRename: (title: string) => Promise<boolean>;
  readonly onRemove: () => Promise<boolean>;
  readonly onBegin: (begins: boolean) => void;
}

/** One saved view with what can be done to it. Deleting asks once more, in the same place: it cannot be undone. */
export function ViewRow({ view, mayWrite, begins, onOpen, onRename, onRemove, onBegin }: ViewRowProps) {
  const t = useWords();
  const f = useFormat();
  const [mode, setMode] = useState<'row' | 'rename' | 'delete'>('row');
  const { title, saved } = view;
  if (mode === 'rename') return <Rename title={title} onDone={() => setMode('row')} onRename={onRename} />;
  const where = saved ? t('share.views.where.cluster', { namespace: saved.namespace }) : t('share.views.where.browser');
  const when = saved?.by && saved.savedAt !== null ? t('share.views.by', { by: saved.by, at: f.instant(saved.savedAt) }) : null;
  const action = (label: string, icon: ReactNode, onClick: () => void) => (
    <Button variant="plain" size="sm" aria-label={label} title={label} icon={icon} onClick={onClick} />
  );
  return (
    <li className="vigla-views__row">
      <span className="vigla-views__what">
        <Button variant="link" isInline onClick={onOpen}>
          {title}
        </Button>
        <span className="vigla-views__hint">
          {[where, when, begins ? t('share.views.begins') : null].filter((part) => part !== null).join(' · ')}
        </span>
      </span>
      {mode === 'delete' ? (
        <span className="vigla-views__actions">
          <Button variant="secondary" isDanger size="sm" onClick={() => void onRemove()}>
            {t('share.views.delete')}
          </Button>
          <Button variant="link" size="sm" onClick={() => setMode('row')}>
            {t('share.views.keep')}
          </Button>
        </span>
      ) : (
        <span className="vigla-views__actions">
          <Button
            variant="plain"
            size="sm"
            aria-pressed={begins}
            aria-label={t('share.views.begin', { title })}
            title={t('share.views.begin', { title })}
            className={begins ? 'vigla-views__begins' : ''}
            icon={<HomeIcon />}
            onClick={() => onBegin(!begins)}
          />
          {mayWrite && action(t('share.views.rename', { title }), <PencilAltIcon />, () => setMode('rename'))}
          {mayWrite && action(t('share.views.remove', { title }), <TrashIcon />, () => setMode('delete'))}
        </span>
      )}
    </li>
  );
}

interface RenameProps {
  readonly title: string;
  readonly onDone: () => void;
  readonly onRename: (title: string) => Promise<boolean>;
}

function Rename({ title, onDone, onRename }: RenameProps) {
  const t = useWords();
  const [text, setText] = useState(title);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() !== '' && (await onRename(text.trim()))) onDone();
  };
  return (
    <li className="vigla-views__row">
      <form className="vigla-views__rename" onSubmit={(event) => void submit(event)}>
        <input
          className="vigla-field"
          aria-label={t('share.views.save.title')}
          maxLength={80}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" variant="secondary" size="sm">
          {t('share.views.rename.done')}
        </Button>
        <Button variant="link" size="sm" onClick={onDone}>
          {t('share.views.keep')}
        </Button>
      </form>
    </li>
  );
}

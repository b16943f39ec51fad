import { FlagIcon } from '@patternfly/react-icons';
import type { Change } from '@vigla/contract/changes';
import { useFormat } from '../format/index.ts';
import { useWords } from '../words/index.ts';

const most = 8;

/** Who wrote what in the last hour, newest first. `changes` null: not known yet, or it could not be read. */
export function ChangesCard({ changes }: { readonly changes: readonly Change[] | null }) {
  const t = useWords();
  const f = useFormat();
  if (changes === null) return <p className="vigla-subtle">{t('overview.changes.unknown')}</p>;
  if (changes.length === 0) return <p className="vigla-subtle">{t('overview.changes.none')}</p>;
  return (
    <ol className="vigla-changes">
      {changes.slice(0, most).map(({ at, object, by, kind }) => (
        <li key={`${at} ${object.kind} ${object.namespace} ${object.name} ${by}`}>
          <time className="vigla-subtle" dateTime={new Date(at * 1000).toISOString()}>
            {f.time(at)}
          </time>
          <FlagIcon className="vigla-changes__flag" aria-hidden="true" />
          <div>
            <strong>
              {object.kind} {object.name}
            </strong>
            <div className="vigla-subtle">{t(`overview.changes.${kind}`, { by, namespace: object.namespace || '—' })}</div>
          </div>
        </li>
      ))}
      {changes.length > most && (
        <li className="vigla-changes__more vigla-subtle">{t('overview.changes.more', { count: changes.length - most })}</li>
      )}
    </ol>
  );
}

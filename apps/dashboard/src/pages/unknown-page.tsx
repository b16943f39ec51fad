import { EmptyNotice } from '@vigla/ui/problem';
import { useWords } from '@vigla/ui/words';
import { Link } from 'react-router';

export interface UnknownPageProps {
  readonly path: string;
}

/** Stands at every path that is no page. */
export function UnknownPage({ path }: UnknownPageProps) {
  const t = useWords();
  return (
    <EmptyNotice title={t('shell.unknown.title')} actions={<Link to="/graph">{t('shell.unknown.graph')}</Link>}>
      {t('shell.unknown.text', { path })}
    </EmptyNotice>
  );
}

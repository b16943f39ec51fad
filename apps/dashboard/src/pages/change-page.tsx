import { EmptyNotice, LoadingOutline } from '@vigla/ui/problem';
import { useWords } from '@vigla/ui/words';
import { lazy, Suspense } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';

export interface ChangePageProps {
  /** Where the person came from, and goes back to. */
  readonly graphPath: string;
  readonly onOutcome: (sentence: string) => void;
}

// The editor comes with YAML and its colours: nobody who only looks should wait for it.
const TrafficShiftEditor = lazy(() => import('@vigla/ui/wizards').then((wizards) => ({ default: wizards.TrafficShiftEditor })));

/** A change in progress. */
export function ChangePage({ graphPath, onOutcome }: ChangePageProps) {
  const t = useWords();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [namespace, service] = [search.get('ns'), search.get('service')];
  if (!namespace || !service) {
    return (
      <EmptyNotice title={t('shell.change.unknown')} actions={<Link to={graphPath}>{t('shell.unknown.graph')}</Link>}>
        {t('shell.change.unknown.text')}
      </EmptyNotice>
    );
  }
  const back = () => void navigate(graphPath);
  return (
    <Suspense fallback={<LoadingOutline what={t('shell.change')} asking={t('shell.change.loading')} />}>
      <TrafficShiftEditor
        key={`${namespace}/${service}`}
        namespace={namespace}
        service={service}
        onCancel={back}
        onDone={(sentence) => {
          onOutcome(sentence);
          back();
        }}
      />
    </Suspense>
  );
}

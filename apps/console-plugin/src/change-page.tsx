import { EmptyNotice } from '@vigla/ui/problem';
import { useWords } from '@vigla/ui/words';
import { TrafficShiftEditor } from '@vigla/ui/wizards';
import { Link, useNavigate, useSearchParams } from 'react-router';

const graph = '/mesh/graph';

/** A change in progress, inside the console. The default export of a page that is loaded only when somebody changes something. */
export default function ChangePage() {
  const t = useWords();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [namespace, service] = [search.get('ns'), search.get('service')];
  const back = () => void navigate(graph);
  if (!namespace || !service) {
    return (
      <EmptyNotice title={t('shell.change.unknown')} actions={<Link to={graph}>{t('shell.unknown.graph')}</Link>}>
        {t('shell.change.unknown.text')}
      </EmptyNotice>
    );
  }
  return <TrafficShiftEditor key={`${namespace}/${service}`} namespace={namespace} service={service} onCancel={back} onDone={back} />;
}

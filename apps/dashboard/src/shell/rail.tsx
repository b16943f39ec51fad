import { useWords } from '@vigla/ui/words';
import { NetworkIcon, TachometerAltIcon, TopologyIcon } from '@patternfly/react-icons';
import { NavLink } from 'react-router';

export interface RailProps {
  /** Where the graph was left, so that coming back changes nothing. */
  readonly graphPath: string;
}

/** The pages, each by icon and word. Only what exists stands here. */
export function Rail({ graphPath }: RailProps) {
  const t = useWords();
  return (
    <nav className="vigla-rail" aria-label={t('shell.pages')}>
      <NavLink to="/overview" className="vigla-rail__item">
        <TachometerAltIcon />
        {t('shell.overview')}
      </NavLink>
      <NavLink to={graphPath} className="vigla-rail__item">
        <TopologyIcon />
        {t('shell.graph')}
      </NavLink>
      <NavLink to="/mesh" className="vigla-rail__item">
        <NetworkIcon />
        {t('shell.mesh')}
      </NavLink>
    </nav>
  );
}

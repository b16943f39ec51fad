import { useWords } from '../../words/index.ts';
import type { Drawing } from '../drawing/drawing.ts';
import { memberOrder } from './group-face.ts';
import { MemberMark } from './member-mark.tsx';

/** What the dots on the plates of groups mean; only those that are there. */
export function GroupLegend({ plates }: Pick<Drawing, 'plates'>) {
  const t = useWords();
  const shown = new Set(plates.flatMap(({ group }) => group?.members ?? []));
  return (
    <div className="vigla-gather-legend">
      <ul aria-label={t('graph.legend')}>
        {memberOrder
          .filter((health) => shown.has(health))
          .map((health) => (
            <li key={health}>
              <MemberMark health={health} /> <span>{t(health === 'healthy' ? 'gather.legend.member' : `graph.health.${health}`)}</span>
            </li>
          ))}
      </ul>
      <p>{t('gather.legend.how')}</p>
    </div>
  );
}

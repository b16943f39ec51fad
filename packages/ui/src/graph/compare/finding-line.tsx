import type { Difference, NearbyChange } from '@vigla/contract/compare';
import { Button } from '@patternfly/react-core';
import { GraphSignIcon } from '../signs/graph-sign.tsx';
import { changeFlag } from '../signs/graph-signs.ts';
import { changeSigns } from './change-signs.ts';
import type { FindingItem } from './finding-items.ts';
import {
  consequenceHeadline,
  consequenceTitle,
  details,
  findingTitle,
  followsText,
  headline,
  nearbyText,
  type Voice,
} from './finding-text.ts';

interface FindingLineProps {
  readonly item: FindingItem;
  readonly voice: Voice;
  readonly isCurrent: boolean;
  readonly onSelect: (id: string) => void;
  readonly onExplain: (id: string) => void;
}

/** One finding or consequence: what it is about, both values, what else is known, and what was written shortly before. */
export function FindingLine({ item, voice, isCurrent, onSelect, onExplain }: FindingLineProps) {
  const { number, finding, consequence, cause } = item;
  const { change, edges, aspect } = consequence ?? finding;
  const [main = ''] = edges;
  const title = consequence ? consequenceTitle(consequence, voice) : findingTitle(finding, voice);
  const strong = consequence ? consequenceHeadline(consequence, voice) : headline(finding, voice);
  const small = consequence ? [followsText(consequence, cause, voice)] : details(finding, voice);
  const isHarm = consequence === null && change === 'worse';
  return (
    <li
      className={`vigla-compare-finding${consequence ? ' vigla-compare-finding--follows' : ''}${isHarm ? ' vigla-compare-finding--worse' : ''}`}
      aria-current={isCurrent}
    >
      <ChangeDisc change={change} label={voice.t(`compare.change.${change}`)} />
      <div>
        <button type="button" className="vigla-compare-finding__title" onClick={() => onSelect(main)}>
          {number}. {title}
        </button>
        <p className={isHarm && aspect === 'errors' ? 'vigla-compare-finding__what vigla-graph-failing' : 'vigla-compare-finding__what'}>
          {strong}
        </p>
        <p className="vigla-graph-subtle">{small.join(' ')}</p>
        {consequence === null && finding.nearby && <Nearby nearby={finding.nearby} voice={voice} />}
        {consequence === null && change === 'worse' && (
          <div className="vigla-compare-finding__actions">
            <Button variant="primary" onClick={() => onExplain(main)}>
              {voice.t('compare.explain')}
            </Button>
          </div>
        )}
      </div>
    </li>
  );
}

/** The disc of a difference, in its colour. */
export function ChangeDisc({ change, label }: { readonly change: Difference; readonly label?: string }) {
  return (
    <span className={`vigla-compare-disc vigla-compare-disc--${change}`}>
      <GraphSignIcon sign={changeSigns[change]} {...(label !== undefined && { label })} />
    </span>
  );
}

function Nearby({ nearby, voice }: { readonly nearby: NearbyChange; readonly voice: Voice }) {
  const { when, by } = nearbyText(nearby, voice);
  return (
    <p className="vigla-compare-near" title={voice.t('compare.near.what')}>
      <GraphSignIcon sign={changeFlag} />
      <span>
        {when} <strong>{nearby.object.name}</strong> · {by}
      </span>
    </p>
  );
}

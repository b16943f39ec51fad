import type { Explanation } from '@vigla/contract/explain';
import { Sign } from '../../signs/index.ts';
import { PanelSection } from '../panel/panel-frame.tsx';
import type { ExplainVoice } from './voice.ts';

interface WithinSectionProps {
  readonly explanation: Explanation;
  readonly voice: ExplainVoice;
  readonly onExplain: (element: string) => void;
  readonly onSelect: (element: string) => void;
}

/** Of what stands for several: which of them is explained here, and the others, worst first, each with the way to its own explanation. */
export function WithinSection({ explanation: { edge, ends, element, within }, voice, onExplain, onSelect }: WithinSectionProps) {
  if (!within) return null;
  const { t, f, names } = voice;
  const { nodes, worst, calls, parts } = within;
  const counted = [...(nodes === null ? [] : [t('gather.panel.members', { count: nodes })]), t('panel.count.calls', { count: calls })];
  return (
    <PanelSection title={t('explain.inside')} aside={counted.join(', ')}>
      {ends && edge !== element && (
        <p className="vigla-graph-subtle">{t('explain.inside.told', { from: names.end(ends.from), to: names.end(ends.to) })}</p>
      )}
      {worst.length > 0 && (
        <ul className="vigla-graph-troubles" aria-label={t('explain.inside.worst')}>
          {worst.map(({ node, health }) => (
            <li key={node.id}>
              <Sign kind={health} label={t(`graph.health.${health}`)} />
              <button type="button" className="vigla-graph-link" onClick={() => onExplain(node.id)}>
                {names.end(node)}
              </button>
            </li>
          ))}
        </ul>
      )}
      {parts.length > 0 && (
        <ul className="vigla-graph-troubles" aria-label={t('explain.inside.calls')}>
          {parts.map((part) => (
            <li key={part.element}>
              <Sign kind={part.health} label={t(`graph.health.${part.health}`)} />
              <button type="button" className="vigla-graph-link" onClick={() => onExplain(part.element)}>
                {`${names.end(part.from)} → ${names.end(part.to)}`}
              </button>
              {part.failedPerSecond !== null && part.failedPerSecond > 0 && (
                <span className="vigla-graph-subtle">{t('explain.inside.fail', { rate: f.rate(part.failedPerSecond) })}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      <WayBack element={element} voice={voice} onSelect={onSelect} />
    </PanelSection>
  );
}

/** From the reasons back to what is drawn, where a group is opened. */
function WayBack({ element, voice: { t }, onSelect }: Pick<WithinSectionProps, 'voice' | 'onSelect'> & { readonly element: string }) {
  return (
    <div className="vigla-graph-actions">
      <button type="button" className="vigla-graph-link" onClick={() => onSelect(element)}>
        {t('explain.inside.show')}
      </button>
    </div>
  );
}

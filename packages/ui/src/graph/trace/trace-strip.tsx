import { Button } from '@patternfly/react-core';
import { useFormat } from '../../format/index.ts';
import { problemSentence } from '../../problem/index.ts';
import { Sign } from '../../signs/index.ts';
import { useWords } from '../../words/index.ts';
import { stepIn } from '../drawing/walk.ts';
import { PanelSection } from '../panel/panel-frame.tsx';
import type { PaintedTrace } from './use-trace.ts';

interface TraceStripProps {
  readonly trace: PaintedTrace;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  readonly onClear: () => void;
}

/** The trace on the picture: its spans at what is selected, and the way along it. */
export function TraceStrip({ trace, selected, onSelect, onClear }: TraceStripProps) {
  const t = useWords();
  const f = useFormat();
  const { steps, answer } = trace;
  const here = steps.filter(({ edge, from, to }) => edge === selected || from === selected || to === selected);
  const edges = [...new Set(steps.map(({ edge }) => edge))];
  const go = (by: 1 | -1): void => {
    const next = stepIn(edges, edges.includes(selected ?? '') ? selected : (here[0]?.edge ?? null), by);
    if (next !== null) onSelect(next);
  };
  return (
    <PanelSection
      title={t('panel.trace.title', { id: trace.id.slice(0, 8) })}
      aside={answer.spans !== null && t('panel.trace.spans', { count: answer.spans })}
    >
      {answer.error && <p role="status">{problemSentence(answer.error, t).text}</p>}
      {answer.spans !== null && steps.length === 0 && <p className="vigla-graph-subtle">{t('panel.trace.notHere')}</p>}
      {here.length > 0 && (
        <table className="vigla-graph-calls">
          <thead>
            <tr>
              <th scope="col">{t('panel.trace.span')}</th>
              <th scope="col">{t('panel.trace.after')}</th>
              <th scope="col">{t('graph.traces.duration')}</th>
            </tr>
          </thead>
          <tbody>
            {here.map(({ span, edge }) => (
              <tr key={`${span.id} ${edge}`}>
                <td>
                  <Sign
                    kind={span.failed ? 'failing' : 'healthy'}
                    label={t(span.failed ? 'graph.traces.hasFailed' : 'graph.traces.hasSucceeded')}
                  />
                  {span.operation} {[span.code, span.flags].filter(Boolean).join(' ')}
                </td>
                <td>{f.duration(span.offsetMs)}</td>
                <td>{f.duration(span.durationMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="vigla-trace-ways">
        <Button variant="link" isInline isDisabled={edges.length === 0} onClick={() => go(-1)}>
          {t('panel.trace.previous')}
        </Button>
        <Button variant="link" isInline isDisabled={edges.length === 0} onClick={() => go(1)}>
          {t('panel.trace.next')}
        </Button>
        <Button variant="link" isInline onClick={onClear}>
          {t('panel.trace.clear')}
        </Button>
      </div>
    </PanelSection>
  );
}

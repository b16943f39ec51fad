import { Button } from '@patternfly/react-core';
import type { Traffic } from '@vigla/contract/graph';
import { listCallTraces } from '@vigla/contract/traces';
import { useState } from 'react';
import { useEndpoint } from '../../data/index.ts';
import { useFormat } from '../../format/index.ts';
import { problemSentence } from '../../problem/index.ts';
import { Sign } from '../../signs/index.ts';
import { useWords } from '../../words/index.ts';
import { graphRequest } from '../page/use-traffic.ts';
import { PanelSection } from '../panel/panel-frame.tsx';
import type { GraphPlace } from '../place/graph-place.ts';

interface CallTracesProps {
  /** Id of a call, or of a node or group whose calls are meant. */
  readonly element: string;
  /** What it carries: of bytes there are no traces. */
  readonly traffic: readonly Traffic[];
  readonly place: GraphPlace;
  readonly onTrace: (id: string) => void;
}

type Which = 'slowest' | 'failed';

/** Traces of a call, or of the calls of what stands for several, by both ends: asked for when somebody wants them. */
export function CallTraces({ element, traffic, place, onTrace }: CallTracesProps) {
  const t = useWords();
  const [which, setWhich] = useState<Which | null>(null);
  if (traffic.every(({ protocol }) => protocol === 'tcp')) return null;
  return (
    <PanelSection title={t('graph.traces')}>
      <div className="vigla-trace-ways">
        {(['slowest', 'failed'] as const).map((one) => (
          <Button key={one} variant="secondary" size="sm" aria-pressed={which === one} onClick={() => setWhich(one)}>
            {t(`panel.traces.${one}`)}
          </Button>
        ))}
      </div>
      {which && <Found key={`${element} ${which}`} {...{ element, place, which, onTrace }} />}
    </PanelSection>
  );
}

function Found({ element, place, which, onTrace }: Omit<CallTracesProps, 'traffic'> & { readonly which: Which }) {
  const t = useWords();
  const f = useFormat();
  const query = { ...graphRequest(place).query, element, which };
  // A list that changes under one's hand cannot be read: it is asked for once.
  const { data, error } = useEndpoint(listCallTraces, { query }, { freshness: 'frozen' });
  if (error) {
    return (
      <p role="status" className="vigla-graph-trouble">
        <Sign kind={error.code === 'forbidden' || error.code === 'not_configured' ? 'unknown' : 'failing'} />
        <span>
          {t(error.code === 'forbidden' ? 'graph.traces.forbidden' : 'graph.traces.failed')} {problemSentence(error, t).text}
        </span>
      </p>
    );
  }
  if (!data) return <p className="vigla-graph-subtle">{t('panel.traces.loading')}</p>;
  const { asked, all } = data.calls;
  const bound = asked < all && <p className="vigla-graph-subtle">{t(`panel.traces.bound.${which}`, { asked, count: all })}</p>;
  if (data.traces.length === 0) {
    return (
      <>
        <p className="vigla-graph-subtle">{t(`panel.traces.none.${which}`, { count: data.looked })}</p>
        {bound}
      </>
    );
  }
  return (
    <>
      {bound}
      <table className="vigla-graph-calls">
        <thead>
          <tr>
            <th scope="col">{t('graph.traces.at')}</th>
            <th scope="col">{t('graph.traces.spans')}</th>
            <th scope="col">{t('panel.traces.call')}</th>
          </tr>
        </thead>
        <tbody>
          {data.traces.map((trace) => (
            <tr key={trace.id}>
              <td>
                <Sign
                  kind={trace.callFailed ? 'failing' : 'healthy'}
                  label={t(trace.callFailed ? 'graph.traces.hasFailed' : 'graph.traces.hasSucceeded')}
                />
                <button
                  type="button"
                  className="vigla-graph-link"
                  aria-pressed={place.trace === trace.id}
                  onClick={() => onTrace(trace.id)}
                >
                  {f.instant(trace.at)}
                </button>
              </td>
              <td>{f.count(trace.spans)}</td>
              <td>{f.duration(trace.callMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

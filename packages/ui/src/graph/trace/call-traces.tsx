import { Button } from '@patternfly/react-core';
import type { GraphEdge } from '@vigla/contract/graph';
import { listCallTraces } from '@vigla/contract/traces';
import { at } from '@vigla/contract/units';
import { useState } from 'react';
import { useEndpoint } from '../../data/index.ts';
import { useFormat } from '../../format/index.ts';
import { problemSentence } from '../../problem/index.ts';
import { Sign } from '../../signs/index.ts';
import { useWords } from '../../words/index.ts';
import { nodesQuery } from '../page/use-traffic.ts';
import { PanelSection } from '../panel/panel-frame.tsx';
import type { GraphPlace } from '../place/graph-place.ts';

interface CallTracesProps {
  readonly edge: GraphEdge;
  readonly place: GraphPlace;
  readonly onTrace: (id: string) => void;
}

type Which = 'slowest' | 'failed';

/** Traces of one call, by both of its ends: asked for when somebody wants them. */
export function CallTraces({ edge, place, onTrace }: CallTracesProps) {
  const t = useWords();
  const [which, setWhich] = useState<Which | null>(null);
  if (edge.traffic.protocol === 'tcp') return null;
  return (
    <PanelSection title={t('graph.traces')}>
      <div className="vigla-trace-ways">
        {(['slowest', 'failed'] as const).map((one) => (
          <Button key={one} variant="secondary" size="sm" aria-pressed={which === one} onClick={() => setWhich(one)}>
            {t(`panel.traces.${one}`)}
          </Button>
        ))}
      </div>
      {which && <Found key={`${edge.id} ${which}`} edge={edge} place={place} which={which} onTrace={onTrace} />}
    </PanelSection>
  );
}

function Found({ edge, place, which, onTrace }: CallTracesProps & { readonly which: Which }) {
  const t = useWords();
  const f = useFormat();
  const { namespaces, windowSeconds, atEpochSeconds } = place;
  const past = atEpochSeconds === null ? {} : { atEpochSeconds: at(atEpochSeconds) };
  const query = { element: edge.id, which, namespace: [...namespaces], ...nodesQuery(place), windowSeconds, ...past };
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
  if (data.traces.length === 0) return <p className="vigla-graph-subtle">{t(`panel.traces.none.${which}`, { count: data.looked })}</p>;
  return (
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
              <button type="button" className="vigla-graph-link" aria-pressed={place.trace === trace.id} onClick={() => onTrace(trace.id)}>
                {f.instant(trace.at)}
              </button>
            </td>
            <td>{f.count(trace.spans)}</td>
            <td>{f.duration(trace.callMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

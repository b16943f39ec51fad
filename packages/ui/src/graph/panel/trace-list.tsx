import type { GraphNode } from '@vigla/contract/graph';
import { listTraces, type TraceSummary } from '@vigla/contract/traces';
import { type DurationSeconds, type EpochSeconds } from '@vigla/contract/units';
import { useEndpoint } from '../../data/index.ts';
import { useFormat } from '../../format/index.ts';
import { problemSentence } from '../../problem/index.ts';
import { Sign } from '../../signs/index.ts';
import { useWords } from '../../words/index.ts';
import { PanelSection } from './panel-frame.tsx';

/** Which traces are shown: those that end in the window of the picture. */
export interface Moment {
  readonly windowSeconds: DurationSeconds;
  /** Null: the present. */
  readonly at: EpochSeconds | null;
}

interface TraceListProps {
  readonly node: GraphNode;
  readonly moment: Moment;
}

/** Whether traces are kept under a name of its own. */
export const hasApp = ({ namespace, app }: GraphNode): boolean => namespace !== null && app !== null;

/** The slowest of the newest traces through a node's application, asked for only while somebody looks. */
export function TraceList({ node: { namespace, app }, moment }: TraceListProps) {
  if (namespace === null || app === null) return null;
  return <Traces key={`${namespace}/${app}`} namespace={namespace} app={app} moment={moment} />;
}

const mostShown = 5;

/** The store gives the newest; the slowest of this many are shown. */
const newest = 20;

interface TracesProps {
  readonly namespace: string;
  readonly app: string;
  readonly moment: Moment;
}

function Traces({ namespace, app, moment: { windowSeconds, at } }: TracesProps) {
  const t = useWords();
  const instant = at === null ? {} : { atEpochSeconds: at };
  const { data, error, isPrevious } = useEndpoint(
    listTraces,
    { params: { namespace, app }, query: { windowSeconds, limit: newest, ...instant } },
    { freshness: at === null ? 'live' : 'frozen' },
  );
  if (error?.code === 'not_configured') return null;
  const traces = isPrevious ? undefined : data?.traces;
  const aside = traces && traces.length > mostShown && t('graph.traces.slowest', { count: traces.length });
  return (
    <PanelSection title={t('graph.traces')} aside={aside}>
      {error && (
        <p role="status" className="vigla-graph-trouble">
          <Sign kind={error.code === 'forbidden' ? 'unknown' : 'failing'} />
          <span>
            {t(error.code === 'forbidden' ? 'graph.traces.forbidden' : 'graph.traces.failed')} {problemSentence(error, t).text}
          </span>
        </p>
      )}
      {traces ? (
        <Rows traces={traces.slice(0, mostShown)} app={app} isOld={error !== null} />
      ) : (
        !error && <p className="vigla-graph-subtle">{t('graph.traces.loading')}</p>
      )}
    </PanelSection>
  );
}

interface RowsProps {
  readonly traces: readonly TraceSummary[];
  readonly app: string;
  readonly isOld: boolean;
}

function Rows({ traces, app, isOld }: RowsProps) {
  const t = useWords();
  const f = useFormat();
  if (traces.length === 0) return isOld ? null : <p className="vigla-graph-subtle">{t('graph.traces.none', { app })}</p>;
  return (
    <table className={`vigla-graph-calls${isOld ? ' vigla-graph-calls--old' : ''}`}>
      <thead>
        <tr>
          <th>{t('graph.traces.at')}</th>
          <th>{t('graph.traces.spans')}</th>
          <th>{t('graph.traces.duration')}</th>
        </tr>
      </thead>
      <tbody>
        {traces.map(({ id, at, spans, durationMs, failed }) => (
          <tr key={id}>
            <td>
              <Sign kind={failed ? 'failing' : 'healthy'} label={t(failed ? 'graph.traces.hasFailed' : 'graph.traces.hasSucceeded')} />
              {f.instant(at)}
            </td>
            <td>{f.count(spans)}</td>
            <td>{f.duration(durationMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

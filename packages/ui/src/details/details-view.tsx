import './details.css';
import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { GraphPlace } from '../graph/index.ts';
import { type Answered, NotThere } from './not-there.tsx';
import {
  ExplainProvider,
  missingElement,
  nodeIdOf,
  NodeIdentity,
  NodeReasons,
  PictureNotices,
  SectionHeading,
  sinceOf,
  TraceList,
  useCourse,
  useIsStale,
  useTraffic,
} from '../graph/node-parts.ts';
import { ViewBoundary } from '../problem/index.ts';
import { CallsTable } from './calls-table.tsx';
import { DetailsHead } from './details-head.tsx';
import type { DetailsViewProps } from './details-props.ts';
import { isTold, Measurements } from './measurements.tsx';
import { isAlone, Neighbours } from './neighbours.tsx';
import { askedBy, graphAround } from './places.ts';

/** A workload, service or application on a page of its own: how it is and why, who calls it, whom it calls, how that went (GRF-47). */
export function DetailsView(props: DetailsViewProps) {
  return (
    <ViewBoundary key={nodeIdOf(props.page)}>
      <Details {...props} />
    </ViewBoundary>
  );
}

function Details(props: DetailsViewProps) {
  const { page, place } = props;
  const asked = askedBy(page, place);
  const answer = useTraffic(asked);
  const live = place.atEpochSeconds === null;
  const stale = useIsStale(answer, live);
  const node = answer.data?.nodes.find(({ id }) => id === asked.focus);
  return (
    <article className={`vigla-graph vigla-details${stale ? ' vigla-details--stale' : ''}`}>
      {answer.data && node ? (
        <OfNode {...props} answer={answer} graph={answer.data} node={node} asked={asked} />
      ) : (
        <NotThere {...props} answer={answer} />
      )}
    </article>
  );
}

interface OfNodeProps extends DetailsViewProps {
  readonly answer: Answered;
  readonly graph: TrafficGraph;
  readonly node: GraphNode;
  readonly asked: GraphPlace;
}

function OfNode({ page, place, onGraph, onShiftTraffic, answer, graph, node, asked }: OfNodeProps) {
  const around = graphAround(page, place);
  const course = useCourse(asked, node.id, isTold(node));
  const select = (id: string): void => onGraph({ ...around, selected: id });
  const explaining = {
    element: node.id,
    absent: missingElement({ from: null, to: node.id }),
    explain: (element: string): void => onGraph({ ...around, selected: element, panel: 'explain' }),
  };
  return (
    <ExplainProvider value={explaining}>
      <SectionHeading.Provider value="h2">
        <DetailsHead {...{ page, graph, node, around, onGraph, onShiftTraffic }} />
        <PictureNotices answer={answer} place={asked} live={place.atEpochSeconds === null} />
        <div className="vigla-details__body">
          <NodeReasons graph={graph} node={node} since={sinceOf(course)} onSelect={select} />
          <div className="vigla-details__column">
            <Neighbours {...{ graph, node, around, onGraph }} />
            {!isAlone(graph, node) && (
              <>
                <CallsTable graph={graph} node={node} end="from" place={place} />
                <CallsTable graph={graph} node={node} end="to" place={place} />
              </>
            )}
            <NodeIdentity graph={graph} node={node} />
            <TraceList node={node} moment={{ windowSeconds: graph.window, at: place.atEpochSeconds === null ? null : graph.at }} />
          </div>
          <Measurements graph={graph} node={node} course={course} />
        </div>
      </SectionHeading.Provider>
    </ExplainProvider>
  );
}

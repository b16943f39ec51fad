import type { TrafficGraph } from '@vigla/contract/graph';
import { listNamespaces } from '@vigla/contract/inventory';
import type { Right } from '@vigla/contract/problem';
import { Button } from '@patternfly/react-core';
import { type Answer, useEndpoint } from '../data/index.ts';
import { useFormat } from '../format/index.ts';
import { longerThan, Stopped } from '../graph/node-parts.ts';
import { EmptyNotice, ForbiddenNotice, GapNotices, LoadingOutline, ProblemNotice } from '../problem/index.ts';
import { Sign } from '../signs/index.ts';
import { useWords } from '../words/index.ts';
import type { DetailsViewProps } from './details-props.ts';
import { graphAround } from './places.ts';

export type Answered = Answer<TrafficGraph>;

interface NotThereProps extends DetailsViewProps {
  readonly answer: Answered;
}

/** What stands where the page would stand, while there is nothing to tell of its node. */
export function NotThere({ answer, ...props }: NotThereProps) {
  const { data, error } = answer;
  if (data) return <WithoutNode {...props} graph={data} onRetry={answer.refetch} />;
  if (error?.code === 'forbidden') return <NotVisible {...props} missing={error.problem?.missing ?? null} />;
  if (error) return <ProblemNotice error={error} onRetry={answer.refetch} />;
  return answer.isFetching ? <Loading {...props} onCancel={answer.cancel} /> : <Stopped answer={answer} />;
}

function Loading({ page: { name }, onCancel }: DetailsViewProps & { readonly onCancel?: () => void }) {
  const t = useWords();
  return <LoadingOutline what={name} asking={t('details.asking', { name })} onCancel={onCancel} />;
}

function NotVisible({ missing, ...props }: DetailsViewProps & { readonly missing: Right | null }) {
  const t = useWords();
  return (
    <ForbiddenNotice
      missing={missing}
      namespaces={[props.page.namespace]}
      detail={t('graph.notVisible.why', { count: 1 })}
      wayOn={<ToGraph {...props} namespaces={[]} />}
    />
  );
}

interface WithoutNodeProps extends DetailsViewProps {
  readonly graph: TrafficGraph;
  readonly onRetry: () => void;
}

/** A graph does not tell what is absent from what may not be seen: the list of namespaces does. */
function WithoutNode(props: WithoutNodeProps) {
  const { data, isFetching } = useEndpoint(listNamespaces, {}, { freshness: 'live' });
  if (!data && isFetching) return <Loading {...props} />;
  const hidden = data && !data.namespaces.some(({ name }) => name === props.page.namespace);
  return hidden ? <NotVisible {...props} missing={null} /> : <NotSeen {...props} />;
}

/** The mesh knows nothing of this name at this moment: which moments may know more, and where else one can go. */
function NotSeen({ graph, onRetry, ...props }: WithoutNodeProps) {
  const t = useWords();
  const f = useFormat();
  const { page, place, onPlace } = props;
  const { name, namespace } = page;
  const longer = longerThan(place.windowSeconds);
  const kind = t(`details.kind.${page.kind}`);
  return (
    <>
      <GapNotices gaps={graph.gaps} onRetry={onRetry} />
      <EmptyNotice
        title={t('details.missing', { name, span: f.span(graph.window) })}
        sign={<Sign kind="unknown" />}
        actions={
          <>
            {longer !== null && (
              <Button variant="secondary" onClick={() => onPlace({ ...place, windowSeconds: longer })}>
                {t('graph.empty.longer', { span: f.span(longer) })}
              </Button>
            )}
            {place.atEpochSeconds !== null && (
              <Button variant="link" onClick={() => onPlace({ ...place, atEpochSeconds: null })}>
                {t('details.missing.live')}
              </Button>
            )}
            <ToGraph {...props} namespaces={[namespace]} />
          </>
        }
      >
        {t('details.missing.text', { kind, name, namespace, window: f.window(graph.at - graph.window, graph.at) })}
      </EmptyNotice>
    </>
  );
}

function ToGraph({ page, place, onGraph, namespaces }: DetailsViewProps & { readonly namespaces: readonly string[] }) {
  const t = useWords();
  const [namespace] = namespaces;
  return (
    <Button variant="link" onClick={() => onGraph({ ...graphAround(page, place), namespaces })}>
      {namespace === undefined ? t('graph.notVisible.wayOn') : t('details.graphOf', { namespace })}
    </Button>
  );
}

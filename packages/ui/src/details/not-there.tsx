import type { TrafficGraph } from '@vigla/contract/graph';
import { listNamespaces } from '@vigla/contract/inventory';
import { Button } from '@patternfly/react-core';
import { type Answer, useEndpoint } from '../data/index.ts';
import { useFormat } from '../format/index.ts';
import { Stopped } from '../graph/node-parts.ts';
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
  const t = useWords();
  const { data, error } = answer;
  const { name, namespace } = props.page;
  const lacking = useEndpoint(listNamespaces, {}, { freshness: 'live', enabled: data !== undefined });
  const hidden = lacking.data && !lacking.data.namespaces.some((one) => one.name === namespace);
  if ((!data && error?.code === 'forbidden') || hidden) {
    return (
      <ForbiddenNotice
        missing={error?.problem?.missing ?? null}
        detail={t('graph.notVisible', { namespaces: namespace, count: 1 })}
        wayOn={<ToGraph {...props} namespaces={[]} />}
      />
    );
  }
  if (!data && error) return <ProblemNotice error={error} onRetry={answer.refetch} />;
  if (!data || (lacking.isFetching && !lacking.data)) {
    if (!answer.isFetching && !data) return <Stopped answer={answer} />;
    return <LoadingOutline what={name} asking={t('details.asking', { name })} onCancel={answer.cancel} />;
  }
  return <NotSeen {...props} graph={data} onRetry={answer.refetch} />;
}

const longerWindows = [900, 3600, 21_600, 86_400] as const;

/** The mesh knows nothing of this name at this moment: which moments may know more, and where else one can go. */
function NotSeen({ graph, onRetry, ...props }: DetailsViewProps & { readonly graph: TrafficGraph; readonly onRetry: () => void }) {
  const t = useWords();
  const f = useFormat();
  const { page, place, onPlace } = props;
  const { name, namespace } = page;
  const longer = longerWindows.find((seconds) => seconds > place.windowSeconds);
  const kind = t(`details.kind.${page.kind}`);
  return (
    <>
      <GapNotices gaps={graph.gaps} onRetry={onRetry} />
      <EmptyNotice
        title={t('details.missing', { name, span: f.span(graph.window) })}
        sign={<Sign kind="unknown" />}
        actions={
          <>
            {longer && (
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

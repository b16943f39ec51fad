import './explain.css';
import { getExplanation } from '@vigla/contract/explain';
import type { TrafficGraph } from '@vigla/contract/graph';
import { useEndpoint } from '../../data/index.ts';
import { useFormat } from '../../format/index.ts';
import { EmptyNotice, ForbiddenNotice, GapNotices, LoadingOutline, ProblemNotice, StaleBanner } from '../../problem/index.ts';
import { Sign } from '../../signs/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { graphRequest } from '../page/use-traffic.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { PanelFrame } from '../panel/panel-frame.tsx';
import { endNames } from './end-name.ts';
import { Explained, type ExplainedProps } from './explained.tsx';
import { MissingPanel } from './missing-panel.tsx';
import { missingIn } from './missing-element.ts';
import type { ExplainVoice } from './voice.ts';

export interface ExplainPanelProps extends Omit<ExplainedProps, 'explanation' | 'voice' | 'graph' | 'lead'> {
  readonly graph: TrafficGraph;
  /** Id of an edge or a node, or a call that is not there. */
  readonly element: string;
  /** Where the graph is from: an element is known by its id where the same is asked. */
  readonly place: GraphPlace;
}

/** Why an element is as it is; or why a call is not there. */
export function ExplainPanel(props: ExplainPanelProps) {
  const missing = missingIn(props.element);
  const voice = useVoice(props.graph);
  return missing ? (
    <MissingPanel key={props.element} {...props} asked={missing} voice={voice} />
  ) : (
    <Element key={props.element} {...props} voice={voice} />
  );
}

function useVoice(graph: TrafficGraph): ExplainVoice {
  const t = useWords();
  const f = useFormat();
  const language = useLanguage();
  return { t, f, names: endNames(graph, graph.groupBy, { words: t, language }) };
}

function Element({ element, graph, place, voice, ...rest }: ExplainPanelProps & { readonly voice: ExplainVoice }) {
  const { t } = voice;
  const query = { ...graphRequest(place).query, element };
  const answer = useEndpoint(getExplanation, { query }, { freshness: place.atEpochSeconds === null ? 'live' : 'frozen' });
  const { data, error } = answer;
  if (data && !answer.isPrevious)
    return (
      <Explained
        explanation={data}
        graph={graph}
        voice={voice}
        lead={
          <>
            {error && <StaleBanner shownAt={data.at} error={error} />}
            <GapNotices gaps={data.gaps} onRetry={answer.refetch} />
          </>
        }
        {...rest}
      />
    );
  return (
    <PanelFrame
      icon={<Sign kind="unknown" />}
      title={t('explain.label')}
      health={null}
      facts={[]}
      takesFocus={rest.takesFocus}
      onClose={rest.onClose}
    >
      {error?.code === 'not_found' ? (
        <EmptyNotice title={t('explain.gone.title')}>{t('explain.gone.text')}</EmptyNotice>
      ) : error?.code === 'forbidden' ? (
        <ForbiddenNotice missing={error.problem?.missing ?? null} detail={error.message} />
      ) : error ? (
        <ProblemNotice error={error} onRetry={answer.refetch} />
      ) : (
        <LoadingOutline what={t('explain.what')} asking={t('explain.asking')} onCancel={answer.cancel}>
          {outline}
        </LoadingOutline>
      )}
    </PanelFrame>
  );
}

/** What an explanation will look like: verdict, four stations, lines of evidence. */
const outline = (
  <div className="vigla-explain-outline">
    {['verdict', 'stations', 'evidence', 'more'].map((part) => (
      <div key={part} className="vigla-outline__plate" />
    ))}
  </div>
);

import type { Explanation } from '@vigla/contract/explain';
import type { TrafficGraph } from '@vigla/contract/graph';
import { Button } from '@patternfly/react-core';
import { type ReactNode, useState } from 'react';
import { Sign } from '../../signs/index.ts';
import { PanelFrame, PanelSection } from '../panel/panel-frame.tsx';
import { ShiftAction } from '../panel/shift-action.tsx';
import { GraphSignIcon } from '../signs/graph-sign.tsx';
import { kindIcons } from '../signs/graph-signs.ts';
import { CallStations } from './call-stations.tsx';
import { causeSentences } from './cause-text.ts';
import { EvidenceList } from './evidence-list.tsx';
import { contributionText, questionText, verdictText } from './heading-text.ts';
import { WithinSection } from './within-section.tsx';
import { notKnownText, ruledOutText } from './list-text.ts';
import type { ExplainVoice } from './voice.ts';

export interface ExplainedProps {
  readonly explanation: Explanation;
  readonly graph: TrafficGraph;
  readonly voice: ExplainVoice;
  /** Stands before everything else. */
  readonly lead: ReactNode;
  readonly takesFocus: boolean;
  readonly onSelect: (id: string) => void;
  readonly onExplain: (id: string) => void;
  readonly onClose: () => void;
  readonly onShiftTraffic?: ((namespace: string, service: string) => void) | undefined;
  /** Lists the failed traces of a call, asked for when somebody wants them. */
  readonly renderTraces: (call: string) => ReactNode;
}

/** An explanation: question, verdict, cause, what can be done, where the calls end, evidence, what was ruled out and what is not known. */
export function Explained({ explanation, graph, voice, lead, takesFocus, onClose, renderTraces, ...rest }: ExplainedProps) {
  const [traced, setTraced] = useState<string | null>(null);
  const { t, f } = voice;
  const { health, subject, at, window, ruledOut, notKnown } = explanation;
  // Of a node they would be those of its worst call, which are told with that.
  const facts = subject.kind === 'edge' ? factsOf(explanation, voice) : [];
  return (
    <PanelFrame
      icon={<GraphSignIcon sign={kindIcons[subject.kind === 'edge' ? 'app' : 'workload']} />}
      title={questionText(explanation, voice)}
      health={health}
      facts={[...facts, f.window(at - window, at)]}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      {lead}
      <Verdict explanation={explanation} graph={graph} voice={voice} traced={traced} onTraces={setTraced} {...rest} />
      {traced !== null && <PanelSection title={t('explain.action.failedTraces')}>{renderTraces(traced)}</PanelSection>}
      <WithinSection explanation={explanation} voice={voice} onExplain={rest.onExplain} onSelect={rest.onSelect} />
      <CallStations explanation={explanation} voice={voice} />
      <EvidenceList explanation={explanation} voice={voice} />
      {ruledOut.length > 0 && (
        <PanelSection title={t('explain.ruledOut')}>
          <ul className="vigla-explain-ruled">
            {ruledOut.map((one) => (
              <li key={one.kind}>
                <Sign kind="healthy" />
                <span>{ruledOutText(one, voice)}</span>
              </li>
            ))}
          </ul>
        </PanelSection>
      )}
      <PanelSection title={t('explain.notKnown')}>
        <ul className="vigla-explain-unknown">
          {notKnown.map((one) => (
            <li key={JSON.stringify(one)}>{notKnownText(one, voice)}</li>
          ))}
          {notKnown.length === 0 && <li>{t('explain.notKnown.nothing')}</li>}
        </ul>
      </PanelSection>
    </PanelFrame>
  );
}

/** What was measured of a call. */
function factsOf({ protocol, requestsPerSecond, p95Ms, mtlsRatio }: Explanation, { t, f }: ExplainVoice): readonly string[] {
  return [
    ...(protocol ? [t(`graph.protocol.${protocol}`)] : []),
    ...(mtlsRatio === null ? [] : [t('explain.fact.mtls', { share: f.share(mtlsRatio) })]),
    ...(requestsPerSecond === null ? [] : [f.rate(requestsPerSecond)]),
    ...(p95Ms === null ? [] : [t('explain.fact.p95', { time: f.duration(p95Ms) })]),
  ];
}

interface VerdictProps extends Omit<ExplainedProps, 'takesFocus' | 'onClose' | 'renderTraces' | 'lead'> {
  /** Id of the call whose failed traces are listed; null: of none. */
  readonly traced: string | null;
  readonly onTraces: (call: string | null) => void;
}

function Verdict({ explanation, graph, voice, traced, onTraces, onSelect, onExplain, onShiftTraffic }: VerdictProps) {
  const { health, ends, subject, verdict } = explanation;
  const contribution = contributionText(explanation, voice);
  const called = graph.nodes.find(({ id }) => id === ends?.to.id);
  const next = nextOf(explanation);
  const edge = graph.edges.find(({ id }) => id === next);
  const failing = (verdict.failedPerSecond ?? 0) > 0;
  return (
    <div className={`vigla-graph-reason vigla-graph-reason--${health} vigla-explain-verdict`}>
      {contribution && <p className="vigla-explain-contribution">{contribution}</p>}
      <h3>{verdictText(explanation, voice)}</h3>
      <p className="vigla-explain-cause">{causeSentences(explanation, voice).join(' ')}</p>
      <div className="vigla-explain-actions">
        {called && onShiftTraffic && isOfVersion(verdict.kind) && <ShiftAction node={called} onShiftTraffic={onShiftTraffic} />}
        {edge && (
          <Button variant="primary" onClick={() => onExplain(edge.id)}>
            {voice.t('explain.action.follow', { from: voice.names.of(edge.from), to: voice.names.of(edge.to) })}
          </Button>
        )}
        {failing && subject.kind === 'edge' && (
          <Button
            variant="link"
            aria-expanded={traced === explanation.element}
            onClick={() => onTraces(traced === null ? explanation.element : null)}
          >
            {voice.t('explain.action.failedTraces')}
          </Button>
        )}
        {failing && subject.kind !== 'edge' && ends?.from.namespace && (
          <Button variant="link" onClick={() => onSelect(ends.from.id)}>
            {voice.t('explain.action.traces', { name: voice.names.short(ends.from) })}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Trouble of one version is one that traffic can be taken away from. */
const isOfVersion = (kind: Explanation['verdict']['kind']): boolean =>
  kind === 'app_fails' || kind === 'subset_missing' || kind === 'connection_limit';

/** The call that this one follows from. */
function nextOf({ evidence }: Explanation): string | null {
  for (const { fact } of evidence) if (fact.kind === 'callee_call_fails') return fact.element;
  return null;
}

import { getMissing, type MissingExplanation, type MissingStep } from '@vigla/contract/explain';
import type { Health } from '@vigla/contract/health';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useEndpoint } from '../../data/index.ts';
import { LoadingOutline, ProblemNotice } from '../../problem/index.ts';
import { Sign } from '../../signs/index.ts';
import { graphRequest } from '../page/use-traffic.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { PanelFrame, PanelReason, PanelSection } from '../panel/panel-frame.tsx';
import { AskedQueries } from './asked-queries.tsx';
import type { ExplainedProps } from './explained.tsx';
import type { MissingCall } from './missing-element.ts';
import { findingText, missingQuestion } from './missing-text.ts';
import type { ExplainVoice } from './voice.ts';

interface MissingPanelProps extends Pick<ExplainedProps, 'takesFocus' | 'onSelect' | 'onClose'> {
  readonly place: GraphPlace;
  readonly asked: MissingCall;
  readonly voice: ExplainVoice;
}

/** Why a call is not there: what was looked at, in order, and what came of it. */
export function MissingPanel({ asked, voice, place, takesFocus, onSelect, onClose }: MissingPanelProps) {
  const { t } = voice;
  const { from, to } = asked;
  const query = { ...graphRequest(place).query, ...(from !== null && { from }), ...(to !== null && { to }) };
  const answer = useEndpoint(getMissing, { query }, { freshness: place.atEpochSeconds === null ? 'live' : 'frozen' });
  const { data, error } = answer;
  return (
    <PanelFrame
      icon={<Sign kind="unknown" />}
      title={missingQuestion(asked, voice)}
      health={null}
      facts={[]}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      {data && !answer.isPrevious ? (
        <Steps missing={data} voice={voice} onSelect={onSelect} />
      ) : error ? (
        <ProblemNotice error={error} onRetry={answer.refetch} />
      ) : (
        <LoadingOutline what={t('explain.what')} asking={t('explain.missing.asking')} onCancel={answer.cancel} />
      )}
    </PanelFrame>
  );
}

const signOf: Readonly<Record<MissingStep['outcome'], Health>> = {
  passed: 'healthy',
  reason: 'failing',
  not_known: 'unknown',
  not_needed: 'idle',
};

function Steps({
  missing,
  voice,
  onSelect,
}: {
  readonly missing: MissingExplanation;
  readonly voice: ExplainVoice;
  readonly onSelect: (id: string) => void;
}) {
  const { t } = voice;
  const [open, setOpen] = useState(false);
  const { steps, edge, queries } = missing;
  const reason = steps.find(({ outcome }) => outcome === 'reason');
  return (
    <>
      <PanelReason health="unknown">
        {edge ? (
          <>
            <p>{t('explain.missing.there')}</p>
            <Button variant="link" isInline onClick={() => onSelect(edge)}>
              {t('explain.missing.show')}
            </Button>
          </>
        ) : reason ? (
          <>
            <h3>{findingText(reason, voice)}</h3>
            <p className="vigla-graph-subtle">{t('explain.missing.reason.found')}</p>
          </>
        ) : (
          <p>{t('explain.missing.reason.none')}</p>
        )}
      </PanelReason>
      <PanelSection
        title={t('explain.missing.checked')}
        aside={
          queries.length > 0 && (
            <Button variant="link" isInline aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? t('explain.queries.hide') : t('explain.queries.show', { count: queries.length })}
            </Button>
          )
        }
      >
        <ol className="vigla-explain-steps">
          {steps.map((step) => (
            <li key={step.check}>
              <Sign kind={signOf[step.outcome]} label={t(`explain.missing.outcome.${step.outcome}`)} />
              <span>
                <strong>{t(`explain.check.${step.check}`)}</strong> {findingText(step, voice)}{' '}
                <code>{t(`explain.source.${step.source}`, { model: '' })}</code>
              </span>
            </li>
          ))}
        </ol>
        {open && <AskedQueries queries={queries} voice={voice} />}
      </PanelSection>
    </>
  );
}

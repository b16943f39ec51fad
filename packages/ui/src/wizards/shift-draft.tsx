import type { TrafficShiftStart } from '@vigla/contract/istio';
import { readTrafficShift } from '@vigla/domain/wizards';
import { useMemo, useState } from 'react';
import { useFormat } from '../format/index.ts';
import { useWords } from '../words/index.ts';
import { ApplyStep } from './apply-step.tsx';
import type { Weight } from './balance.ts';
import { checkedShift } from './checked-shift.ts';
import { DiffStep } from './diff-step.tsx';
import { DryRunStep } from './dry-run-step.tsx';
import { EditStep } from './edit-step.tsx';
import { DraftFooter } from './draft-footer.tsx';
import { isNewer } from './is-newer.ts';
import { Meanwhile } from './meanwhile.tsx';
import { steps, type Step, StepHeader } from './step-header.tsx';
import { useApplication } from './use-application.ts';

export interface ShiftDraftProps {
  readonly base: TrafficShiftStart;
  /** What the cluster holds now; newer than `base` when somebody changed it meanwhile. */
  readonly newest: TrafficShiftStart;
  /** Measured shares by version, ratio 0..1. */
  readonly observed: ReadonlyMap<string, number>;
  readonly onRebase: (start: TrafficShiftStart) => void;
  readonly onReload: () => void;
  readonly onDone: (sentence: string) => void;
  readonly onCancel: () => void;
}

/** A draft and the steps it goes through. Nothing is written before the last one. */
export function ShiftDraft({ base, newest, observed, onRebase, onReload, onDone, onCancel }: ShiftDraftProps) {
  const t = useWords();
  const { percent: written } = useFormat();
  const initial = useMemo(() => readTrafficShift(base), [base]);
  const [weights, setWeights] = useState<readonly Weight[]>(initial.weights);
  const [step, setStep] = useState<Step>('edit');
  const checked = useMemo(() => checkedShift({ ...initial, weights }, base), [initial, weights, base]);
  const application = useApplication(base.namespace, checked.objects);
  const change = (next: readonly Weight[]) => {
    application.reset();
    setWeights(next);
  };
  const go = (next: Step) => {
    setStep(next);
    if (next === 'dry_run') application.dryRun();
  };
  const takeOver = () => {
    application.reset();
    // A version that came meanwhile gets nothing until somebody gives it something; one that is gone cannot be routed to.
    setWeights(newest.versions.map(({ version }) => weights.find((weight) => weight.version === version) ?? { version, percent: 0 }));
    onRebase(newest);
    setStep('diff');
  };
  const apply = async () => {
    const applied = await application.apply();
    if (applied)
      onDone(
        t('wizards.shift.done', {
          service: base.service,
          shares: weights.map(({ version, percent }) => `${version} ${written(percent)}`).join(', '),
        }),
      );
    else onReload();
  };
  return (
    <div className="vigla-draft">
      <StepHeader
        title={t('wizards.shift.title')}
        place={[base.namespace, base.service]}
        step={step}
        onStep={go}
        reached={reached(step, checked.objects.length > 0)}
      />
      {/* While our own write is on its way, what is newer is ours. */}
      {isNewer(newest, base) && !application.isAsking && <Meanwhile newest={newest} base={base} onTakeOver={takeOver} />}
      <div className="vigla-draft__content">
        {step === 'edit' && (
          <EditStep
            base={base}
            weights={weights}
            observed={observed}
            checked={checked}
            onChange={change}
            onReset={() => change(initial.weights)}
          />
        )}
        {step === 'diff' && <DiffStep base={base} objects={checked.objects} findings={checked.findings} />}
        {step === 'dry_run' && <DryRunStep application={application} />}
        {step === 'apply' && <ApplyStep base={base} weights={weights} objects={checked.objects} application={application} />}
      </div>
      <DraftFooter
        base={base}
        step={step}
        checked={checked}
        application={application}
        onStep={go}
        onApply={() => void apply()}
        onCancel={onCancel}
      />
    </div>
  );
}

/** Steps that were passed can be revisited; the ones ahead are reached by the button that names them. */
const reached = (step: Step, hasObjects: boolean): readonly Step[] => (hasObjects ? steps.slice(0, steps.indexOf(step) + 1) : ['edit']);

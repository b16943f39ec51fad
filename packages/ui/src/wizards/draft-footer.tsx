import type { TrafficShiftStart } from '@vigla/contract/istio';
import { Button } from '@patternfly/react-core';
import { type ReactNode, useState } from 'react';
import { useHost } from '../host/index.ts';
import { ReadOnlyReason } from '../problem/index.ts';
import { Sign } from '../signs/index.ts';
import { useWords } from '../words/index.ts';
import type { CheckedShift } from './checked-shift.ts';
import type { Step } from './step-header.tsx';
import type { Application } from './use-application.ts';
import { yamlOf } from './object-text.ts';

export interface DraftFooterProps {
  readonly base: TrafficShiftStart;
  readonly step: Step;
  readonly checked: CheckedShift;
  readonly application: Application;
  readonly onStep: (step: Step) => void;
  readonly onApply: () => void;
  readonly onCancel: () => void;
}

/** The next step, the ways out, and always what has happened so far. */
export function DraftFooter({ base, step, checked, application, onStep, onApply, onCancel }: DraftFooterProps) {
  const t = useWords();
  const count = checked.problems.length + checked.findings.length;
  return (
    <footer className="vigla-draft__foot">
      <NextStep base={base} step={step} checked={checked} application={application} onStep={onStep} onApply={onApply} />
      <CopyYaml checked={checked} />
      <Button variant="link" onClick={onCancel}>
        {t('wizards.cancel')}
      </Button>
      <span className="vigla-draft__so-far">
        {count > 0 && (
          <>
            <Sign kind={blocks(checked) ? 'failing' : 'degraded'} /> {t('wizards.findings', { count })}{' '}
          </>
        )}
        {t(
          application.refusal?.during === 'apply'
            ? 'wizards.so_far.refused'
            : step === 'edit' || step === 'diff'
              ? 'wizards.so_far.nothing'
              : 'wizards.so_far.nothing_written',
        )}
      </span>
    </footer>
  );
}

type NextProps = Omit<DraftFooterProps, 'onCancel' | 'step'>;

const nextOf: Readonly<Record<Step, (props: NextProps) => ReactNode>> = { edit: ToDiff, diff: ToDryRun, dry_run: ToApply, apply: Apply };

function NextStep({ step, ...props }: NextProps & { readonly step: Step }) {
  const Next = nextOf[step];
  return <Next {...props} />;
}

function ToDiff({ base, checked, onStep }: NextProps) {
  const t = useWords();
  return (
    <>
      <Button variant="primary" isDisabled={checked.objects.length === 0} onClick={() => onStep('diff')}>
        {t('wizards.next.diff')}
      </Button>
      <WhyNot base={base} isChange />
    </>
  );
}

function ToDryRun({ base, checked, onStep }: NextProps) {
  const t = useWords();
  const mayWrite = useMayWrite(base);
  return (
    <>
      <Button variant="primary" isDisabled={!mayWrite || !checked.isChange} aria-describedby={whyNot} onClick={() => onStep('dry_run')}>
        {t('wizards.next.dry_run')}
      </Button>
      <WhyNot base={base} isChange={checked.isChange} />
    </>
  );
}

function ToApply({ checked, application, onStep }: NextProps) {
  const t = useWords();
  return application.refusal ? (
    <Button variant="primary" onClick={() => onStep('edit')}>
      {t('wizards.back_to_editor')}
    </Button>
  ) : (
    <Button variant="primary" isDisabled={!application.accepted || blocks(checked)} onClick={() => onStep('apply')}>
      {t('wizards.next.apply')}
    </Button>
  );
}

function Apply({ base, checked, application, onApply }: NextProps) {
  const t = useWords();
  const mayWrite = useMayWrite(base);
  const { isAsking } = application;
  return (
    <>
      <Button
        variant="primary"
        isDisabled={!mayWrite || blocks(checked) || isAsking}
        isLoading={isAsking}
        aria-describedby={whyNot}
        onClick={onApply}
      >
        {t('wizards.apply')}
      </Button>
      <WhyNot base={base} isChange />
    </>
  );
}

const useMayWrite = (base: TrafficShiftStart): boolean => useHost().canWrite && base.canWrite;

/** There is one next step at a time, and so one reason why not. */
const whyNot = 'vigla-why-not';

function WhyNot({ base, isChange }: { readonly base: TrafficShiftStart; readonly isChange: boolean }) {
  const t = useWords();
  const { canWrite } = useHost();
  if (!canWrite || !base.canWrite) return <ReadOnlyReason id={whyNot} missing={canWrite ? base.missing : null} />;
  return isChange ? null : (
    <span id={whyNot} className="vigla-reason">
      {t('wizards.no_change')}
    </span>
  );
}

function CopyYaml({ checked }: { readonly checked: CheckedShift }) {
  const t = useWords();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(checked.objects.map(yamlOf).join('---\n'));
    setCopied(true);
  };
  return (
    <Button variant="secondary" isDisabled={checked.objects.length === 0} onClick={() => void copy()}>
      {t(copied ? 'wizards.copied' : 'wizards.copy_yaml')}
    </Button>
  );
}

/** Errors keep a draft from being applied; warnings do not. */
const blocks = ({ problems, findings }: CheckedShift): boolean =>
  problems.length > 0 || findings.some(({ severity }) => severity === 'error');

import type { TrafficShiftStart } from '@vigla/contract/istio';
import { Button } from '@patternfly/react-core';
import { useId, useState } from 'react';
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

function NextStep({ base, step, checked, application, onStep, onApply }: Omit<DraftFooterProps, 'onCancel'>) {
  const t = useWords();
  const { canWrite } = useHost();
  const id = useId();
  const mayWrite = canWrite && base.canWrite;
  const ready = checked.objects.length > 0;
  const reason = !mayWrite && <ReadOnlyReason id={id} missing={canWrite ? base.missing : null} />;
  switch (step) {
    case 'edit':
      return (
        <>
          <Button variant="primary" isDisabled={!ready} onClick={() => onStep('diff')}>
            {t('wizards.next.diff')}
          </Button>
          {reason}
        </>
      );
    case 'diff':
      return (
        <>
          <Button
            variant="primary"
            isDisabled={!mayWrite || !ready}
            aria-describedby={mayWrite ? undefined : id}
            onClick={() => onStep('dry_run')}
          >
            {t('wizards.next.dry_run')}
          </Button>
          {reason}
        </>
      );
    case 'dry_run':
      return application.refusal ? (
        <Button variant="primary" onClick={() => onStep('edit')}>
          {t('wizards.back_to_editor')}
        </Button>
      ) : (
        <Button variant="primary" isDisabled={!application.accepted || blocks(checked)} onClick={() => onStep('apply')}>
          {t('wizards.next.apply')}
        </Button>
      );
    case 'apply':
      return (
        <>
          <Button variant="primary" isDisabled={!mayWrite || blocks(checked)} isLoading={application.isAsking} onClick={onApply}>
            {t('wizards.apply')}
          </Button>
          {reason}
        </>
      );
  }
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

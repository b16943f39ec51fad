import { Spinner } from '@patternfly/react-core';
import { DiffView } from '../parts/index.ts';
import { Sign } from '../signs/index.ts';
import { useWords } from '../words/index.ts';
import { FindingList } from './finding-list.tsx';
import { Refusal } from './refusal.tsx';
import type { Application } from './use-application.ts';

export interface DryRunStepProps {
  readonly application: Application;
}

/** What the cluster says to the draft: taken or refused, its warnings, and what would come of it. */
export function DryRunStep({ application: { accepted, refusal, isAsking } }: DryRunStepProps) {
  const t = useWords();
  return (
    <div className="vigla-draft__column" aria-live="polite">
      {isAsking && (
        <p>
          <Spinner size="md" className="vigla-busy" aria-hidden="true" /> {t('wizards.dry_run.asking')}
        </p>
      )}
      {refusal && <Refusal refusal={refusal} />}
      {accepted && (
        <>
          <p className="vigla-draft__verdict">
            <Sign kind="healthy" /> <strong>{t('wizards.dry_run.accepted')}</strong> {t('wizards.dry_run.nothing_written')}
          </p>
          {accepted.applied.map(({ object, outcome, before, after, warnings }) => (
            <section key={`${object.kind}/${object.name}`} aria-label={`${object.kind} ${object.name}`}>
              <h2 className="vigla-edit__object">
                {object.kind} {object.name} · {t(`wizards.outcome.${outcome}`)}
              </h2>
              {warnings.map((warning) => (
                <p key={warning} className="vigla-findings__finding">
                  <Sign kind="degraded" /> {t('wizards.dry_run.warning', { warning })}
                </p>
              ))}
              <DiffView name={`${object.kind} ${object.name}`} before={before ?? ''} after={after} />
            </section>
          ))}
          <FindingList findings={accepted.findings} />
        </>
      )}
    </div>
  );
}

import type { IstioObject, TrafficShiftStart } from '@vigla/contract/istio';
import { useFormat } from '../format/index.ts';
import { useWords } from '../words/index.ts';
import type { Weight } from './balance.ts';
import { ManagerNotice } from './manager-notice.tsx';
import { Refusal } from './refusal.tsx';
import type { Application } from './use-application.ts';
import { nameOf } from './object-text.ts';

export interface ApplyStepProps {
  readonly base: TrafficShiftStart;
  readonly weights: readonly Weight[];
  readonly objects: readonly IstioObject[];
  readonly application: Application;
}

/** The last look before the cluster is changed: what is written where, and what it does. */
export function ApplyStep({ base, weights, objects, application }: ApplyStepProps) {
  const t = useWords();
  const { percent: written } = useFormat();
  const now = (version: string) => base.versions.find((each) => each.version === version)?.percent ?? null;
  return (
    <div className="vigla-draft__column">
      <p>{t('wizards.apply.intro', { objects: objects.map(nameOf).join(', '), namespace: base.namespace })}</p>
      <ul className="vigla-apply">
        {weights.map(({ version, percent }) => (
          <li key={version}>
            <strong>{version}</strong> {now(version) === null ? t('wizards.shift.now_none') : written(now(version))} →{' '}
            <strong>{written(percent)}</strong>
          </li>
        ))}
      </ul>
      <p>{t('wizards.apply.effect')}</p>
      <ManagerNotice managers={base.managers} />
      {application.refusal && <Refusal refusal={application.refusal} />}
    </div>
  );
}

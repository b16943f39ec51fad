import type { TrafficShiftStart } from '@vigla/contract/istio';
import { Button, Title } from '@patternfly/react-core';
import { YamlPane } from '../parts/index.ts';
import { useWords } from '../words/index.ts';
import type { Weight } from './balance.ts';
import type { CheckedShift } from './checked-shift.ts';
import { FindingList } from './finding-list.tsx';
import { ManagerNotice } from './manager-notice.tsx';
import { ProblemList } from './problem-list.tsx';
import { WeightField } from './weight-field.tsx';
import { nameOf, yamlOf } from './object-text.ts';

export interface EditStepProps {
  readonly base: TrafficShiftStart;
  readonly weights: readonly Weight[];
  readonly observed: ReadonlyMap<string, number>;
  readonly checked: CheckedShift;
  readonly onChange: (weights: readonly Weight[]) => void;
  readonly onReset: () => void;
}

/** The form, and beside it exactly what it writes. */
export function EditStep({ base, weights, observed, checked, onChange, onReset }: EditStepProps) {
  const t = useWords();
  const total = weights.reduce((sum, { percent }) => sum + percent, 0);
  return (
    <div className="vigla-edit">
      <section className="vigla-edit__form" aria-label={t('wizards.shift.shares')}>
        <Title headingLevel="h2" size="md">
          {t('wizards.shift.shares')}
        </Title>
        {weights.map((weight) => (
          <WeightField
            key={weight.version}
            weight={weight}
            weights={weights}
            version={base.versions.find(({ version }) => version === weight.version)}
            observed={observed.get(weight.version)}
            onChange={onChange}
          />
        ))}
        <p className="vigla-edit__total">
          <span>{t('wizards.shift.total', { total })}</span>
          <Button variant="link" isInline onClick={onReset}>
            {t('wizards.shift.reset')}
          </Button>
        </p>
        <ProblemList problems={checked.problems} weights={weights} onChange={onChange} />
        <FindingList findings={checked.findings} />
        <ManagerNotice managers={base.managers} />
      </section>
      <section className="vigla-edit__preview" aria-label={t('wizards.preview')}>
        <Title headingLevel="h2" size="md">
          {t('wizards.preview')}
        </Title>
        {checked.objects.length === 0 && <p>{t('wizards.preview.none')}</p>}
        {checked.objects.map((object) => (
          <div key={object.kind}>
            <h3 className="vigla-edit__object">{nameOf(object)}</h3>
            <YamlPane name={nameOf(object)} yaml={yamlOf(object)} />
          </div>
        ))}
      </section>
    </div>
  );
}

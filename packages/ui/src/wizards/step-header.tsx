import { Title } from '@patternfly/react-core';
import { CheckIcon } from '@patternfly/react-icons';
import { useWords } from '../words/index.ts';

/** The steps of every write. Order: as they are taken. */
export const steps = ['edit', 'diff', 'dry_run', 'apply'] as const;
export type Step = (typeof steps)[number];

export interface StepHeaderProps {
  readonly title: string;
  readonly place: readonly string[];
  readonly step: Step;
  /** Steps that can be gone to. */
  readonly reached: readonly Step[];
  readonly onStep: (step: Step) => void;
}

/** Names the change, where it is, and how far it has come. */
export function StepHeader({ title, place, step, reached, onStep }: StepHeaderProps) {
  const t = useWords();
  const at = steps.indexOf(step);
  return (
    <header className="vigla-draft__head">
      <div>
        <p className="vigla-draft__place">{place.join(' / ')}</p>
        <Title headingLevel="h1" size="lg">
          {title}
        </Title>
      </div>
      <ol className="vigla-steps" aria-label={t('wizards.steps')}>
        {steps.map((each, index) => (
          <li key={each} className={index < at ? 'vigla-steps__step vigla-steps__step--done' : 'vigla-steps__step'}>
            <button
              type="button"
              disabled={!reached.includes(each)}
              aria-current={each === step ? 'step' : undefined}
              onClick={() => onStep(each)}
            >
              <span className="vigla-steps__number" aria-hidden="true">
                {index < at ? <CheckIcon /> : index + 1}
              </span>
              {t(`wizards.step.${each}`)}
            </button>
          </li>
        ))}
      </ol>
    </header>
  );
}

import './notice.css';
import { useWords } from '../words/index.ts';

export interface ReadOnlyReasonProps {
  /** Ties the control to its reason: give it as `aria-describedby`. */
  readonly id: string;
  /** The right that lacks, "patch virtualservices in payments"; null when the whole console only reads. */
  readonly missing: string | null;
}

/** Stands beside a control that is off and says why. */
export function ReadOnlyReason({ id, missing }: ReadOnlyReasonProps) {
  const t = useWords();
  return (
    <span id={id} className="vigla-reason">
      {missing ? t('problem.read_only.missing', { missing }) : t('problem.read_only.console')}
    </span>
  );
}

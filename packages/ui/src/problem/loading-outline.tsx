import './notice.css';
import { Button, Spinner } from '@patternfly/react-core';
import { type ReactNode, useEffect, useState } from 'react';
import { useWords } from '../words/index.ts';

export interface LoadingOutlineProps {
  /** What comes, for those who do not see the outline: "the graph". */
  readonly what: string;
  /** Who is asked for what: "Asking Prometheus for 7 namespaces". Said after one second. */
  readonly asking: string;
  /** Offered after five seconds. */
  readonly onCancel?: (() => void) | undefined;
  /** The outline of what comes; plates when absent. */
  readonly children?: ReactNode;
}

/** Holds a view's place while its first answer is on the way: never blank, and never a silent wait. */
export function LoadingOutline({ what, asking, onCancel, children = plates }: LoadingOutlineProps) {
  const t = useWords();
  const seconds = useSecondsSinceMount();
  return (
    <div className="vigla-outline" role="status" aria-busy="true" aria-label={t('problem.loading', { what })}>
      <div aria-hidden="true" className="vigla-outline__shape">
        {children}
      </div>
      <div className="vigla-outline__foot">
        {seconds >= 1 && (
          <>
            <Spinner size="md" className="vigla-busy" aria-hidden="true" />
            <span>{seconds < 2 ? asking : t('problem.loading_for', { asking, seconds })}</span>
          </>
        )}
        {seconds >= 5 && onCancel && (
          <Button variant="link" onClick={onCancel}>
            {t('problem.cancel')}
          </Button>
        )}
      </div>
    </div>
  );
}

const plates = [2, 2].map((count, row) => (
  <div key={row} className="vigla-outline__row">
    {Array.from({ length: count }, (_, plate) => (
      <div key={plate} className="vigla-outline__plate" />
    ))}
  </div>
));

function useSecondsSinceMount(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}

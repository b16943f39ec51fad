import { Tooltip } from '@patternfly/react-core';

interface TermProps {
  readonly text: string;
  /** What it means in plain words; without it the term needs no explanation. */
  readonly meaning?: string | undefined;
}

/** A term that explains itself when it is pointed at or focused. */
export function Term({ text, meaning }: TermProps) {
  if (!meaning) return text;
  return (
    <Tooltip content={meaning}>
      <button type="button" className="vigla-graph-term">
        {text}
      </button>
    </Tooltip>
  );
}

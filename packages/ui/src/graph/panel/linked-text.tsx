import type { ReactNode } from 'react';

/** Stands in a sentence for what is put in as a link; nobody writes it and no name may carry it. */
const marker = '\u2063';

interface LinkedTextProps {
  /** Writes the sentence around a name. */
  readonly sentence: (name: string) => string;
  readonly name: string;
  readonly onFollow: () => void;
}

/** A sentence in which one name leads somewhere, wherever the language puts it. */
export function LinkedText({ sentence, name, onFollow }: LinkedTextProps): ReactNode {
  const [before, ...after] = sentence(marker).split(marker);
  return (
    <>
      {before}
      <button type="button" className="vigla-graph-link" onClick={onFollow}>
        {name}
      </button>
      {after.join(name)}
    </>
  );
}

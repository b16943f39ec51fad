import { useState } from 'react';

/** The same object as long as it says the same, so that what is computed from it is not computed anew. For small plain data. */
export function useStable<T>(value: T): T {
  const [kept, setKept] = useState(value);
  if (kept !== value && JSON.stringify(kept) !== JSON.stringify(value)) {
    setKept(value);
    return value;
  }
  return kept;
}

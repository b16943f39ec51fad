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

/** Keeps showing the last value while there is none. */
export function useLast<T>(value: T | null): T | null {
  const [last, setLast] = useState(value);
  if (value !== null && value !== last) setLast(value);
  return value ?? last;
}

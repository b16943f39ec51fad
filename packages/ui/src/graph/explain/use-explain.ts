import { createContext, useContext } from 'react';

const ExplainContext = createContext<((element: string) => void) | null>(null);

/** Lends the way to an explanation to everything in a panel. */
export const ExplainProvider = ExplainContext.Provider;

/** Opens the explanation of an element; null where there is none to open. */
export const useExplain = (): ((element: string) => void) | null => useContext(ExplainContext);

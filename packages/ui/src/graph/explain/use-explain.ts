import { createContext, useContext } from 'react';

/** The way from a panel to an explanation. */
export interface Explaining {
  /** Id of the edge or node that the panel is about; null: of neither. */
  readonly element: string | null;
  /** What to ask where the panel has nothing to show of it. */
  readonly absent: string | null;
  readonly explain: (element: string) => void;
}

const ExplainContext = createContext<Explaining | null>(null);

/** Lends the way to an explanation to everything in a panel. */
export const ExplainProvider = ExplainContext.Provider;

/** Null where there is nothing to explain, as within an explanation. */
export const useExplain = (): Explaining | null => useContext(ExplainContext);

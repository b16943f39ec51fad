const longerWindows = [900, 3600, 21_600, 86_400] as const;

/** The next longer window that may show what this one does not; null where there is none. Units: s. */
export const longerThan = (windowSeconds: number): number | null => longerWindows.find((seconds) => seconds > windowSeconds) ?? null;

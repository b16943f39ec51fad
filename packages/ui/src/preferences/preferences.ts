import { type Language, languages } from '../words/index.ts';

/** What a person prefers on this machine. Nothing here is needed to work, so damage and absence both mean the default. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly language: Language | 'system';
  /** Traffic dots on the graph. */
  readonly dots: boolean;
  /** As what shares of requests travel on the graph. */
  readonly travel: 'points' | 'dashes';
  readonly graphView: 'picture' | 'table';
  /** The table lists calls, or everything by its place. */
  readonly tableBy: 'calls' | 'places';
  readonly legendOpen: boolean;
  /** The tour of the graph has been taken, or declined, once. */
  readonly tourTaken: boolean;
  /** Single letters on the picture of the graph. */
  readonly letterKeys: boolean;
  /** Units: CSS pixels. */
  readonly panelWidthPx: number;
}

export const defaultPreferences: Preferences = {
  theme: 'system',
  language: 'system',
  dots: true,
  travel: 'points',
  graphView: 'picture',
  tableBy: 'calls',
  legendOpen: true,
  tourTaken: false,
  letterKeys: true,
  panelWidthPx: 392,
};

type Sound = { readonly [K in keyof Preferences]: (value: unknown) => value is Preferences[K] };

const oneOf =
  <T extends string>(...allowed: readonly T[]) =>
  (value: unknown): value is T =>
    allowed.some((each) => each === value);
const yesOrNo = (value: unknown): value is boolean => typeof value === 'boolean';

const sound: Sound = {
  theme: oneOf('system', 'light', 'dark'),
  language: (value): value is Language | 'system' => value === 'system' || (typeof value === 'string' && Object.hasOwn(languages, value)),
  dots: yesOrNo,
  travel: oneOf('points', 'dashes'),
  graphView: oneOf('picture', 'table'),
  tableBy: oneOf('calls', 'places'),
  legendOpen: yesOrNo,
  tourTaken: yesOrNo,
  letterKeys: yesOrNo,
  panelWidthPx: (value): value is number => typeof value === 'number' && value >= 280 && value <= 900,
};

/** Reads a stored value. Total: whatever does not fit is the default. */
export function soundPreference<K extends keyof Preferences>(key: K, stored: string | null): Preferences[K] {
  if (stored === null) return defaultPreferences[key];
  try {
    const value: unknown = JSON.parse(stored);
    return sound[key](value) ? value : defaultPreferences[key];
  } catch (reason) {
    console.debug(`The stored preference ${key} is damaged and was passed over.`, reason);
    return defaultPreferences[key];
  }
}

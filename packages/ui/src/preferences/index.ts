export type { Preferences } from './preferences.ts';
export { readPreference, usePreference } from './use-preference.ts';

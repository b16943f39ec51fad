export type { Preferences } from './preferences.ts';
export { forget, store, stored, watchStored } from './storage.ts';
export { readPreference, usePreference } from './use-preference.ts';

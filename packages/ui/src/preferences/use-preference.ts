import { useCallback, useSyncExternalStore } from 'react';
import { type Preferences, soundPreference } from './preferences.ts';
import { store, stored, watchStored } from './storage.ts';

/** What is preferred now. For code that runs before there are views. */
export const readPreference = <K extends keyof Preferences>(key: K): Preferences[K] => soundPreference(key, stored(key));

/** A preference and its setter. Every view, and every tab of this browser, follows a change. */
export function usePreference<K extends keyof Preferences>(key: K): readonly [Preferences[K], (value: Preferences[K]) => void] {
  const text = useSyncExternalStore(watchStored, () => stored(key));
  const set = useCallback((value: Preferences[K]) => store(key, JSON.stringify(value)), [key]);
  return [soundPreference(key, text), set];
}

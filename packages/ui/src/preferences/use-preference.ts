import { useCallback, useSyncExternalStore } from 'react';
import { type Preferences, soundPreference } from './preferences.ts';

const prefix = 'vigla.';
const changed = 'vigla-preference';

/** Where browsers forbid storage, what is chosen lasts as long as the page. */
const forThisPage = new Map<string, string>();

/** What is preferred now. For code that runs before there are views. */
export const readPreference = <K extends keyof Preferences>(key: K): Preferences[K] => soundPreference(key, stored(key));

/** A preference and its setter. Every view, and every tab of this browser, follows a change. */
export function usePreference<K extends keyof Preferences>(key: K): readonly [Preferences[K], (value: Preferences[K]) => void] {
  const text = useSyncExternalStore(subscribe, () => stored(key));
  const set = useCallback((value: Preferences[K]) => store(key, JSON.stringify(value)), [key]);
  return [soundPreference(key, text), set];
}

function stored(key: string): string | null {
  try {
    return forThisPage.get(key) ?? localStorage.getItem(prefix + key);
  } catch (reason) {
    return noStorage(reason, key);
  }
}

function store(key: string, text: string): void {
  try {
    localStorage.setItem(prefix + key, text);
    forThisPage.delete(key);
  } catch (reason) {
    forThisPage.set(key, text);
    noStorage(reason, key);
  }
  dispatchEvent(new Event(changed));
}

function noStorage(reason: unknown, key: string): string | null {
  console.debug('This browser keeps no preferences.', reason);
  return forThisPage.get(key) ?? null;
}

function subscribe(notify: () => void): () => void {
  addEventListener('storage', notify);
  addEventListener(changed, notify);
  return () => {
    removeEventListener('storage', notify);
    removeEventListener(changed, notify);
  };
}

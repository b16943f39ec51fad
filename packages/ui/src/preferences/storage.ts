const prefix = 'vigla.';

/** Where browsers forbid storage, what is kept lasts as long as the page. */
const forThisPage = new Map<string, string>();

/** Told to this page whenever something is kept. */
const changed = 'vigla-preference';

/** What this browser keeps under a key; null for nothing. Total: damage is the reader's to judge. */
export function stored(key: string): string | null {
  try {
    return forThisPage.get(key) ?? localStorage.getItem(prefix + key);
  } catch (reason) {
    return noStorage(reason, key);
  }
}

/** Keeps a text under a key in this browser. Total. */
export function store(key: string, text: string): void {
  try {
    localStorage.setItem(prefix + key, text);
    forThisPage.delete(key);
  } catch (reason) {
    forThisPage.set(key, text);
    noStorage(reason, key);
  }
  dispatchEvent(new Event(changed));
}

/** Forgets what is kept under a key. Total. */
export function forget(key: string): void {
  forThisPage.delete(key);
  try {
    localStorage.removeItem(prefix + key);
  } catch (reason) {
    noStorage(reason, key);
  }
  dispatchEvent(new Event(changed));
}

/** Tells whenever something is kept or forgotten, here or in another tab. Returns how to stop. */
export function watchStored(notify: () => void): () => void {
  addEventListener('storage', notify);
  addEventListener(changed, notify);
  return () => {
    removeEventListener('storage', notify);
    removeEventListener(changed, notify);
  };
}

function noStorage(reason: unknown, key: string): string | null {
  console.debug('This browser keeps no preferences.', reason);
  return forThisPage.get(key) ?? null;
}

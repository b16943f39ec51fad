import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';

/** The console's i18next options that plugins meet. Source: console frontend, 4.22. */
export async function startWords(): Promise<void> {
  const language = new URLSearchParams(location.search).get('lang') ?? 'en';
  await createInstance()
    .use({ type: 'backend' as const, init: () => undefined, read: readWords })
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'en',
      load: 'languageOnly',
      ns: ['console'],
      defaultNS: 'console',
      nsSeparator: '~',
      keySeparator: false,
    });
}

function readWords(language: string, namespace: string, done: (error: unknown, words: Record<string, string> | null) => void): void {
  fetch(`/locales/resource.json?lng=${encodeURIComponent(language)}&ns=${encodeURIComponent(namespace)}`)
    .then((answer) => (answer.ok ? answer.json() : {}))
    .then((words: Record<string, string>) => done(null, words))
    .catch((error: unknown) => done(error, null));
}

import { createInstance, type i18n } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { useHost } from '../host/index.ts';
import { english } from './english.ts';

type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type Whole<K extends string> = K extends `${infer Stem}_${Plural}` ? Stem : K;

/** A key of the words; plural forms are chosen by `count`. */
export type WordKey = Whole<keyof typeof english>;

/** Puts a key into the reader's language. */
export type Words = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string;

/** The languages there are words for, each by its own name. */
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

/** The language of ours that fits best the ones a person reads, best first. */
export const languageFor = (preferred: readonly string[]): Language =>
  preferred
    .map((tag) => tag.toLowerCase().split('-')[0])
    .find((tag): tag is Language => tag !== undefined && Object.hasOwn(languages, tag)) ?? 'en';

/** All words of a language. English fills what a language lacks. */
export async function wordsOf(language: Language): Promise<Readonly<Record<string, string>>> {
  return language === 'de' ? (await import('./german.ts')).german : english;
}

/** Starts the words of an embedding that has no i18next of its own. The options are those of the OpenShift console, so that the same keys work there. */
export async function createWords(language: Language, namespace: string): Promise<i18n> {
  const instance = createInstance();
  await instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    load: 'languageOnly',
    ns: [namespace],
    defaultNS: namespace,
    keySeparator: false,
    nsSeparator: '~',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    showSupportNotice: false,
    resources: { en: { [namespace]: english }, [language]: { [namespace]: await wordsOf(language) } },
  });
  return instance;
}

/** Goes on in another language without a reload. */
export async function changeWords(instance: i18n, language: Language, namespace: string): Promise<void> {
  instance.addResourceBundle(language, namespace, await wordsOf(language), true, true);
  await instance.changeLanguage(language);
}

/** The words of this embedding. */
export function useWords(): Words {
  const { t } = useTranslation(useHost().i18nNamespace);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- i18next does not know our keys; `Words` does
  return t as unknown as Words;
}

/** The language that numbers and times are written in. */
export const useLanguage = (): string => useTranslation(useHost().i18nNamespace).i18n.language;

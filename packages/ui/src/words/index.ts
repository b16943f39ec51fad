export {
  changeWords,
  createWords,
  type Language,
  languageFor,
  languages,
  useLanguage,
  useWords,
  type WordKey,
  type Words,
} from './words.ts';

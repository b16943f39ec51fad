import { createWords } from '../../words/index.ts';
import type { Speech } from '../drawing/plate.ts';

const i18n = await createWords('en', 'vigla');

/** For tests: the words and numbers of an English reader. */
export const speech: Speech = { words: (key, values) => i18n.t(key, { ...values }), language: 'en' };

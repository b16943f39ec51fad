import { expect, it } from 'vitest';
import { speech } from '../test/speech.ts';
import { emptyCallsText } from './empty-calls-text.ts';

const text = (health: 'idle' | 'unknown', end: 'from' | 'to'): string => emptyCallsText({ health }, end, speech.words);

it('says that nobody calls only where somebody counts', () => {
  expect(text('idle', 'from')).toBe('Nobody called it in this window.');
  expect(text('idle', 'to')).toBe('It called nobody in this window.');
  expect(text('unknown', 'from')).toMatch(/^Not measured: /);
  expect(text('unknown', 'to')).toMatch(/^Not measured: /);
});

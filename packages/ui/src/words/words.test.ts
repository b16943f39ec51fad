import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { english } from './english.ts';
import { german } from './german.ts';
import { changeWords, createWords, languageFor } from './words.ts';

const root = join(import.meta.dirname, '../../../..');
const faces = [
  'packages/ui/src',
  'apps/dashboard/src',
  'apps/wall/src',
  'apps/console-plugin/src',
  'apps/console-plugin/console-extensions.ts',
];
const rooms = new Set(Object.keys(english).map((key) => key.split('.')[0] ?? ''));

const plural = /_(zero|one|two|few|many|other)$/;
const keys = new Set(Object.keys(english).map((key) => key.replace(plural, '')));

/** Every text in the sources that looks like a key: between quotes or backticks, its first part a room that has words. Holes of a template stand as `*`. */
function keysInSources(): Set<string> {
  const found = new Set<string>();
  for (const face of faces) {
    for (const source of sourcesIn(join(root, face))) {
      for (const [, quoted = ''] of source.matchAll(/['"`~]([a-z]+\.[^'"`%\s]*)['"`%]/g)) {
        const key = quoted.replaceAll(/\$\{[^}]*\}/g, '*');
        if (rooms.has(key.split('.')[0] ?? '') && /^[a-z]+(\.[\w*-]+)+$/.test(key)) found.add(key);
      }
    }
  }
  return found;
}

function sourcesIn(path: string): readonly string[] {
  if (statSync(path).isFile()) return [readFileSync(path, 'utf8')];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => readFileSync(join(path, name), 'utf8'));
}

const matches = (pattern: string, key: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll('.', '\\.'))
      .join('[\\w.-]+')}$`,
  ).test(key);
const used = [...keysInSources()];
const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).sort();

describe('the words on screen', () => {
  it('are there for every key that a view uses', () => {
    expect(used.filter((pattern) => ![...keys].some((key) => matches(pattern, key)))).toEqual([]);
  });

  it('are all used', () => {
    expect([...keys].filter((key) => !used.some((pattern) => matches(pattern, key)))).toEqual([]);
  });

  it('have every plural form that English has, wherever they have one', () => {
    const counted = Object.keys(english)
      .filter((key) => plural.test(key))
      .map((key) => key.replace(plural, ''));
    expect(counted.filter((key) => !(`${key}_one` in english) || !(`${key}_other` in english))).toEqual([]);
  });

  it('are never empty, never shout, and end no sentence with blame or an exclamation', () => {
    expect(Object.entries(english).filter(([, text]) => text.trim() === '' || /!|oops|please note|simply/i.test(text))).toEqual([]);
  });
});

describe('the German words', () => {
  it('say nothing that English does not have', () => {
    expect(Object.keys(german).filter((key) => !(key in english))).toEqual([]);
  });

  it('have the same holes as the English ones', () => {
    const texts: Readonly<Record<string, string>> = english;
    expect(Object.entries(german).filter(([key, text]) => holes(text).join() !== holes(texts[key] ?? '').join())).toEqual([]);
  });

  it('are complete', () => {
    expect(Object.keys(english).filter((key) => !(key in german))).toEqual([]);
  });

  it('have a form for every count, as the German rules of plural ask', () => {
    const forms = new Intl.PluralRules('de').resolvedOptions().pluralCategories;
    const counted = new Set(Object.keys(german).flatMap((key) => (plural.test(key) ? [key.replace(plural, '')] : [])));
    expect([...counted].flatMap((key) => forms.map((form) => `${key}_${form}`)).filter((key) => !(key in german))).toEqual([]);
  });

  it('are never empty and never shout', () => {
    expect(Object.entries(german).filter(([, text]) => text.trim() === '' || text.includes('!'))).toEqual([]);
  });
});

describe('a language', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr', 'de'], 'de'],
    [['fr'], 'en'],
    [[], 'en'],
    [['__proto__', 'constructor'], 'en'],
  ])('for a reader of %j is %s', (preferred, language) => {
    expect(languageFor(preferred)).toBe(language);
  });

  it('changes without a reload, plurals and all, and keeps English where it has no words', async () => {
    const words = await createWords('en', 'plugin__vigla');
    const t = words.getFixedT(null, 'plugin__vigla');
    expect(t('parts.diff.added', { count: 1 })).toBe('1 line added');
    await changeWords(words, 'de', 'plugin__vigla');
    const deutsch = words.getFixedT(null, 'plugin__vigla');
    expect(deutsch('parts.diff.added', { count: 2 })).toBe('2 Zeilen hinzugefügt');
    expect(deutsch('no.such.key')).toBe('no.such.key');
  });

  it('shows hostile names as they are', async () => {
    const words = await createWords('en', 'vigla');
    expect(words.t('shell.unknown.text', { path: '<img src=x> $t(shell.graph) {{path}}' })).toContain('<img src=x>');
  });
});

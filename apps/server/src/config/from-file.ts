import { parseDocument } from 'yaml';
import { didYouMean, type Finds, type Found, type Mistake } from './mistake.ts';
import { type SettingName, settingNames } from './settings.ts';

const names: ReadonlySet<string> = new Set(settingNames);

/** Reads a settings file. Total: text that is no YAML, or a key that no setting has, is a mistake with its line. */
export function fromFile(file: string, text: string): Finds<SettingName> {
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    return {
      found: new Map(),
      mistakes: document.errors.map(({ message }) => ({
        where: `file ${file}`,
        what: `is not valid YAML: ${message.split('\n')[0] ?? ''}`,
      })),
    };
  }
  const found = new Map<SettingName, Found>();
  const mistakes: Mistake[] = [];
  const content: unknown = document.toJS({ maxAliasCount: 0 });
  if (content === null || content === undefined) return { found, mistakes };
  if (!isRecord(content))
    return { found, mistakes: [{ where: `file ${file}`, what: 'is not a list of settings such as "server: { port: 9000 }"' }] };
  for (const [key, value] of flatten(content)) {
    const where = `file ${file}, ${key}`;
    if (isName(key)) found.set(key, { where, value });
    else mistakes.push({ where, what: `is not a setting.${didYouMean(key, settingNames)} See --help.` });
  }
  return { found, mistakes };
}

/** `{ server: { port: 1 } }` and `{ 'server.port': 1 }` are the same to us. */
const flatten = (content: Readonly<Record<string, unknown>>, above = ''): readonly (readonly [string, unknown])[] =>
  Object.entries(content).flatMap(([key, value]) =>
    isRecord(value) && !isName(above + key) ? flatten(value, `${above}${key}.`) : [[above + key, value] as const],
  );

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isName = (key: string): key is SettingName => names.has(key);

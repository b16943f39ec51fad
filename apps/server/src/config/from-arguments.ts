import { parseArgs } from 'node:util';
import { didYouMean, type Finds, type Found, type Mistake } from './mistake.ts';
import { type Command, type SettingName, settingNames, settingOf } from './settings.ts';

/** The command line, taken apart. `command` is null when none was named. */
export interface Arguments extends Finds<SettingName> {
  readonly command: Command | null;
  readonly wants: 'help' | 'version' | null;
  readonly configFile: string | null;
}

const named: ReadonlyMap<string, SettingName> = new Map(
  settingNames.flatMap((name) => {
    const { argument } = settingOf(name);
    return argument === undefined ? [] : [[argument, name]];
  }),
);
const isSwitch = (name: SettingName): boolean => settingOf(name).value === undefined;
const known = [...named.keys(), 'config', 'help', 'version'].map((word) => `--${word}`);
const options = {
  config: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  ...Object.fromEntries(
    [...named].map(([argument, name]) => [argument, { type: isSwitch(name) ? ('boolean' as const) : ('string' as const) }]),
  ),
} as const;

/** Reads `--name value`, `--name=value` and switches. Total: what it does not understand becomes a mistake. */
export function fromArguments(words: readonly string[]): Arguments {
  const { tokens } = parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true });
  const flags = tokens.filter((token) => token.kind === 'option');
  // The word after an argument that nobody knows was most likely its value.
  const commands = tokens.flatMap((token, i) => (token.kind === 'positional' && !isUnknown(tokens[i - 1]) ? [token.value] : []));
  const config = flags.findLast(({ name }) => name === 'config');
  return {
    found: new Map(flags.flatMap(findOf)),
    mistakes: [...flags.flatMap(mistakesIn), ...mistakesAmong(commands)],
    command: commands.find((word) => word === 'serve' || word === 'demo') ?? null,
    wants: flags.some(({ name }) => name === 'help') ? 'help' : flags.some(({ name }) => name === 'version') ? 'version' : null,
    configFile: config === undefined || isMissing(config.value) ? null : config.value,
  };
}

const isUnknown = (token: { readonly kind: string; readonly name?: string } | undefined): boolean =>
  token?.kind === 'option' && !Object.hasOwn(options, token.name ?? '');

interface Flag {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
}

/** In `--port --read-only` the second word is the next flag and not a port. */
const isMissing = (value: string | undefined): value is undefined => value === undefined || value.startsWith('--');

function findOf({ name, rawName, value }: Flag): readonly (readonly [SettingName, Found])[] {
  const setting = named.get(name);
  if (!setting || (isMissing(value) && !isSwitch(setting))) return [];
  return [[setting, { where: `argument ${rawName}`, value: value ?? true }]];
}

function mistakesIn({ name, rawName, value }: Flag): readonly Mistake[] {
  const where = `argument ${rawName}`;
  const setting = named.get(name);
  if (name === 'help' || name === 'version' || (setting && isSwitch(setting))) return [];
  if (!setting && name !== 'config') return [{ where, what: `is not known.${didYouMean(rawName, known)} See --help.` }];
  return isMissing(value) ? [{ where, what: `has no value: write ${rawName} ${setting ? settingOf(setting).value : 'FILE'}` }] : [];
}

function mistakesAmong(commands: readonly string[]): readonly Mistake[] {
  const strange = commands.filter((word) => word !== 'serve' && word !== 'demo');
  const mistakes = strange.map((word) => ({
    where: `argument "${word}"`,
    what: `is not known.${didYouMean(word, ['serve', 'demo'])} See --help.`,
  }));
  const both = commands.includes('serve') && commands.includes('demo');
  return both ? [...mistakes, { where: 'arguments serve and demo', what: 'cannot be together: choose one' }] : mistakes;
}

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
const known = [...named.keys(), 'config', 'help', 'version'].map((word) => `--${word}`);

/** Reads `--name value`, `--name=value` and switches. Total: what it does not understand becomes a mistake. */
export function fromArguments(words: readonly string[]): Arguments {
  const found = new Map<SettingName, Found>();
  const mistakes: Mistake[] = [];
  let command: Command | null = null;
  let wants: Arguments['wants'] = null;
  let configFile: string | null = null;

  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const [flag = '', given] = splitOnce(word);
    const name = named.get(flag.slice(2));
    const isSwitch = name !== undefined && settingOf(name).value === undefined;
    const takeValue = (): string | undefined => given ?? (words[i + 1]?.startsWith('--') === false ? words[++i] : undefined);

    if (flag === '--help' || word === '-h') wants = 'help';
    else if (flag === '--version') wants ??= 'version';
    else if (flag === '--config') {
      configFile = takeValue() ?? null;
      if (configFile === null) mistakes.push({ where: 'argument --config', what: 'has no value: name a YAML file' });
    } else if (name !== undefined) {
      const value = isSwitch ? (given ?? true) : takeValue();
      if (value === undefined)
        mistakes.push({ where: `argument ${flag}`, what: `has no value: write ${flag} ${settingOf(name).value ?? ''}`.trimEnd() });
      else found.set(name, { where: `argument ${flag}`, value });
    } else if (word === 'serve' || word === 'demo') {
      if (command !== null && command !== word)
        mistakes.push({ where: `argument ${word}`, what: `cannot be together with "${command}": choose one` });
      command = word;
    } else
      mistakes.push({
        where: `argument ${word.startsWith('--') ? flag : `"${word}"`}`,
        what: `is not known.${didYouMean(flag, word.startsWith('--') ? known : ['serve', 'demo'])} See --help.`,
      });
  }
  return { found, mistakes, command, wants, configFile };
}

function splitOnce(word: string): readonly [string, string?] {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1;
  return equals < 0 ? [word] : [word.slice(0, equals), word.slice(equals + 1)];
}

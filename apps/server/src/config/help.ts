import type { Mistake } from './mistake.ts';
import { type SettingName, settingNames, settingOf, variableOf } from './settings.ts';

/** What `--help` prints. Shape: at most 100 columns. */
export const helpText = (): string => `Vigla, a console through which people see and steer a service mesh.

  vigla                                   the demo: a whole mesh in this process
  vigla demo [--scenario NAME] [--story NAME] [--seed N]
  vigla serve --prometheus URL            your own mesh; the cluster comes from your kubeconfig

Arguments
${argumentLines().join('\n')}

Settings
Each can be set in a file (--config), where the dots may be nesting, and in the environment.
Arguments win over the environment, the environment over the file. What nobody knows is refused.
${settingNames.map(settingLines).join('\n')}
`;

function argumentLines(): readonly string[] {
  const lines = settingNames.flatMap((name) => {
    const { argument, value } = settingOf(name);
    return argument === undefined ? [] : [[`--${argument}${value === undefined ? '' : ` ${value}`}`, name] as const];
  });
  const own = [
    ['--config FILE', 'a YAML file of settings (VIGLA_CONFIG)'],
    ['--help', 'this text'],
    ['--version', 'which version this is'],
  ] as const;
  return [...lines, ...own].map(([left, right]) => `  ${left.padEnd(20)}${right}`);
}

const settingLines = (name: SettingName): string =>
  [`  ${name}`, `      ${variableOf(name)}`, ...wrap(settingOf(name).says, 88).map((line) => `      ${line}`)].join('\n');

function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** What is printed instead of starting. */
export const mistakesText = (mistakes: readonly Mistake[]): string =>
  `Vigla cannot start with these settings:\n${mistakes.map(({ where, what }) => `  ${where}: ${what}`).join('\n')}\n`;

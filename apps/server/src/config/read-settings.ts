import { failed, ok, type Result } from '@vigla/domain/result';
import { fromArguments } from './from-arguments.ts';
import { fromEnvironment } from './from-environment.ts';
import { fromFile } from './from-file.ts';
import { checkTogether } from './check-together.ts';
import type { Finds, Found, Mistake } from './mistake.ts';
import { type SettingName, type Settings, settingNames, table } from './settings.ts';

/** Where settings come from. `readFile` throws when there is no such file. */
export interface Places {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => string;
}

/** What the command line asks for. */
export type Wish = { readonly kind: 'help' } | { readonly kind: 'version' } | { readonly kind: 'run'; readonly settings: Settings };

/** Reads all settings: arguments before environment before file before defaults. Fails with every mistake at once, wherever it was made. */
export function readSettings({ args, env, readFile }: Places): Result<Wish, Mistake> {
  const typed = fromArguments(args);
  if (typed.wants) return ok({ kind: typed.wants });
  const exported = fromEnvironment(env);
  const written = readConfigFile(typed.configFile ?? exported.configFile, readFile);
  const found = new Map([...written.found, ...exported.found, ...typed.found]);
  const { values, mistakes } = check(found);
  const command = typed.command ?? ([...found.keys()].some(isSource) ? 'serve' : 'demo');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each value has passed the schema of its name.
  const settings = { command, ...values } as unknown as Settings;
  const all = [
    ...typed.mistakes,
    ...exported.mistakes,
    ...written.mistakes,
    ...mistakes,
    ...(mistakes.length === 0 ? checkTogether(settings, found) : []),
  ];
  return all.length > 0 ? failed(all) : ok({ kind: 'run', settings: Object.freeze(settings) });
}

/** Naming a source of one's own means not wanting the demo. */
const isSource = (name: SettingName): boolean =>
  name === 'prometheus.url' || name === 'tracing.url' || name === 'kubernetes.kubeconfig' || name === 'kubernetes.context';

function readConfigFile(file: string | null, readFile: Places['readFile']): Finds<SettingName> {
  if (file === null) return { found: new Map(), mistakes: [] };
  try {
    return fromFile(file, readFile(file));
  } catch (cause) {
    return {
      found: new Map(),
      mistakes: [{ where: `file ${file}`, what: `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}` }],
    };
  }
}

function check(found: ReadonlyMap<SettingName, Found>) {
  const values: Partial<Record<SettingName, unknown>> = {};
  const mistakes: Mistake[] = [];
  for (const name of settingNames) {
    const given = found.get(name);
    const parsed = table[name].schema.safeParse(given?.value);
    if (parsed.success) values[name] = parsed.data;
    else
      mistakes.push(
        ...parsed.error.issues.map(({ message }) => ({ where: given?.where ?? name, what: `${message} (it says ${shown(given?.value)})` })),
      );
  }
  return { values, mistakes };
}

/** As it was written, but for passwords. */
const shown = (value: unknown): string => {
  const text = (JSON.stringify(value) ?? 'nothing').replaceAll(/(?<=\/\/)[^/@"]*@/g, '***@');
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};

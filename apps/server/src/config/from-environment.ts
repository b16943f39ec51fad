import { didYouMean, type Finds, type Found, type Mistake } from './mistake.ts';
import { type SettingName, settingNames, variableOf } from './settings.ts';

const byVariable: ReadonlyMap<string, SettingName> = new Map(settingNames.map((name) => [variableOf(name), name]));

/** Reads the VIGLA_* variables. Total: one that no setting has is a mistake. VIGLA_CONFIG names the settings file. */
export function fromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Finds<SettingName> & { readonly configFile: string | null } {
  const found = new Map<SettingName, Found>();
  const mistakes: Mistake[] = [];
  for (const [variable, value] of Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!variable.startsWith('VIGLA_') || variable === 'VIGLA_CONFIG' || value === undefined || isServiceLink(variable, value)) continue;
    const name = byVariable.get(variable);
    if (name) found.set(name, { where: `environment ${variable}`, value });
    else
      mistakes.push({
        where: `environment ${variable}`,
        what: `is not a setting.${didYouMean(variable, [...byVariable.keys()])} See --help.`,
      });
  }
  return { found, mistakes, configFile: env['VIGLA_CONFIG'] ?? null };
}

/** Kubernetes puts variables for every Service into each pod; for a Service called vigla or vigla-server they look like ours. */
const isServiceLink = (variable: string, value: string): boolean =>
  /^(tcp|udp|sctp):\/\//.test(value) || /_SERVICE_(HOST|PORT)(_|$)|_PORT_\d+_(TCP|UDP|SCTP)(_|$)/.test(variable);

import { settingNames, settingOf, variableOf } from '../apps/server/src/config/index.ts';

/** What docs/settings.md says: every setting, out of the table that the server itself reads. */
export const settingsPage = (): string => `# Settings

Every setting of the server, from the table it reads itself (\`apps/server/src/config/settings.ts\`).
\`vigla --help\` says the same in a terminal.

A setting can be given in three places; the upper ones win, and what no setting is called is refused with all mistakes at once:

1. as an argument: \`--prometheus http://localhost:9090\`
2. in the environment: \`VIGLA_PROMETHEUS_URL=http://localhost:9090\`
3. in a YAML file that \`--config\` or \`VIGLA_CONFIG\` names: \`prometheus: { url: "http://localhost:9090" }\`

Secrets are never settings themselves: a setting names the file that holds one.

| setting | argument | environment | default | what it is for |
| --- | --- | --- | --- | --- |
${settingNames.map(row).join('\n')}
`;

function row(name: (typeof settingNames)[number]): string {
  const { schema, argument, value, says } = settingOf(name);
  const short = argument === undefined ? '' : `\`--${argument}${value === undefined ? '' : ` ${value}`}\``;
  const standard: unknown = schema.parse(undefined);
  const shown = standard === undefined ? '' : `\`${JSON.stringify(standard)}\``;
  return `| ${[`\`${name}\``, short, `\`${variableOf(name)}\``, shown, says.replaceAll('|', '\\|')].join(' | ')} |`;
}

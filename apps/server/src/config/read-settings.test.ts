import { describe, expect, it } from 'vitest';
import { helpText, mistakesText } from './help.ts';
import { type Places, readSettings } from './read-settings.ts';
import { type Settings, settingNames, settingOf, variableOf } from './settings.ts';

const read = ({ args = [], env = {}, file }: { args?: readonly string[]; env?: Places['env']; file?: string } = {}) =>
  readSettings({
    args: file === undefined ? args : [...args, '--config', 'vigla.yaml'],
    env,
    readFile: (path) => {
      if (file === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
      return file;
    },
  });

function settings(places: Parameters<typeof read>[0]): Settings {
  const wish = read(places);
  if (!wish.ok) throw new Error(mistakesText(wish.problems));
  if (wish.value.kind !== 'run') throw new Error(wish.value.kind);
  return wish.value.settings;
}

function mistakes(places: Parameters<typeof read>[0]): readonly string[] {
  const wish = read(places);
  if (wish.ok) throw new Error('There is no mistake.');
  return wish.problems.map(({ where, what }) => `${where}: ${what}`);
}

const prometheus = ['--prometheus', 'http://prom:9090'];

describe('the command', () => {
  it.each<[because: string, args: readonly string[], command: string]>([
    ['nothing is said', [], 'demo'],
    ['only the port is', ['--port', '9000'], 'demo'],
    ['the demo is asked for', ['demo', '--scenario', 'bookinfo', '--seed', '7'], 'demo'],
    ['a Prometheus is named', prometheus, 'serve'],
    ['it is said', ['serve', ...prometheus], 'serve'],
  ])('when %s', (_, args, command) => {
    expect(settings({ args }).command).toBe(command);
  });

  it('serves when a source is named in the environment or in the file', () => {
    expect(settings({ env: { VIGLA_PROMETHEUS_URL: 'http://prom:9090' } }).command).toBe('serve');
    expect(settings({ file: 'prometheus: { url: "http://prom:9090" }' }).command).toBe('serve');
  });

  it.each([
    ['--help', 'help'],
    ['-h', 'help'],
    ['--version', 'version'],
  ])('answers %s whatever else is wrong', (argument, kind) => {
    expect(read({ args: ['--nonsense', argument] })).toEqual({ ok: true, value: { kind } });
  });
});

describe('a setting', () => {
  const file = 'server:\n  port: 3\nserver.host: 127.0.0.3\nprometheus.url: http://file:9090\n';
  const env = { VIGLA_SERVER_PORT: '2', VIGLA_PROMETHEUS_URL: 'http://env:9090' };

  it('is taken from arguments before environment before file before defaults', () => {
    const all = settings({ args: ['--port', '1'], env, file });
    expect([all['server.port'], all['prometheus.url'], all['server.host'], all['prometheus.concurrency']]).toEqual([
      1,
      'http://env:9090',
      '127.0.0.3',
      8,
    ]);
    expect(settings({ env, file })['server.port']).toBe(2);
    expect(settings({ file })['server.port']).toBe(3);
  });

  it('has a safe default', () => {
    expect(settings({})).toMatchObject({
      'server.host': '127.0.0.1',
      'server.readOnly': false,
      'server.allowedHosts': [],
      'server.publicMetrics': false,
    });
  });

  it('HLT-04: may be rules by which some elements are judged', () => {
    const [rule] = settings({ file: 'health.rate: [{ namespace: shop, tolerance: [{ code: 5XX, degraded: 1, failure: 20 }] }]' })[
      'health.rate'
    ];
    expect(rule).toMatchObject({
      namespace: /^(?:shop)$/,
      kind: /^(?:.*)$/,
      tolerances: [{ degraded: 0.01, failing: 0.2, protocols: ['http', 'grpc'] }],
    });
    const inEnvironment = { VIGLA_HEALTH_RATE: '[{"name": "cart.*", "tolerance": [{"code": "4XX"}]}]', VIGLA_HEALTH_PRESET: 'kiali' };
    expect(settings({ env: inEnvironment })).toMatchObject({ 'health.preset': 'kiali', 'health.rate': [{ name: /^(?:cart.*)$/ }] });
  });

  it('GRF-27: may be what find and hide offer, named once or in each language, and selected from the start', () => {
    const find = 'graph.find: [{ name: Too slow, expression: rt > 500ms }]';
    const hide = '[{"name": {"en": "Quiet ones", "de": "Die Stillen"}, "expression": "idle", "selected": true}]';
    expect(settings({ file: find, env: { VIGLA_GRAPH_HIDE: hide } })).toMatchObject({
      'graph.find': [{ name: { en: 'Too slow', de: 'Too slow' }, expression: 'rt > 500ms', selected: false }],
      'graph.hide': [{ name: { en: 'Quiet ones', de: 'Die Stillen' }, expression: 'idle', selected: true }],
    });
    expect(settings({ file: 'graph.find: []' })).toMatchObject({ 'graph.find': [], 'graph.hide': undefined });
  });

  it('may be written with an equals sign, as a switch, and as a list', () => {
    const all = settings({ args: ['--port=0', '--read-only'], env: { VIGLA_SERVER_ALLOWED_HOSTS: 'a.example, b.example' } });
    expect([all['server.port'], all['server.readOnly'], all['server.allowedHosts']]).toEqual([0, true, ['a.example', 'b.example']]);
  });

  it('loses the slash at the end of an address', () => {
    expect(settings({ args: ['--prometheus', 'http://prom:9090/base/'] })['prometheus.url']).toBe('http://prom:9090/base');
  });

  it('named VIGLA_CONFIG is the file', () => {
    expect(mistakes({ env: { VIGLA_CONFIG: '/nowhere.yaml' } })).toEqual([expect.stringContaining('file /nowhere.yaml: cannot be read')]);
  });

  it('is not what Kubernetes writes for a Service called vigla', () => {
    const links = {
      VIGLA_PORT: 'tcp://10.0.0.1:8080',
      VIGLA_SERVICE_HOST: '10.0.0.1',
      VIGLA_SERVER_PORT: 'tcp://10.0.0.2:80',
      VIGLA_PORT_8080_TCP_ADDR: '10.0.0.1',
      VIGLA_SERVER_SERVICE_PORT_HTTP: '80',
    };
    expect(settings({ env: links })['server.port']).toBe(8080);
  });
});

describe('a mistake', () => {
  it.each<[because: string, places: Parameters<typeof read>[0], expected: string]>([
    [
      'an argument is not known',
      { args: ['--promethus', 'x'] },
      'argument --promethus: is not known. Did you mean --prometheus? See --help.',
    ],
    ['a command is not known', { args: ['dmeo'] }, 'argument "dmeo": is not known. Did you mean demo? See --help.'],
    ['both commands are given', { args: ['serve', 'demo', ...prometheus] }, 'arguments serve and demo: cannot be together: choose one'],
    ['an argument has no value', { args: ['--port'] }, 'argument --port: has no value: write --port NUMBER'],
    ['an argument is followed by the next one', { args: ['--port', '--read-only'] }, 'argument --port: has no value: write --port NUMBER'],
    ['a port is a word', { args: ['--port', 'http'] }, 'argument --port: is not a number (it says "http")'],
    ['a port is too high', { env: { VIGLA_SERVER_PORT: '70000' } }, 'environment VIGLA_SERVER_PORT: is more than 65535 (it says "70000")'],
    [
      'a URL is none',
      { args: ['--prometheus', 'prom:9090'] },
      'argument --prometheus: is not an http or https URL such as http://prometheus:9090 (it says "prom:9090")',
    ],
    [
      'a switch is neither on nor off',
      { env: { VIGLA_SERVER_READ_ONLY: 'maybe' } },
      'environment VIGLA_SERVER_READ_ONLY: is neither true nor false (it says "maybe")',
    ],
    [
      'a variable is not known',
      { env: { VIGLA_PROMETHEUS_URI: 'x' } },
      'environment VIGLA_PROMETHEUS_URI: is not a setting. Did you mean VIGLA_PROMETHEUS_URL? See --help.',
    ],
    [
      'a key of the file is not known',
      { file: 'server:\n  prot: 1\n' },
      'file vigla.yaml, server.prot: is not a setting. Did you mean server.port? See --help.',
    ],
    [
      'a key of the file holds a group of keys',
      { file: 'server:\n  port: { a: 1 }\n' },
      'file vigla.yaml, server.port: is not a number (it says {"a":1})',
    ],
    [
      'the file is no list of settings',
      { file: '- a\n- b\n' },
      'file vigla.yaml: is not a list of settings such as "server: { port: 9000 }"',
    ],
    [
      'the demo is given a Prometheus',
      { args: ['demo', ...prometheus] },
      'argument --prometheus: cannot be set in the demo, which brings its own mesh: leave it out, or use "serve"',
    ],
    [
      'there is no Prometheus to serve',
      { args: ['serve'] },
      'prometheus.url: is missing: name your Prometheus with --prometheus URL, or start without any source to see the demo',
    ],
    ['a certificate has no key', { env: { VIGLA_SERVER_TLS_CERT_FILE: 'a.pem' } }, 'server.tlsCertFile: needs server.tlsKeyFile as well'],
    [
      'a rule of health is for a pattern that is none',
      { file: 'health:\n  rate:\n    - namespace: "("\n      tolerance: [{ code: 5XX }]\n' },
      'file vigla.yaml, health.rate: has a pattern that is no regular expression: "(" (it says [{"namespace":"(","tolerance":[{"code":"5XX"}]}])',
    ],
    [
      'a rule of health has more to degrade than to fail',
      { file: 'health.rate: [{ tolerance: [{ code: 5XX, degraded: 9, failure: 1 }] }]' },
      'file vigla.yaml, health.rate: has a tolerance that makes no sense, of code "5XX": code is digits and X such as 5XX, degraded and failure are percentages of which the first is not the larger, protocol is http, grpc or both, direction is inbound, outbound or .* (it says [{"tolerance":[{"code":"5XX","degraded":9,"failure":1}]}])',
    ],
    [
      'rules of health in the environment are no JSON',
      { env: { VIGLA_HEALTH_RATE: 'shop' } },
      'environment VIGLA_HEALTH_RATE: is not valid JSON: outside of the settings file a list is written as JSON (it says "shop")',
    ],
    [
      'a password has no user',
      { args: prometheus, env: { VIGLA_PROMETHEUS_PASSWORD_FILE: 'p' } },
      'prometheus.passwordFile: needs prometheus.username as well',
    ],
  ])('is explained when %s', (_, places, expected) => {
    expect(mistakes(places)).toEqual([expected]);
  });

  it.each<[because: string, find: string, expected: string]>([
    [
      'asks for nothing that can be asked',
      '[{ name: Ours, expression: "errors > 1% and namspace = shop" }]',
      'has a preset "Ours" whose expression is wrong at character 17, "namspace": this is nothing that can be asked; did you mean namespace. docs/find.md says what can be asked',
    ],
    [
      'ends too early',
      '[{ name: Ours, expression: "errors >" }]',
      'has a preset "Ours" whose expression is wrong at its end: a value is missing; words such as "and" need quotes. docs/find.md says what can be asked',
    ],
    [
      'is too long',
      `[{ name: Ours, expression: "${'a'.repeat(501)}" }]`,
      'has a preset "Ours" whose expression has more than 500 characters. docs/find.md says what can be asked',
    ],
    ['is empty', '[{ name: Ours, expression: "" }]', 'has a preset "Ours" whose expression is empty. docs/find.md says what can be asked'],
    ['is missing', '[{ name: Ours }]', 'has a preset without an expression, such as expression: "rt > 1 s"'],
    [
      'has no name',
      '[{ expression: idle }]',
      'has a preset without a name: write name: "Slow calls", or one for each language, name: { en: "Slow calls", de: "Langsame Aufrufe" }',
    ],
    ['has a long name', `[{ name: ${'n'.repeat(61)}, expression: idle }]`, 'has a preset whose name is longer than 60 characters'],
    [
      'has a misspelt key',
      '[{ name: Ours, expression: idle, selcted: true }]',
      'has a preset with "selcted": it takes name, expression and selected',
    ],
    [
      'is one of two that are selected',
      '[{ name: A, expression: idle, selected: true }, { name: B, expression: idle, selected: true }]',
      'has more than one preset that is selected: a field holds one',
    ],
    ['is one of too many', `[${'{ name: A, expression: idle }, '.repeat(21)}]`, 'has more than 20 presets'],
    ['is no list', '7', 'is not a list of presets such as [{"name": "Slow calls", "expression": "rt > 1 s", "selected": true}]'],
  ])('GRF-27: is explained when a preset of find %s', (_, find, expected) => {
    expect(mistakes({ file: `graph.find: ${find}` })).toEqual([
      expect.stringContaining(`file vigla.yaml, graph.find: ${expected} (it says `),
    ]);
  });

  it('in YAML itself is reported with its place', () => {
    expect(mistakes({ file: 'server: { port: 1\n' })[0]).toMatch(/^file vigla\.yaml: is not valid YAML: .* line \d/);
    expect(mistakes({ file: 'a: &x [1]\nserver.allowedHosts: *x\n' })[0]).toMatch(/^file vigla\.yaml/);
  });

  it('does not hide the others, and says where each was made', () => {
    const found = mistakes({ args: ['--port', 'x', '--what'], env: { VIGLA_LOG_LEVEL: 'loud' }, file: 'prometheus: { concurrency: 0 }' });
    expect(found.map((line) => line.split(':')[0])).toEqual([
      'argument --what',
      'file vigla.yaml, prometheus.concurrency',
      'argument --port',
      'environment VIGLA_LOG_LEVEL',
    ]);
  });

  it('in a URL does not show the password that made it one', () => {
    const [line] = mistakes({ args: ['--prometheus', 'http://me:hunter2@prom:9090'] });
    expect(line).toContain('has a user name or password in it');
    expect(line).not.toContain('hunter2');
  });
});

describe('the help', () => {
  it('explains every setting with its argument and its variable', () => {
    const text = helpText();
    for (const name of settingNames) {
      const { argument } = settingOf(name);
      expect(text).toContain(`\n  ${name}\n      ${variableOf(name)}\n`);
      expect(text).toContain(argument === undefined ? name : `  --${argument}`);
    }
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });
});

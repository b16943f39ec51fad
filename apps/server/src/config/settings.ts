import * as z from 'zod';
import { findPresets } from './find-presets.ts';
import { healthRules } from './health-rules.ts';

/** One thing an operator can set. `argument`: the short way on the command line. `value`: what help calls its value; none for a switch. */
export interface Setting {
  readonly schema: z.ZodType;
  readonly says: string;
  readonly argument?: string;
  readonly value?: string;
}

const path = z.string().min(1, 'is empty: name a file');
const address = z
  .url({ protocol: /^https?$/, error: 'is not an http or https URL such as http://prometheus:9090' })
  .refine(
    (url) => !URL.canParse(url) || (new URL(url).username === '' && new URL(url).password === ''),
    'has a user name or password in it: put those into their own settings',
  )
  .transform((url) => url.replace(/\/+$/, ''));
const whole = (least: number, most: number) =>
  z.coerce
    .number({ error: 'is not a number' })
    .int('is not a whole number')
    .min(least, `is less than ${least}`)
    .max(most, `is more than ${most}`);
const yesOrNo = z.union([z.boolean(), z.stringbool()], { error: 'is neither true nor false' });
const words = z.union(
  [
    z.array(z.string()),
    z.string().transform((text) =>
      text
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== ''),
    ),
  ],
  { error: 'is not a list of words' },
);

/**
 * Every setting, once. Its name here is its name in the settings file (nested or dotted); in the environment it is upper case
 * with VIGLA_ before it. Secrets are never settings themselves: a setting names the file that holds one.
 */
export const table = {
  'kubernetes.kubeconfig': {
    schema: path.optional(),
    argument: 'kubeconfig',
    value: 'FILE',
    says: "The cluster's kubeconfig. Default: KUBECONFIG, then ~/.kube/config, then the pod's own service account.",
  },
  'kubernetes.context': {
    schema: z.string().min(1, 'is empty: name a context').optional(),
    argument: 'context',
    value: 'NAME',
    says: 'The context in the kubeconfig. Default: its current one.',
  },
  'kubernetes.timeoutSeconds': { schema: whole(1, 600).default(10), says: 'How long one request to the cluster may take.' },
  'prometheus.url': {
    schema: address.optional(),
    argument: 'prometheus',
    value: 'URL',
    says: 'The Prometheus (or what speaks its API) that has the metrics of the mesh.',
  },
  'prometheus.tokenFile': { schema: path.optional(), says: 'A file with a bearer token for Prometheus; read again when it changes.' },
  'prometheus.username': {
    schema: z.string().min(1, 'is empty').optional(),
    says: 'The user name for Prometheus, with prometheus.passwordFile.',
  },
  'prometheus.passwordFile': { schema: path.optional(), says: 'A file with the password for Prometheus.' },
  'prometheus.caFile': { schema: path.optional(), says: "A PEM file with the authority that signed Prometheus' certificate." },
  'prometheus.timeoutSeconds': { schema: whole(1, 600).default(20), says: 'How long one query may take.' },
  'prometheus.concurrency': { schema: whole(1, 64).default(8), says: 'How many queries may run at the same time.' },
  'tracing.url': {
    schema: address.optional(),
    argument: 'tracing',
    value: 'URL',
    says: 'The query API of Jaeger. Without it there are no traces.',
  },
  'tracing.tokenFile': { schema: path.optional(), says: 'A file with a bearer token for the tracing store.' },
  'tracing.caFile': { schema: path.optional(), says: "A PEM file with the authority that signed the tracing store's certificate." },
  'tracing.timeoutSeconds': { schema: whole(1, 600).default(10), says: 'How long one question to the tracing store may take.' },
  'server.host': {
    schema: z.string().min(1, 'is empty').default('127.0.0.1'),
    argument: 'host',
    value: 'ADDRESS',
    says: 'The address to listen on. On any but a loopback address people sign in with a token of the cluster.',
  },
  'server.port': {
    schema: whole(0, 65_535).default(8080),
    argument: 'port',
    value: 'NUMBER',
    says: 'The port to listen on; 0 takes a free one.',
  },
  'server.readOnly': { schema: yesOrNo.default(false), argument: 'read-only', says: 'Change nothing in the cluster, whoever asks.' },
  'server.allowedHosts': {
    schema: words.default([]),
    says: 'Names by which this server may be called, besides those of this machine. On a loopback address any other name is refused; elsewhere an empty list lets every name through.',
  },
  'server.tlsCertFile': { schema: path.optional(), says: 'A PEM file with the certificate to serve HTTPS with; needs server.tlsKeyFile.' },
  'server.tlsKeyFile': { schema: path.optional(), says: 'A PEM file with the key of that certificate.' },
  'server.publicMetrics': {
    schema: yesOrNo.default(false),
    says: "Let every address read /metrics, the server's own figures. Otherwise only this machine may.",
  },
  'server.facesFolder': {
    schema: path.optional(),
    says: 'The folder that holds the built pages (dashboard/dist, wall/dist, console-plugin/dist). Default: beside the server.',
  },
  'session.keyFile': {
    schema: path.optional(),
    says: 'A file with at least 32 bytes that sealed sessions are locked with. Default: a new key at each start, which signs everybody out.',
  },
  'health.preset': {
    schema: z.enum(['vigla', 'kiali'], { error: 'is neither vigla nor kiali' }).default('vigla'),
    says: "How traffic is judged where no rule and no annotation says otherwise. vigla: server errors degrade from 0.1 % and fail from 10 % of the requests, once there are enough to be sure. kiali: Kiali's limits, by the bare share.",
  },
  'health.rate': {
    schema: healthRules.default([]),
    says: 'Rules by which some workloads, apps or services are judged differently: a list of { namespace, kind, name, tolerance: [{ code, degraded, failure, protocol, direction }] }, patterns and percentages. The first that matches counts alone.',
  },
  'health.metric': {
    schema: yesOrNo.default(false),
    says: 'Also tell the health of every workload, app and service on /metrics, as vigla_health_status, for alerts. Names of the mesh are then readable by whoever may read /metrics.',
  },
  'graph.find': {
    schema: findPresets.optional(),
    says: "What the graph's field of find offers, instead of its own presets: a list of { name, expression, selected }, the name one for all languages or { en, de }. One that is selected stands in the field from the start, until a link or a person says otherwise. [] offers nothing.",
  },
  'graph.hide': { schema: findPresets.optional(), says: 'The same for the field of hide.' },
  'log.level': {
    schema: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], { error: 'is none of trace, debug, info, warn, error, silent' })
      .optional(),
    says: 'What to write to the log (standard error). Default: info; warn in the demo.',
  },
  'demo.scenario': {
    schema: z.string().min(1, 'is empty').optional(),
    argument: 'scenario',
    value: 'NAME',
    says: 'Demo only: the mesh to show: shop (the default), bookinfo, or scale:N, a generated one of N services; scale:N/M puts them into M namespaces.',
  },
  'demo.story': {
    schema: z.string().min(1, 'is empty').optional(),
    argument: 'story',
    value: 'NAME',
    says: 'Demo only: what went wrong in that mesh half an hour ago, such as bad-canary; none for nothing. It brings its scenario with it. Default: connection-limit in the shop, none elsewhere. More stories can be started and stopped while it runs: the demo says at its start where, and with which header.',
  },
  'demo.seed': {
    schema: whole(0, 4_294_967_295).default(1),
    argument: 'seed',
    value: 'NUMBER',
    says: 'Demo only: the same seed shows the same mesh.',
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof table;

/** `demo`: with the embedded lab as its mesh. `serve`: with sources of your own. */
export type Command = 'serve' | 'demo';

/** Everything an operator has set, with defaults filled in. Read once at start and passed down; nothing else reads the environment. */
export type Settings = { readonly command: Command } & { readonly [K in SettingName]: z.output<(typeof table)[K]['schema']> };

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets what it knows.
export const settingNames = Object.keys(table) as readonly SettingName[];

export const settingOf = (name: SettingName): Setting => table[name];

/** The name of a setting in the environment: `prometheus.tokenFile` is VIGLA_PROMETHEUS_TOKEN_FILE. */
export const variableOf = (name: SettingName): string =>
  `VIGLA_${name
    .replaceAll('.', '_')
    .replaceAll(/(?<=[a-z])[A-Z]/g, '_$&')
    .toUpperCase()}`;

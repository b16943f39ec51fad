import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import * as z from 'zod';
import { readSettings, type Settings, settingNames, version } from './config/index.ts';

/** What `kubectl apply -k` would send, for every way of installing; and whether its parts know each other. */
const folder = fileURLToPath(new URL('../../../deploy', import.meta.url));
const ways = ['base', 'overlays/monitoring', 'overlays/openshift', 'overlays/openshift-all'];
const hasKubectl = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0;

const Metadata = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
});
const Manifest = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: Metadata });
const Probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string(), scheme: z.string().default('HTTP') }) });
const Items = z.array(z.object({ path: z.string() })).optional();
const Container = z.object({
  image: z.string(),
  args: z.array(z.string()),
  env: z.array(z.object({ name: z.string(), value: z.string() })),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  startupProbe: Probe,
  livenessProbe: Probe,
  readinessProbe: Probe,
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string(), readOnly: z.literal(true) })),
  securityContext: z.unknown(),
});
const Pod = z.object({
  serviceAccountName: z.string(),
  initContainers: z.undefined().optional(),
  containers: z.tuple([Container]),
  securityContext: z.unknown(),
  volumes: z.array(
    z.object({
      name: z.string(),
      configMap: z.object({ name: z.string(), items: Items }).optional(),
      secret: z.object({ secretName: z.string(), items: Items }).optional(),
    }),
  ),
});
const Deployment = Manifest.extend({ spec: z.object({ template: z.object({ metadata: z.object({ labels: z.unknown() }), spec: Pod }) }) });
const Service = Manifest.extend({
  spec: z.object({
    selector: z.record(z.string(), z.string()),
    ports: z.tuple([z.object({ name: z.string(), port: z.number(), targetPort: z.string() })]),
  }),
});
const ConfigMap = Manifest.extend({ data: z.record(z.string(), z.string()).default({}) });
const Target = z.object({ name: z.string(), namespace: z.string(), port: z.number() });
const ConsolePlugin = Manifest.extend({
  spec: z.object({
    backend: z.object({ service: Target.extend({ basePath: z.string() }) }),
    proxy: z.tuple([z.object({ alias: z.string(), authorization: z.string(), endpoint: z.object({ service: Target }) })]),
  }),
});
const ServiceMonitor = Manifest.extend({
  spec: z.object({
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    endpoints: z.tuple([z.object({ port: z.string(), scheme: z.enum(['http', 'https']), path: z.literal('/metrics') })]),
  }),
});

/** Everything one way of installing brings. */
const render = (way: string) => (rendered[way] ??= renderAnew(way));
const rendered: Record<string, ReturnType<typeof renderAnew>> = {};

function renderAnew(way: string) {
  const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', join(folder, way)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`kubectl kustomize ${way} failed: ${stderr}`);
  const objects = parseAllDocuments(stdout).map((document) => Manifest.parse(document.toJS()));
  const all = <T>(shape: z.ZodType<T>, kind: string): readonly T[] =>
    objects.filter((object) => object.kind === kind).map((object) => shape.parse(object));
  const [deployment] = all(Deployment, 'Deployment');
  const [service] = all(Service, 'Service');
  if (!deployment || !service) throw new Error(`${way} has no server`);
  const pod = deployment.spec.template.spec;
  const [container] = pod.containers;
  return { objects, all, pod, container, service, labels: deployment.spec.template.metadata.labels, warnings: stderr };
}

/** The settings as the container would read them: its arguments, its variables, and the file out of the ConfigMap. */
function settingsOf({ pod, container, all }: ReturnType<typeof render>): Settings {
  const env = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
  const read = readSettings({
    args: container.args,
    env,
    readFile(path) {
      const mount = container.volumeMounts.find(({ mountPath }) => mountPath === dirname(path));
      const source = pod.volumes.find(({ name }) => name === mount?.name)?.configMap?.name;
      const text = all(ConfigMap, 'ConfigMap').find(({ metadata }) => metadata.name === source)?.data[basename(path)];
      if (text === undefined) throw new Error('no volume brings it');
      return text;
    },
  });
  if (!read.ok || read.value.kind !== 'run') throw new Error(`The settings are wrong: ${JSON.stringify(read)}`);
  return read.value.settings;
}

/** Whether a volume puts this file into the container. A Secret is made elsewhere, a ConfigMap must come along. */
function isBrought({ pod, container, all }: ReturnType<typeof render>, path: string): boolean {
  const mount = container.volumeMounts.find(({ mountPath }) => mountPath === dirname(path));
  const volume = pod.volumes.find(({ name }) => name === mount?.name);
  const source = volume?.configMap ?? volume?.secret;
  if (!source || (source.items && !source.items.some((item) => item.path === basename(path)))) return false;
  return !volume?.configMap || all(ConfigMap, 'ConfigMap').some(({ metadata }) => metadata.name === volume.configMap?.name);
}

describe.each(ways)('deploy/%s', (way) => {
  beforeEach((context) => {
    if (hasKubectl) return;
    if (process.env['CI'] === 'true') throw new Error('kubectl is not on the PATH, and CI must run these tests.');
    context.skip('kubectl is not on the PATH');
  });

  it('renders without a warning, every object of a namespace in the one it brings', () => {
    const { objects, warnings } = render(way);
    expect(warnings).toBe('');
    const namespaces = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
    expect(namespaces).toEqual(['vigla']);
    const spread = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
    expect([...spread]).toEqual(namespaces);
  });

  it('gives the server settings it starts with, on the port that the Service leads to', () => {
    const whole = render(way);
    const { container, service, labels } = whole;
    const settings = settingsOf(whole);
    expect(container.image).toBe(`vigla:${version}`);
    expect(container.ports).toEqual([{ name: 'web', containerPort: settings['server.port'] }]);
    expect(service.spec.ports[0].targetPort).toBe('web');
    expect(labels).toMatchObject(service.spec.selector);
  });

  it('brings every file that the settings name', () => {
    const whole = render(way);
    const settings = settingsOf(whole);
    const named = settingNames.filter((name) => name.endsWith('File')).flatMap((name) => fileNamed(settings[name]));
    const mounted = named.filter((path) => dirname(path) !== '/var/run/secrets/kubernetes.io/serviceaccount');
    expect(mounted.filter((path) => !isBrought(whole, path))).toEqual([]);
  });

  it('probes the way the server speaks', () => {
    const whole = render(way);
    const { startupProbe, livenessProbe, readinessProbe } = whole.container;
    const scheme = settingsOf(whole)['server.tlsCertFile'] === undefined ? 'HTTP' : 'HTTPS';
    const probe = (path: string) => ({ httpGet: { path, port: 'web', scheme } });
    expect([startupProbe, livenessProbe, readinessProbe]).toEqual([probe('/healthz'), probe('/healthz'), probe('/readyz')]);
  });

  it('keeps the pod within the restricted standard', () => {
    const { pod, container } = render(way);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('lets monitoring read the figures, and only where it is asked to', () => {
    const whole = render(way);
    const settings = settingsOf(whole);
    const monitors = whole.all(ServiceMonitor, 'ServiceMonitor');
    expect(settings['server.publicMetrics']).toBe(monitors.length > 0);
    for (const { spec } of monitors) {
      expect(whole.service.metadata.labels).toMatchObject(spec.selector.matchLabels);
      expect(spec.endpoints[0].port).toBe(whole.service.spec.ports[0].name);
      expect(spec.endpoints[0].scheme).toBe(settings['server.tlsCertFile'] === undefined ? 'http' : 'https');
    }
  });

  it('points the console, where there is one, at the plugin and at the API of this server', () => {
    const whole = render(way);
    const plugins = whole.all(ConsolePlugin, 'ConsolePlugin');
    expect(plugins).toHaveLength(way.includes('openshift') ? 1 : 0);
    for (const { metadata, spec } of plugins) {
      const server = { name: whole.service.metadata.name, namespace: 'vigla', port: whole.service.spec.ports[0].port };
      expect(spec.backend.service).toEqual({ ...server, basePath: '/plugin/' });
      expect(spec.proxy[0]).toEqual({ alias: 'server', authorization: 'UserToken', endpoint: { service: server } });
      const pluginSource = readFileSync(fileURLToPath(new URL('../../console-plugin/src/host.ts', import.meta.url)), 'utf8');
      expect(pluginSource).toContain(`/api/proxy/plugin/${metadata.name}/${spec.proxy[0].alias}`);
    }
  });

  it('serves HTTPS with the very certificate that OpenShift makes for its Service', () => {
    const whole = render(way);
    const made = whole.service.metadata.annotations['service.beta.openshift.io/serving-cert-secret-name'];
    const mount = whole.container.volumeMounts.find(
      ({ mountPath }) => mountPath === dirname(settingsOf(whole)['server.tlsCertFile'] ?? ''),
    );
    expect(whole.pod.volumes.find(({ name }) => name === mount?.name)?.secret?.secretName).toBe(made);
    expect(made !== undefined).toBe(way.includes('openshift'));
  });
});

const fileNamed = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : []);

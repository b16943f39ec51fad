import type { KubeObject } from '@vigla/contract/objects';
import { bookinfoModel } from './bookinfo-model.ts';
import { bookinfoRoutes } from './bookinfo-routes.ts';
import { controlPlane } from './control-plane.ts';
import { object, timestamp, type PastWrite } from './object.ts';
import { rolesFor } from './roles.ts';
import { deployment, type Deployed } from './running.ts';
import type { Moment, Scenario, Telling } from './scenario.ts';
import { service } from './service.ts';
import { space } from './space.ts';

const namespace = 'bookinfo';
const minutes = 60_000;
const days = 86_400_000;

/** The small book shop that everybody knows, with a canary that was rolled out and given traffic within the last hour. */
export const bookinfo: Scenario = {
  id: 'bookinfo',
  title: 'Bookinfo: six services, three versions of reviews, a database',
  model: bookinfoModel,
  moments(telling) {
    const { nowMs } = telling;
    const rollout = nowMs - 52 * minutes;
    const shift = nowMs - 38 * minutes;
    const rule = nowMs - 21 * minutes;
    const state = (atMs: number): Moment => ({ atMs, objects: objectsAt(atMs, { rollout, shift, rule }, telling) });
    return [state(nowMs - 30 * days), state(rollout), state(shift), state(rule)];
  },
};

interface Changes {
  readonly rollout: number;
  readonly shift: number;
  readonly rule: number;
}

function objectsAt(atMs: number, changes: Changes, { nowMs, seed }: Telling): readonly KubeObject[] {
  const made: PastWrite = { by: 'helm', atMs: nowMs - 9 * days };
  const told = { seed, writes: [made] as const };
  return [
    ...controlPlane({ seed, writes: [{ by: 'istioctl', atMs: nowMs - 30 * days }] }),
    ...rolesFor(namespace, told),
    ...bookshop(atMs, changes, { nowMs, seed }),
    ...bookinfoRoutes(atMs, changes, { nowMs, seed }),
    ...clients({ nowMs, seed }),
  ];
}

type App = readonly [app: string, version: string, replicas: number, image: string];

const apps: readonly App[] = [
  ['productpage', 'v1', 2, '1.20.3'],
  ['details', 'v1', 1, '1.20.3'],
  ['reviews', 'v1', 2, '1.20.3'],
  ['reviews', 'v2', 1, '1.20.3'],
  ['reviews', 'v3', 1, '1.20.3'],
  ['ratings', 'v1', 2, '1.20.3'],
  ['ratings', 'v2', 1, '1.20.3'],
  ['mysqldb', 'v1', 1, '1.20.2'],
];

function bookshop(atMs: number, { rollout }: Changes, { nowMs, seed }: Telling): readonly KubeObject[] {
  const made: PastWrite = { by: 'helm', atMs: nowMs - 9 * days };
  const told = { seed, writes: [made] as const };
  const canary = atMs >= rollout;
  const names = [...new Set(apps.map(([app]) => app))];
  const running = apps.flatMap(([app, version, replicas, tag]) => {
    const isCanary = app === 'reviews' && version === 'v3';
    const writes: Deployed['writes'] = isCanary && canary ? [made, { by: 'ci-deployer', atMs: rollout }] : [made];
    const image = `docker.io/istio/examples-bookinfo-${app}${app === 'reviews' ? `-${version}` : ''}:${isCanary && !canary ? '1.20.2' : tag}`;
    return deployment(
      {
        namespace,
        name: `${app}-${version}`,
        app,
        version,
        image,
        port: portOf(app),
        replicas,
        serviceAccount: `bookinfo-${app}`,
        proxy: 'sidecar',
        writes,
      },
      seed,
    );
  });
  return [
    space(namespace, { 'istio-injection': 'enabled' }, told),
    ...names.map((app) => object({ apiVersion: 'v1', kind: 'ServiceAccount', name: `bookinfo-${app}`, namespace, body: {} }, told)),
    ...names.map((app) =>
      service(
        { namespace, name: app, selector: { app }, ports: [{ name: app === 'mysqldb' ? 'tcp-mysql' : 'http', port: portOf(app) }] },
        told,
      ),
    ),
    ...running,
    ...(canary ? rolloutEvents(running, { atMs: rollout, seed }) : []),
  ];
}

const portOf = (app: string): number => (app === 'mysqldb' ? 3306 : 9080);

/** Callers in a namespace that is not part of the mesh; one of them asked for a proxy all the same. */
function clients({ nowMs, seed }: Telling): readonly KubeObject[] {
  const place = 'clients';
  const writes = [{ by: 'helm', atMs: nowMs - 12 * days }] as const;
  const told = { seed, writes };
  const workload = (name: string, proxy: Deployed['proxy']): readonly KubeObject[] =>
    deployment(
      {
        namespace: place,
        name,
        app: name,
        version: null,
        image: `docker.io/example/${name}:2.4`,
        port: 8080,
        replicas: 1,
        serviceAccount: 'default',
        proxy,
        ...(proxy && { podLabels: { 'sidecar.istio.io/inject': 'true' } }),
        writes,
      },
      seed,
    );
  return [
    space(place, {}, told),
    object({ apiVersion: 'v1', kind: 'ServiceAccount', name: 'default', namespace: place, body: {} }, told),
    ...workload('partner-feed', 'sidecar'),
    ...workload('legacy-shop', null),
    ...workload('nightly-report', null),
  ];
}

/** What a cluster notes about a rollout. */
function rolloutEvents(running: readonly KubeObject[], { atMs, seed }: { atMs: number; seed: number }): readonly KubeObject[] {
  const deployed = running.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'reviews-v3');
  const pod = running.find(({ kind, metadata }) => kind === 'Pod' && metadata.name.startsWith('reviews-v3-'));
  const note = (about: KubeObject | undefined, reason: string, message: string, component: string): readonly KubeObject[] => {
    if (!about) return [];
    const { name, uid } = about.metadata;
    const times = { firstTimestamp: timestamp(atMs), lastTimestamp: timestamp(atMs) };
    const involvedObject = { apiVersion: about.apiVersion, kind: about.kind, name, namespace, uid };
    const body = { involvedObject, reason, message, type: 'Normal', count: 1, source: { component }, ...times };
    return [
      object(
        { apiVersion: 'v1', kind: 'Event', name: `${name}.${reason.toLowerCase()}`, namespace, body },
        { seed, writes: [{ by: component, atMs }] },
      ),
    ];
  };
  const set = pod?.metadata.ownerReferences?.[0]?.name ?? '';
  return [
    ...note(deployed, 'ScalingReplicaSet', `Scaled up replica set ${set} to 1`, 'deployment-controller'),
    ...note(pod, 'Scheduled', `Successfully assigned ${namespace}/${pod?.metadata.name ?? ''} to node-1`, 'default-scheduler'),
    ...note(pod, 'Started', 'Started container reviews', 'kubelet'),
  ];
}

import type { KubeObject } from '@vigla/contract/objects';
import { controlPlane } from '../control-plane.ts';
import { object, type Told } from '../object.ts';
import { rolesFor } from '../roles.ts';
import { deployment } from '../running.ts';
import type { Telling } from '../scenario.ts';
import { service } from '../service.ts';
import { space } from '../space.ts';
import { type App, apps, formerSearch, teams, workloadName } from './apps.ts';
import { billingJob } from './billing.ts';
import { historyOf, tellerOf, writers } from './history.ts';

const istioVersion = '1.28.1';

/** What runs in the shop at an instant. */
export function shopCluster(atMs: number, telling: Telling): readonly KubeObject[] {
  const told = tellerOf(telling);
  const { seed } = telling;
  const { rollout } = historyOf(telling.nowMs);
  const running = [...apps.filter(({ app }) => app !== 'search'), atMs >= rollout ? newSearch : formerSearch];
  const install = told('helm', 81);
  return [
    ...controlPlane(install, {
      istioVersion,
      replicas: 2,
      trustDomain: 'shop.example',
      gateway: false,
      mtls: 'STRICT',
      outbound: 'REGISTRY_ONLY',
    }),
    ...rolesFor('payments', install),
    ...[...teams].map(([name, team]) => space(name, { team, ...(name !== 'billing' && { 'istio-injection': 'enabled' }) }, install)),
    ...gateway(install),
    ...running.flatMap((app) =>
      appObjects(app, app === newSearch ? { seed, writes: [{ by: writers.argo, atMs: rollout }] } : told('argo', 40)),
    ),
    ...services(told('argo', 60)),
    ...billingJob(atMs, telling),
  ];
}

const newSearch: App = apps.find(({ app }) => app === 'search') ?? formerSearch;

function appObjects(app: App, told: Told): readonly KubeObject[] {
  const { namespace, app: name, version, replicas, port, team } = app;
  return deployment(
    {
      namespace,
      name: workloadName(app),
      app: name,
      version,
      image: `registry.shop.example/${name}:${version ?? '16.4'}`,
      port: port.number,
      replicas,
      serviceAccount: name,
      proxy: 'sidecar',
      istioVersion,
      labels: { team, 'app.kubernetes.io/part-of': 'shop', 'argocd.argoproj.io/instance': `shop-${namespace}` },
      writes: told.writes,
    },
    told.seed,
  );
}

/** One service and one account for each app, whatever its versions; billing still knows payments by an older name. */
function services(told: Told): readonly KubeObject[] {
  const named = new Map(apps.map((app) => [`${app.namespace}/${app.app}`, app]));
  return [
    ...[...named.values()].flatMap(({ namespace, app: name, port, team }) => [
      object({ apiVersion: 'v1', kind: 'ServiceAccount', name, namespace, labels: { team }, body: {} }, told),
      service({ namespace, name, selector: { app: name }, ports: [{ name: port.name, port: port.number }] }, told),
    ]),
    service(
      { namespace: 'payments', name: 'payments-v1', selector: { app: 'payments', version: 'v1' }, ports: [{ name: 'http', port: 8080 }] },
      told,
    ),
  ];
}

function gateway(told: Told): readonly KubeObject[] {
  const [namespace, name] = ['edge', 'ingressgateway'];
  return [
    object({ apiVersion: 'v1', kind: 'ServiceAccount', name, namespace, body: {} }, told),
    ...deployment(
      {
        namespace,
        name,
        app: name,
        version: null,
        image: `docker.io/istio/proxyv2:${istioVersion}`,
        port: 8080,
        replicas: 3,
        serviceAccount: name,
        proxy: 'router',
        istioVersion,
        labels: { team: 'platform', 'app.kubernetes.io/managed-by': 'Helm' },
        podLabels: { istio: 'ingressgateway' },
        writes: told.writes,
      },
      told.seed,
    ),
    service(
      {
        namespace,
        name,
        type: 'LoadBalancer',
        selector: { app: name, istio: 'ingressgateway' },
        ports: [
          { name: 'http2', port: 80, targetPort: 8080 },
          { name: 'https', port: 443, targetPort: 8443 },
        ],
      },
      told,
    ),
  ];
}

import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { KubeObject } from '@vigla/contract/objects';
import { stringify } from 'yaml';
import { tokenCheck } from './access/authenticate.ts';
import { type Chaos, createChaos } from './chaos/chaos.ts';
import { bootstrapRoles } from './access/bootstrap.ts';
import type { Persona } from './access/persona.ts';
import { createRbac } from './access/rbac.ts';
import { startControllers } from './controllers/controllers.ts';
import { gatewayClasses } from './controllers/gateway-api/gateway-rows.ts';
import { customResourceDefinitions } from './discovery/definitions.ts';
import { serve } from './http/server.ts';
import type { PodLogs } from './logs/pod-logs.ts';
import { createObjectStore, type ObjectStore } from './object-store.ts';
import { createStore } from './store/store.ts';
import { createServerIdentity } from './tls/certificates.ts';
import { instant } from './verbs/call.ts';

/**
 * What a cluster starts from. `now`: epoch milliseconds. `port`: 0 takes a free one. `bookmarkMs`: how often idle watches hear of the
 * present version. `logs`: where the lines of containers come from; `followMs`: how often their followers are told.
 */
export interface KubernetesOptions {
  readonly objects: readonly KubeObject[];
  readonly personas: readonly Persona[];
  readonly now: () => number;
  readonly host: string;
  readonly port: number;
  readonly bookmarkMs?: number;
  readonly logs?: PodLogs;
  readonly followMs?: number;
}

/** A running API server and the objects behind it. */
export interface Kubernetes {
  readonly url: string;
  readonly caPem: string;
  readonly store: ObjectStore;
  readonly chaos: Chaos;
  /** A kubeconfig, as YAML, with which a persona uses this cluster. Holds their token: write it 0600. */
  kubeconfig(persona: Persona): string;
  close(): Promise<void>;
}

/** Starts a Kubernetes API server in this process: HTTPS, bearer tokens, RBAC from the stored roles, and no other way in. */
export async function createKubernetes(options: KubernetesOptions): Promise<Kubernetes> {
  const { personas, now, host, port, bookmarkMs = 60_000, followMs = 1000 } = options;
  const store = createStore({ now, objects: seeded(options.objects, instant(now())) });
  const stopControllers = startControllers(store);
  // Clients compare validity with their own clock, which is not the lab's.
  const identity = createServerIdentity([host], new Date());
  const chaos = createChaos(store);
  const logSource = { logs: options.logs, followMs };
  const cluster = { store, rbac: createRbac(store), check: tokenCheck(personas), bookmarkMs, chaos, logSource };
  const server = await serve(cluster, identity, { host, port });
  const url = `https://${isIPv6(host) ? `[${host}]` : host}:${server.port}`;
  return {
    url,
    caPem: identity.caPem,
    store: createObjectStore(store),
    chaos,
    kubeconfig: (persona) => kubeconfigOf(persona, url, identity.caPem),
    close() {
      stopControllers();
      return server.close();
    },
  };
}

/** The scenario's objects, with an id each, and what every cluster has beside them. */
function seeded(objects: readonly KubeObject[], creationTimestamp: string): readonly KubeObject[] {
  const keyOf = ({ apiVersion, kind, metadata }: KubeObject): string =>
    [apiVersion.split('/').slice(0, -1).join('/'), kind, metadata.namespace ?? '', metadata.name].join('\n');
  const given = new Set(objects.map(keyOf));
  const usual = [bootstrapRoles, customResourceDefinitions, gatewayClasses].flatMap((of) => of(creationTimestamp));
  const own = usual.filter((object) => !given.has(keyOf(object)));
  return [...own, ...objects].map((object) => ({
    ...object,
    metadata: { creationTimestamp, uid: uidFrom(keyOf(object)), ...object.metadata },
  }));
}

function uidFrom(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const kubeconfigOf = ({ id, token }: Persona, url: string, caPem: string): string =>
  stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'vigla-lab',
    clusters: [{ name: 'vigla-lab', cluster: { server: url, 'certificate-authority-data': Buffer.from(caPem).toString('base64') } }],
    contexts: [{ name: 'vigla-lab', context: { cluster: 'vigla-lab', user: id, namespace: 'default' } }],
    users: [{ name: id, user: { token } }],
  });

import type { KubeObject } from '@vigla/contract/objects';
import type { Moment, Scenario } from '../scenario.ts';
import { teams } from './apps.ts';
import { shopCluster } from './cluster.ts';
import { historyOf, writers } from './history.ts';
import { shopModel } from './model.ts';
import { shopSecurity } from './security.ts';
import { shopTraffic } from './traffic.ts';

const days = 86_400_000;

/** A web shop as somebody might run it: seven namespaces, several teams, one of them outside the mesh. */
export const shop: Scenario = {
  id: 'shop',
  title: 'Shop: a storefront with its catalog, cart, orders and payments, in seven namespaces',
  model: shopModel,
  moments(telling) {
    const { nowMs } = telling;
    const { shift, rollout, billing } = historyOf(nowMs);
    const state = (atMs: number): Moment => ({
      atMs,
      objects: [...shopCluster(atMs, telling), ...[...shopTraffic(atMs, telling), ...shopSecurity(telling)].map(owned)],
    });
    return [nowMs - 90 * days, shift, rollout, billing].map(state);
  },
};

/** Says whose a piece of configuration is: the team of its namespace, and the application that Argo CD keeps it in. */
function owned(object: KubeObject): KubeObject {
  const { name, namespace = '', labels, annotations, managedFields = [] } = object.metadata;
  const byArgo = managedFields.some(({ manager }) => manager === writers.argo);
  const tracked = `shop-${namespace}:${object.apiVersion.split('/')[0] ?? ''}/${object.kind}:${namespace}/${name}`;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      labels: { team: teams.get(namespace) ?? 'platform', ...labels },
      ...(byArgo && { annotations: { 'argocd.argoproj.io/tracking-id': tracked, ...annotations } }),
    },
  };
}

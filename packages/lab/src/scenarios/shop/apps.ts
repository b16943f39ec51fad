/** One Deployment of the shop. */
export interface App {
  readonly namespace: string;
  readonly app: string;
  readonly version: string | null;
  readonly replicas: number;
  readonly port: { readonly name: string; readonly number: number };
  /** Who answers for it, as a label says. */
  readonly team: string;
}

const http = { name: 'http', number: 8080 };
const postgres = { name: 'tcp-postgres', number: 5432 };
const redis = { name: 'tcp-redis', number: 6379 };
const kafka = { name: 'tcp-kafka', number: 9092 };

const app = (place: string, name: string, replicas: number, port: App['port'], team: string): App => {
  const [short = name, version] = name.split(' ');
  return { namespace: place, app: short, version: version ?? null, replicas, port, team };
};

/** Everything with a proxy that runs in the shop now, the gateway aside: 18 workloads, 41 pods. */
export const apps: readonly App[] = [
  app('storefront', 'web v3', 3, http, 'storefront'),
  app('storefront', 'storefront-api v5', 4, http, 'storefront'),
  app('catalog', 'search v4', 2, http, 'catalog'),
  app('catalog', 'recommendations v1', 3, http, 'catalog'),
  app('catalog', 'recommendations v2', 1, http, 'catalog'),
  app('catalog', 'catalog v7', 4, http, 'catalog'),
  app('catalog', 'catalog-db', 1, postgres, 'data'),
  app('cart', 'cart v2', 3, http, 'storefront'),
  app('cart', 'cart-redis', 1, redis, 'data'),
  app('orders', 'checkout v12', 3, http, 'orders'),
  app('orders', 'orders v9', 3, http, 'orders'),
  app('orders', 'inventory v3', 2, http, 'orders'),
  app('orders', 'orders-db', 1, postgres, 'data'),
  app('orders', 'order-events', 1, kafka, 'data'),
  app('payments', 'payments v1', 3, http, 'payments'),
  app('payments', 'payments v2', 2, http, 'payments'),
  app('payments', 'fraud v4', 2, http, 'payments'),
  app('payments', 'ledger v2', 2, http, 'payments'),
];

/** The search that the rollout replaced. */
export const formerSearch: App = app('catalog', 'search v3', 2, http, 'catalog');

/** Which teams run the namespaces. */
export const teams: ReadonlyMap<string, string> = new Map([
  ['edge', 'platform'],
  ['storefront', 'storefront'],
  ['catalog', 'catalog'],
  ['cart', 'storefront'],
  ['orders', 'orders'],
  ['payments', 'payments'],
  ['billing', 'finance'],
]);

/** What the workload of an app is called. */
export const workloadName = ({ app: name, version }: Pick<App, 'app' | 'version'>): string =>
  version === null ? name : `${name}-${version}`;

/** A service of the cluster, as configuration and telemetry name it. */
export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

/** The key of a service in every index: `namespace/name`. Names of Kubernetes hold no slash. */
export const serviceKey = ({ namespace, name }: ServiceName): string => `${namespace}/${name}`;

/**
 * The service that a host means when it is written in an object of `namespace`; null for a name outside the cluster.
 * `reviews`, `reviews.bookinfo` (where such a namespace is known), `reviews.bookinfo.svc` and
 * `reviews.bookinfo.svc.<any domain>` are services; a port behind the host is ignored.
 */
export function serviceOfHost(host: string, namespace: string, isNamespace: (name: string) => boolean = () => false): ServiceName | null {
  const [name = '', second, third, ...rest] = host.replace(/:\d+$/, '').replace(/\.$/, '').split('.');
  if (name === '') return null;
  if (second === undefined) return { namespace, name };
  if (third === undefined) return second === namespace || isNamespace(second) ? { namespace: second, name } : null;
  if (second === '' || third !== 'svc' || rest.includes('')) return null;
  return { namespace: second, name };
}

/** Whether a host of configuration (`*`, `*.example.com` or a plain name) covers a concrete one. */
export const covers = (pattern: string, host: string): boolean =>
  pattern === '*' || pattern === host || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1);

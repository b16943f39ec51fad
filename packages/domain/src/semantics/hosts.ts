/**
 * The full host that a name in a rule means: short names belong to the rule's own namespace.
 * Total: names with a dot and wildcards are taken as they are.
 */
export function fullHost(name: string, namespace: string): string {
  const host = name.toLowerCase();
  if (host.includes('.') || host.includes('*')) return host;
  return `${host}.${namespace}.svc.cluster.local`;
}

/**
 * The host of a service that a caller means by a name: `reviews`, `reviews.bookinfo`, `reviews.bookinfo.svc` or the whole.
 * Order: as a resolver searches, the caller's namespace first.
 */
export function searchHosts(name: string, namespace: string): readonly string[] {
  const host = name.toLowerCase().replace(/\.$/, '');
  const dots = host.split('.').length - 1;
  if (dots === 0) return [`${host}.${namespace}.svc.cluster.local`, host];
  if (dots === 1) return [`${host}.svc.cluster.local`, host];
  if (host.endsWith('.svc')) return [`${host}.cluster.local`, host];
  return [host];
}

/** Whether a host of a rule covers a concrete host: equal, `*` or `*.suffix`. */
export function covers(pattern: string, host: string): boolean {
  if (pattern === '*' || pattern === host) return true;
  return pattern.startsWith('*') && host.length >= pattern.length && host.endsWith(pattern.slice(1));
}

/** How closely a pattern names a host: exact beats wildcards, longer wildcards beat shorter ones. Shape: larger is closer. */
export const closeness = (pattern: string): number => (pattern.startsWith('*') ? pattern.length : 10_000 + pattern.length);

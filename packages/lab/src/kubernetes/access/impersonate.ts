import { badRequest, forbidden } from '../status/status.ts';
import type { User } from './persona.ts';
import type { Attributes, Rbac } from './rbac.ts';

type Headers = Readonly<Record<string, readonly string[] | undefined>>;

/**
 * Who a request is made as: the caller, or whoever its Impersonate headers name where the caller holds the `impersonate` verb for each of them.
 * Source: Kubernetes documentation, "User impersonation".
 */
export function impersonate(user: User, headers: Headers, rbac: Rbac): User {
  const [username] = headers['impersonate-user'] ?? [];
  const groups = headers['impersonate-group'] ?? [];
  const [uid] = headers['impersonate-uid'] ?? [];
  const extra = Object.entries(headers).filter(([key]) => key.startsWith('impersonate-extra-'));
  if (username === undefined) {
    if (groups.length > 0 || uid !== undefined || extra.length > 0)
      throw badRequest('Impersonate-Group, -Uid and -Extra need Impersonate-User beside them');
    return user;
  }
  const need = (group: string, resource: string, name: string, namespace = '', subresource = ''): void => {
    const wanted: Attributes = { verb: 'impersonate', group, resource, subresource, namespace, name, path: '' };
    if (rbac.decide(user, wanted).allowed) return;
    const scope = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
    const why = `User "${user.username}" cannot impersonate resource "${resource}" in API group "${group}" ${scope}`;
    throw forbidden({ group, plural: resource }, name, why);
  };
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(username);
  if (account) need('', 'serviceaccounts', account[2] ?? '', account[1]);
  else need('', 'users', username);
  for (const group of groups) need('', 'groups', group);
  if (uid !== undefined) need('authentication.k8s.io', 'uids', uid);
  const extras = extra.map(([header, values = []]) => [decodeURIComponent(header.slice('impersonate-extra-'.length)), values] as const);
  for (const [key, values] of extras) for (const value of values) need('authentication.k8s.io', 'userextras', value, '', key);
  const own = account ? ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`] : [];
  const everybody = username === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated';
  return {
    username,
    groups: [...new Set([...groups, ...own, everybody])],
    ...(uid === undefined ? {} : { uid }),
    ...(extras.length > 0 ? { extra: Object.fromEntries(extras) } : {}),
  };
}

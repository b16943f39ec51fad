import { decoded } from '../http/decoded.ts';
import { badRequest, forbidden } from '../status/status.ts';
import type { User } from './persona.ts';
import type { Attributes, Rbac } from './rbac.ts';

type Headers = Readonly<Record<string, readonly string[] | undefined>>;

const extraPrefix = 'impersonate-extra-';

/**
 * Who a request is made as: the caller, or whoever its Impersonate headers name where the caller holds the `impersonate` verb for each of them.
 * Source: Kubernetes documentation, "User impersonation".
 */
export function impersonate(user: User, headers: Headers, rbac: Rbac): User {
  const [username] = headers['impersonate-user'] ?? [];
  const groups = headers['impersonate-group'] ?? [];
  const [uid] = headers['impersonate-uid'] ?? [];
  const extra: Extra = Object.entries(headers)
    .filter(([key]) => key.startsWith(extraPrefix))
    .map(([header, values = []]) => [decoded(header.slice(extraPrefix.length)), values] as const);
  if (username === undefined) {
    if (groups.length > 0 || uid !== undefined || extra.length > 0)
      throw badRequest('Impersonate-Group, -Uid and -Extra need Impersonate-User beside them');
    return user;
  }
  const asked = rightsNeeded(username, { groups, uid, extra });
  for (const wanted of asked) requireRight(user, wanted, rbac);
  const own = accountOf(username)?.namespace;
  const implied = own === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${own}`];
  const everybody = username === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated';
  return {
    username,
    groups: [...new Set([...groups, ...implied, everybody])],
    ...(uid === undefined ? {} : { uid }),
    ...(extra.length > 0 ? { extra: Object.fromEntries(extra) } : {}),
  };
}

type Extra = readonly (readonly [key: string, values: readonly string[]])[];
type Wanted = Pick<Attributes, 'group' | 'resource' | 'name'> & Partial<Attributes>;

function rightsNeeded(
  username: string,
  { groups, uid, extra }: { readonly groups: readonly string[]; readonly uid: string | undefined; readonly extra: Extra },
): readonly Wanted[] {
  const account = accountOf(username);
  return [
    account ? { group: '', resource: 'serviceaccounts', ...account } : { group: '', resource: 'users', name: username },
    ...groups.map((name) => ({ group: '', resource: 'groups', name })),
    ...(uid === undefined ? [] : [{ group: 'authentication.k8s.io', resource: 'uids', name: uid }]),
    ...extra.flatMap(([subresource, values]) =>
      values.map((name) => ({ group: 'authentication.k8s.io', resource: 'userextras', subresource, name })),
    ),
  ];
}

function requireRight(user: User, wanted: Wanted, rbac: Rbac): void {
  const { group, resource, name, namespace } = wanted;
  if (rbac.decide(user, { verb: 'impersonate', namespace: '', subresource: '', path: '', ...wanted }).allowed) return;
  const scope = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  throw forbidden(
    { group, plural: resource },
    name,
    `User "${user.username}" cannot impersonate resource "${resource}" in API group "${group}" ${scope}`,
  );
}

function accountOf(username: string): { readonly namespace: string; readonly name: string } | undefined {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(username) ?? [];
  return namespace === undefined || name === undefined ? undefined : { namespace, name };
}

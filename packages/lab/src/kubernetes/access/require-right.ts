import { forbidden } from '../status/status.ts';
import type { User } from './persona.ts';
import type { Attributes, Rbac } from './rbac.ts';

/** Lets somebody go on who may do this. Fails: Forbidden with the right that is missing, in the words clients know. */
export function requireRight(rbac: Rbac, user: User, wanted: Attributes): void {
  if (rbac.decide(user, wanted).allowed) return;
  const resource = wanted.subresource ? `${wanted.resource}/${wanted.subresource}` : wanted.resource;
  const scope = wanted.namespace ? `in the namespace "${wanted.namespace}"` : 'at the cluster scope';
  throw forbidden(
    { group: wanted.group, plural: wanted.resource },
    wanted.name,
    `User "${user.username}" cannot ${wanted.verb} resource "${resource}" in API group "${wanted.group}" ${scope}`,
  );
}

import type { KubeObject } from '@vigla/contract/objects';
import { at, isRecord, type Json, list, text } from '../json/json.ts';
import { rowOf } from '../resources/matrix.ts';
import type { Resource } from '../resources/resource.ts';
import { forbidden } from '../status/status.ts';
import type { Store } from '../store/store.ts';
import type { User } from './persona.ts';
import { type Attributes, createRbac, type Rbac } from './rbac.ts';

/**
 * Nobody gives more rights than they hold: who writes a role must hold all that is in it, or the verb `escalate`; who writes a binding
 * must hold all that its role gives, or the verb `bind`. Fails: Forbidden with what is missing.
 * Source: Kubernetes documentation, "Privilege escalation prevention and bootstrapping".
 */
export function guardGrants(store: Store, user: User, resource: Resource, { metadata, ...object }: KubeObject): void {
  if (resource.group !== 'rbac.authorization.k8s.io') return;
  const namespace = metadata.namespace ?? '';
  const rbac = createRbac(store);
  const granted = resource.plural.endsWith('bindings')
    ? rulesBound(store, object, namespace)
    : { verb: 'escalate', plural: resource.plural, name: metadata.name, rules: list(at(object, 'rules')).filter(isRecord) };
  const leave = { ...nothing, verb: granted.verb, namespace, group: resource.group, resource: granted.plural, name: granted.name };
  if (rbac.decide(user, leave).allowed) return;
  const missing = granted.rules.filter((rule) => !holds(rbac, user, rule, namespace));
  if (missing.length === 0) return;
  const who = `user "${user.username}" (groups=${JSON.stringify(user.groups)})`;
  const what = missing.map((rule) => JSON.stringify(rule)).join('\n');
  throw forbidden(resource, metadata.name, `${who} is attempting to grant RBAC permissions not currently held:\n${what}`);
}

const nothing: Attributes = { verb: '', namespace: '', group: '', resource: '', subresource: '', name: '', path: '' };

interface Granted {
  readonly verb: 'bind' | 'escalate';
  readonly plural: string;
  readonly name: string;
  readonly rules: readonly Json[];
}

/** What a binding gives. A role that is not there gives nothing yet, but may one day: only the verb `bind` allows that. */
function rulesBound(store: Store, binding: Json, namespace: string): Granted {
  const isCluster = at(binding, 'roleRef', 'kind') === 'ClusterRole';
  const row = rowOf(isCluster ? 'ClusterRole' : 'Role');
  const name = text(at(binding, 'roleRef', 'name'));
  const found = store.get(row, isCluster ? undefined : namespace, name);
  const everything = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
  const rules = found ? createRbac(store).rulesOf(found) : [everything];
  return { verb: 'bind', plural: row.plural, name, rules };
}

/** Whether somebody may do each single thing that a rule allows. A star is held only by who holds a star. */
function holds(rbac: Rbac, user: User, rule: Json, namespace: string): boolean {
  const of = (field: string): readonly string[] => list(rule[field]).map(text);
  const names = of('resourceNames').length > 0 ? of('resourceNames') : [''];
  const wanted = of('verbs').flatMap((verb): readonly Attributes[] => [
    ...of('nonResourceURLs').map((path) => ({ ...nothing, verb, path })),
    ...of('apiGroups').flatMap((group) =>
      of('resources').flatMap((one) => {
        const [resource = '', subresource = ''] = one.split('/');
        return names.map((name) => ({ ...nothing, verb, namespace, group, resource, subresource, name }));
      }),
    ),
  ]);
  return wanted.every((attributes) => rbac.decide(user, attributes).allowed);
}

import type { KubeObject } from '@vigla/contract/objects';
import { at, isRecord, type Json, list, record, text } from '../json/json.ts';
import { rowOf } from '../resources/matrix.ts';
import { fitsLabelSelector } from '../selectors/label-selector.ts';
import type { Store } from '../store/store.ts';
import type { User } from './persona.ts';

/** What somebody wants to do. A request for a path that is no resource has `path` and no `resource`. */
export interface Attributes {
  readonly verb: string;
  readonly namespace: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
  readonly path: string;
}

interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
}

/** Decides by the Roles, ClusterRoles and bindings that are stored now. There is no other way in. Source: Kubernetes documentation, "Using RBAC Authorization". */
export interface Rbac {
  readonly decide: (user: User, wanted: Attributes) => Decision;
  /** The rules of a role, with those it gathers from others. */
  readonly rulesOf: (role: KubeObject) => readonly Json[];
  /** The rules that apply to somebody in a namespace. */
  readonly rulesFor: (user: User, namespace: string) => readonly Json[];
}

export function createRbac(store: Store): Rbac {
  const [roles, clusterRoles, bindings, clusterBindings] = [
    rowOf('Role'),
    rowOf('ClusterRole'),
    rowOf('RoleBinding'),
    rowOf('ClusterRoleBinding'),
  ];

  const rulesOfRole = (role: KubeObject | undefined): readonly Json[] => {
    const selectors = list(at(role, 'aggregationRule', 'clusterRoleSelectors'));
    const gathered = selectors.flatMap((selector) =>
      store
        .list(clusterRoles)
        .filter((other) => isNotEmpty(selector) && fitsLabelSelector(selector, other.metadata.labels))
        .flatMap(ownRules),
    );
    return [...ownRules(role), ...gathered];
  };

  const rulesBound = (binding: KubeObject): readonly Json[] => {
    const name = text(at(binding, 'roleRef', 'name'));
    if (at(binding, 'roleRef', 'kind') === 'ClusterRole') return rulesOfRole(store.get(clusterRoles, undefined, name));
    return ownRules(store.get(roles, binding.metadata.namespace ?? '', name));
  };

  const granted = (user: User, namespace: string): readonly { readonly binding: KubeObject; readonly rules: readonly Json[] }[] =>
    [...store.list(clusterBindings), ...(namespace ? store.list(bindings, namespace) : [])]
      .filter((binding) => list(at(binding, 'subjects')).some((subject) => names(subject, user, binding)))
      .map((binding) => ({ binding, rules: rulesBound(binding) }));

  return {
    decide(user, wanted) {
      const found = granted(user, wanted.namespace).find(({ rules }) => rules.some((rule) => allows(rule, wanted)));
      if (!found) return { allowed: false, reason: '' };
      const { kind, metadata } = found.binding;
      return { allowed: true, reason: `RBAC: allowed by ${kind} "${metadata.name}"` };
    },
    rulesOf: rulesOfRole,
    rulesFor: (user, namespace) => granted(user, namespace).flatMap(({ rules }) => rules),
  };
}

const ownRules = (role: KubeObject | undefined): readonly Json[] => list(at(role, 'rules')).filter(isRecord);

/** An empty selector would gather every role there is; a slip of the pen must not make somebody master of the cluster. */
const isNotEmpty = (selector: unknown): boolean => Object.keys(record(selector)).length > 0;

function names(subject: unknown, user: User, binding: KubeObject): boolean {
  const name = text(at(subject, 'name'));
  switch (at(subject, 'kind')) {
    case 'User':
      return name === user.username;
    case 'Group':
      return user.groups.includes(name);
    case 'ServiceAccount':
      return user.username === `system:serviceaccount:${text(at(subject, 'namespace')) || (binding.metadata.namespace ?? '')}:${name}`;
    default:
      return false;
  }
}

const has = (rule: Json, field: string, ...wanted: readonly string[]): boolean =>
  list(at(rule, field)).some((value) => value === '*' || wanted.includes(text(value)));

function allows(rule: Json, wanted: Attributes): boolean {
  if (!has(rule, 'verbs', wanted.verb)) return false;
  if (wanted.path) return list(at(rule, 'nonResourceURLs')).some((url) => fitsPath(text(url), wanted.path));
  const only = list(at(rule, 'resourceNames'));
  return has(rule, 'apiGroups', wanted.group) && allowsResource(rule, wanted) && (only.length === 0 || only.includes(wanted.name));
}

function allowsResource(rule: Json, { resource, subresource }: Attributes): boolean {
  return subresource ? has(rule, 'resources', `${resource}/${subresource}`, `*/${subresource}`) : has(rule, 'resources', resource);
}

const fitsPath = (pattern: string, path: string): boolean =>
  pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1)));

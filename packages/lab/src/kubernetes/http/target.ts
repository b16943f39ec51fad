import type { Attributes } from '../access/rbac.ts';
import { findByPlural } from '../resources/matrix.ts';
import type { Resource } from '../resources/resource.ts';
import { selectedName } from '../selectors/fields.ts';
import { noSuchPath } from '../status/status.ts';
import type { Target } from '../verbs/call.ts';
import { decoded } from './decoded.ts';

/** Where a path leads among resources; undefined where it is no path of resources (discovery, health). Fails: NotFound for a resource that is not served. */
export function targetOf(path: string): Target | undefined {
  const [root, ...rest] = path.split('/').slice(1).map(decoded);
  const [group, version, ...steps] = root === 'api' ? ['', ...rest] : root === 'apis' ? rest : [];
  if (group === undefined || version === undefined || steps.length === 0 || steps[0] === '') return undefined;
  const namespace = namespaceOf(steps);
  const [plural = '', name, ...subresource] = namespace === undefined ? steps : steps.slice(2);
  const resource = findByPlural(group, version, plural);
  if (!resource || steps.includes('') || isMisplaced(resource, namespace, name)) throw noSuchPath();
  return { resource, version, namespace, name, subresource: subresource.join('/') };
}

/** The namespace a path goes through. `namespaces/x/status` is about the namespace itself. */
function namespaceOf([first, namespace, third]: readonly string[]): string | undefined {
  return first === 'namespaces' && third !== undefined && !['status', 'finalize'].includes(third) ? namespace : undefined;
}

/** Named objects of namespaces are reached through theirs, and nothing else is. */
function isMisplaced({ namespaced }: Resource, namespace: string | undefined, name: string | undefined): boolean {
  return namespaced ? namespace === undefined && name !== undefined : namespace !== undefined;
}

/** What authorization is asked about a request of a resource. A namespace itself lies in the namespace of its name. */
export function attributesOf({ resource, namespace, name, subresource }: Target, method: string, query: URLSearchParams): Attributes {
  const single =
    name ??
    (method === 'GET' || method === 'HEAD' || method === 'DELETE' ? selectedName(query.get('fieldSelector') ?? '') : undefined) ??
    '';
  return {
    verb: verbOf(method, name !== undefined, query),
    namespace: namespace ?? (resource.kind === 'Namespace' ? (name ?? '') : ''),
    group: resource.group,
    resource: resource.plural,
    subresource,
    name: single,
    path: '',
  };
}

function verbOf(method: string, named: boolean, query: URLSearchParams): string {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return ['true', '1'].includes(query.get('watch') ?? '') ? 'watch' : named ? 'get' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return named ? 'delete' : 'deletecollection';
    default:
      return method.toLowerCase();
  }
}

import type { Attributes } from '../access/rbac.ts';
import { findByPlural } from '../resources/matrix.ts';
import { selectedName } from '../selectors/fields.ts';
import { badRequest, noSuchPath } from '../status/status.ts';
import type { Target } from '../verbs/call.ts';

/** Where a path leads among resources; undefined where it is no path of resources (discovery, health). Fails: NotFound for a resource that is not served. */
export function targetOf(path: string): Target | undefined {
  const [root, ...rest] = path.split('/').slice(1).map(decoded);
  const [group, version, ...steps] = root === 'api' ? ['', ...rest] : root === 'apis' ? rest : [];
  if (group === undefined || version === undefined || steps.length === 0 || steps[0] === '') return undefined;
  const [first, second, third] = steps;
  const inNamespace = first === 'namespaces' && second !== undefined && third !== undefined && !['status', 'finalize'].includes(third);
  const [plural = '', name, subresource = '', ...more] = inNamespace ? steps.slice(2) : steps;
  const resource = findByPlural(group, version, plural);
  if (!resource || steps.includes('') || (subresource === '' && more.length > 0) || (inNamespace && !resource.namespaced))
    throw noSuchPath();
  if (resource.namespaced && !inNamespace && name !== undefined) throw noSuchPath();
  return { resource, version, namespace: inNamespace ? second : undefined, name, subresource: [subresource, ...more].join('/') };
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch (error) {
    if (error instanceof URIError) throw badRequest(`the path contains "${step}", which is not a valid escape`);
    throw error;
  }
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

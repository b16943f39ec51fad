import type { KubeObject } from '@vigla/contract/objects';
import { createRbac } from '../access/rbac.ts';
import { requireRight } from '../access/require-right.ts';
import { at, isRecord } from '../json/json.ts';
import { applyDeclared } from '../ownership/apply.ts';
import { ownersOf } from '../ownership/managers.ts';
import { jsonPatch } from '../patching/json-patch.ts';
import { mergePatch } from '../patching/merge-patch.ts';
import { strategicMerge } from '../patching/strategic-merge.ts';
import { badRequest, notFound, stale, StatusError, unsupportedMediaType } from '../status/status.ts';
import { type Answer, type Call, inVersion } from './call.ts';
import { objectOf } from './prepare.ts';
import { create, replace, writerOf } from './write.ts';

const merge = 'application/merge-patch+json';
const strategic = 'application/strategic-merge-patch+json';
const pointed = 'application/json-patch+json';
const declared = 'application/apply-patch+yaml';

/** Changes an object by a patch of any kind its resource takes. Fails: UnsupportedMediaType that lists those kinds. */
export function patch(call: Call): Answer {
  const { store, target, contentType } = call;
  if (contentType === declared) return apply(call);
  const before = store.get(target.resource, target.namespace, target.name ?? '');
  if (!before) throw notFound(target.resource, target.name ?? '');
  const shown = inVersion(target, before);
  const after = objectOf(call, patched(call, shown));
  return { code: 200, body: replace(call, before, withGivenVersion(call, shown, after)) };
}

function patched({ target, contentType, body }: Call, object: KubeObject): unknown {
  switch (contentType) {
    case merge:
      return mergePatch(object, requireObject(body()));
    case pointed:
      return jsonPatch(object, body());
    case strategic:
      if (!target.resource.custom) return strategicMerge(target.resource, object, requireObject(body()));
  }
  const taken = [pointed, merge, ...(target.resource.custom ? [] : [strategic]), declared];
  throw unsupportedMediaType(`the body of the request was in an unknown format - accepted media types include: ${taken.join(', ')}`);
}

function requireObject(body: unknown): unknown {
  if (!isRecord(body)) throw badRequest('a merge patch must be a JSON object');
  return body;
}

/** A patch that names another version than the live one was made on an outdated copy. */
function withGivenVersion({ target }: Call, shown: KubeObject, after: KubeObject): KubeObject {
  if (after.metadata.resourceVersion !== shown.metadata.resourceVersion && after.metadata.resourceVersion)
    throw stale(target.resource, shown.metadata.name);
  return after;
}

function apply(call: Call): Answer {
  const { store, target, query } = call;
  if (!query.get('fieldManager'))
    throw new StatusError(
      422,
      'Invalid',
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  const given = objectOf(call, call.body());
  if (at(given, 'metadata', 'managedFields') !== undefined) throw badRequest('metadata.managedFields must be nil');
  const before = store.get(target.resource, target.namespace, target.name ?? '');
  if (before && given.metadata.resourceVersion && given.metadata.resourceVersion !== before.metadata.resourceVersion)
    throw stale(target.resource, given.metadata.name);
  const { resourceVersion: _, ...metadata } = given.metadata;
  const wanted = { ...given, metadata };
  const shown = before && inVersion(target, before);
  const merged = applyDeclared(target.resource, shown, wanted, {
    owners: ownersOf(before),
    writer: writerOf(call),
    force: query.get('force') === 'true',
  });
  const object = objectOf(call, merged.object);
  if (!before) {
    requireCreation(call);
    return { code: 201, body: create(call, object, merged.owners) };
  }
  return { code: 200, body: replace(call, before, withoutManagedFields(object), merged.owners) };
}

/** Who may only change things does not get to make them by declaring them. */
function requireCreation({ store, user, target: { resource, namespace = '', name = '' } }: Call): void {
  const wanted = { verb: 'create', namespace, group: resource.group, resource: resource.plural, subresource: '', name, path: '' };
  requireRight(createRbac(store), user, wanted);
}

const withoutManagedFields = (object: KubeObject): KubeObject => {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
};

import { at, equal, isRecord, type Json, list } from '../json/json.ts';
import type { Resource } from '../resources/resource.ts';
import { badRequest } from '../status/status.ts';
import { listRule } from './list-rules.ts';

type Path = readonly string[];

/**
 * Applies a strategic merge patch to a kind that comes with Kubernetes: lists whose items have a key are merged item by item.
 * Knows `$patch: replace|delete|merge`, `$deleteFromPrimitiveList`, `$setElementOrder` and `$retainKeys`.
 * Source: Kubernetes community, "Strategic Merge Patch".
 */
export const strategicMerge = (resource: Resource, target: unknown, patch: unknown): unknown => merged(resource, target, patch, []);

function merged(resource: Resource, target: unknown, patch: unknown, path: Path): unknown {
  if (Array.isArray(patch)) return mergedList(resource, list(target), patch, path);
  if (!isRecord(patch)) return patch;
  const directive = at(patch, '$patch');
  const plain = withoutDirectives(patch);
  if (directive === 'replace') return plain;
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge') throw badRequest(`unknown $patch directive ${JSON.stringify(directive)}`);
  return mergedFields(resource, retained(isRecord(target) ? target : {}, patch), patch, path);
}

function mergedFields(resource: Resource, base: Json, patch: Json, path: Path): unknown {
  const plain = withoutDirectives(patch);
  const fields = new Map<string, unknown>(Object.entries(base));
  for (const [key, value] of Object.entries(plain)) {
    if (value === null) fields.delete(key);
    else fields.set(key, merged(resource, at(base, key), value, [...path, key]));
  }
  for (const [key, value] of Object.entries(patch)) {
    const [directive, field = ''] = key.split(/\/(.*)/s);
    if (directive === '$deleteFromPrimitiveList')
      fields.set(
        field,
        list(fields.get(field)).filter((item) => !list(value).some((gone) => equal(gone, item))),
      );
    if (directive === '$setElementOrder' && Array.isArray(fields.get(field)))
      fields.set(field, ordered(resource, list(fields.get(field)), list(value), [...path, field]));
  }
  return Object.fromEntries(fields);
}

const withoutDirectives = (patch: Json): Json => Object.fromEntries(Object.entries(patch).filter(([key]) => !key.startsWith('$')));

/** `$retainKeys` lists what may stay of a map whose fields exclude one another. */
function retained(target: Json, patch: Json): Json {
  const keys = at(patch, '$retainKeys');
  return Array.isArray(keys) ? Object.fromEntries(Object.entries(target).filter(([key]) => keys.includes(key))) : target;
}

function mergedList(resource: Resource, target: readonly unknown[], patch: readonly unknown[], path: Path): unknown {
  const rule = listRule(resource, path);
  if (patch.some((item) => at(item, '$patch') === 'replace')) return patch.filter((item) => at(item, '$patch') === undefined);
  if (rule === 'atomic') return patch;
  if (rule === 'set') return [...target, ...patch.filter((item) => !target.some((own) => equal(own, item)))];
  const [key] = rule;
  const result = [...target];
  for (const item of patch) {
    if (at(item, key) === undefined) throw badRequest(`an item of ${path.join('.')} has no ${key}, which tells the items apart`);
    const place = result.findIndex((own) => equal(at(own, key), at(item, key)));
    if (at(item, '$patch') === 'delete') {
      if (place !== -1) result.splice(place, 1);
    } else if (place === -1) result.push(merged(resource, undefined, item, path));
    else result[place] = merged(resource, result[place], item, path);
  }
  return result;
}

/** Puts the items into the wanted order; those it does not name keep their place after the ones before them. */
function ordered(resource: Resource, items: readonly unknown[], order: readonly unknown[], path: Path): readonly unknown[] {
  const rule = listRule(resource, path);
  if (rule === 'atomic') return items;
  const identity = (item: unknown): unknown => (rule === 'set' ? item : at(item, rule[0]));
  const wanted = order.map((item) => identity(item));
  const rank = (item: unknown): number => wanted.findIndex((name) => equal(name, identity(item)));
  const named = items.filter((item) => rank(item) !== -1).sort((a, b) => rank(a) - rank(b));
  const unnamed = items.filter((item) => rank(item) === -1);
  return [...named, ...unnamed];
}

import type { KubeObject } from '@vigla/contract/objects';
import { at, equal, isRecord, type Json, list, record, withField } from '../json/json.ts';
import { listRule } from '../patching/list-rules.ts';
import type { Resource } from '../resources/resource.ts';
import { type Cause, StatusError } from '../status/status.ts';
import { type FieldSet, fieldsOf, fitsKey, minus, stepsOf, union, valueAt } from './field-set.ts';
import { type Owner, sameOwner, type Writer } from './managers.ts';

interface Applied {
  readonly object: unknown;
  readonly owners: readonly Owner[];
}

/**
 * Server-side apply: merges what a manager declares into the live object, takes back what it declared before and now leaves out,
 * and refuses to overwrite other managers' fields unless forced. Source: Kubernetes documentation, "Server-Side Apply".
 */
export function applyDeclared(
  resource: Resource,
  live: KubeObject | undefined,
  declared: Json,
  { owners, writer, force }: { readonly owners: readonly Owner[]; readonly writer: Writer; readonly force: boolean },
): Applied {
  const self = { ...writer, operation: 'Apply' as const };
  const fields = fieldsOf(resource, declared);
  const others = owners.filter((owner) => !sameOwner(owner, self));
  const taken = conflicts(fields, others, live, declared);
  if (taken.length > 0 && !force) throw refused(taken);
  const previous = owners.find((owner) => sameOwner(owner, self))?.fields ?? new Set<string>();
  const left = others
    .map((owner) => ({ ...owner, fields: minus(owner.fields, pathsOf(taken, owner)) }))
    .filter((owner, index) => owner.fields.size > 0 || others[index]?.fields.size === 0);
  const kept = left.reduce<FieldSet>((all, owner) => union(all, owner.fields), fields);
  const object = abandoned(previous, kept).reduce(removeAt, mergeDeclared(resource, live, declared, []));
  return { object, owners: [...left, { ...self, fields }] };
}

interface Taken {
  readonly owner: Owner;
  readonly path: string;
}

function conflicts(fields: FieldSet, others: readonly Owner[], live: unknown, declared: unknown): readonly Taken[] {
  const changing = [...fields].filter((path) => !isRecord(valueAt(declared, path)) && !equal(valueAt(live, path), valueAt(declared, path)));
  return others.flatMap((owner) => changing.filter((path) => owner.fields.has(path)).map((path) => ({ owner, path })));
}

const pathsOf = (taken: readonly Taken[], owner: Owner): FieldSet =>
  new Set(taken.filter((one) => one.owner === owner).map(({ path }) => path));

function refused(taken: readonly Taken[]): StatusError {
  const causes = taken.map(
    ({ owner, path }): Cause => ({
      reason: 'FieldManagerConflict',
      message: `conflict with "${owner.manager}"${owner.operation === 'Update' ? ` using ${owner.apiVersion}` : ''}`,
      field: readable(path),
    }),
  );
  const words = causes.map(({ message, field }) => `${message}: ${field}`).join(', ');
  return new StatusError(409, 'Conflict', `Apply failed with ${causes.length} conflict${causes.length === 1 ? '' : 's'}: ${words}`, {
    causes,
  });
}

const readable = (path: string): string =>
  stepsOf(path)
    .map((step) =>
      step.startsWith('f:')
        ? `.${step.slice(2)}`
        : `[${step
            .slice(2)
            .replace(/^\{|\}$/g, '')
            .replaceAll('":', '=')
            .replaceAll('"', '')}]`,
    )
    .join('');

function mergeDeclared(resource: Resource, live: unknown, declared: unknown, path: readonly string[]): unknown {
  if (Array.isArray(declared)) return mergeItems(resource, list(live), declared, path);
  if (!isRecord(declared)) return declared;
  const base = isRecord(live) ? live : {};
  const merged = Object.entries(declared).map(
    ([key, value]) => [key, mergeDeclared(resource, at(base, key), value, [...path, key])] as const,
  );
  return Object.fromEntries([...Object.entries(base), ...merged]);
}

function mergeItems(resource: Resource, live: readonly unknown[], declared: readonly unknown[], path: readonly string[]): unknown {
  const rule = listRule(resource, path);
  if (rule === 'atomic') return declared;
  if (rule === 'set') return [...live, ...declared.filter((item) => !live.some((own) => equal(own, item)))];
  const same = (a: unknown, b: unknown): boolean => rule.every((key) => equal(at(a, key) ?? implied(key), at(b, key) ?? implied(key)));
  const kept = live.map((item) => {
    const wanted = declared.find((other) => same(item, other));
    return wanted === undefined ? item : mergeDeclared(resource, item, wanted, path);
  });
  return [...kept, ...declared.filter((item) => !live.some((own) => same(own, item)))];
}

const implied = (key: string): unknown => (key === 'protocol' ? 'TCP' : undefined);

/**
 * What a manager owned before and nobody owns now, outermost first. What somebody owns a part of stays: an item with what tells it apart,
 * and a list or map that was declared empty before and has something in it now.
 */
function abandoned(previous: FieldSet, kept: FieldSet): readonly (readonly string[])[] {
  const keptSteps = [...kept].map(stepsOf);
  const isHeld = (item: readonly string[]): boolean =>
    keptSteps.some((steps) => steps.length > item.length && item.every((step, index) => steps[index] === step));
  const isKeyOfHeld = (steps: readonly string[]): boolean => {
    const [item = '', field = ''] = steps.slice(-2);
    return item.startsWith('k:') && Object.hasOwn(record(JSON.parse(item.slice(2))), field.slice(2)) && isHeld(steps.slice(0, -1));
  };
  return [...minus(previous, kept)]
    .map(stepsOf)
    .filter((steps) => !isHeld(steps) && !isKeyOfHeld(steps))
    .toSorted((a, b) => a.length - b.length);
}

function removeAt(here: unknown, [step = '', ...rest]: readonly string[]): unknown {
  if (step.startsWith('f:') && isRecord(here)) {
    const field = step.slice(2);
    if (rest.length === 0) return withField(here, field, undefined);
    const child = at(here, field);
    const pruned = child === undefined ? undefined : removeAt(child, rest);
    return withField(here, field, emptied(child, pruned) ? undefined : pruned);
  }
  if (!Array.isArray(here)) return here;
  const fits = (item: unknown): boolean => (step.startsWith('v:') ? JSON.stringify(item) === step.slice(2) : fitsKey(item, step));
  return here.flatMap((item: unknown) => (fits(item) ? (rest.length === 0 ? [] : [removeAt(item, rest)]) : [item]));
}

/** Whether a map lost its last field: it goes with it, as nobody declares it any more. */
const emptied = (before: unknown, after: unknown): boolean =>
  isRecord(before) && isRecord(after) && Object.keys(before).length > 0 && Object.keys(after).length === 0;

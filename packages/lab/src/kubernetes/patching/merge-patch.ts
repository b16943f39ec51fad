import { at, isRecord } from '../json/json.ts';

/** Applies a JSON merge patch: fields of the patch win, null takes a field away, lists are replaced whole. Source: RFC 7386. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const base = isRecord(target) ? target : {};
  const kept = Object.entries(base).filter(([key]) => !Object.hasOwn(patch, key));
  const patched = Object.entries(patch)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => [key, mergePatch(at(base, key), value)] as const);
  return Object.fromEntries([...kept, ...patched]);
}

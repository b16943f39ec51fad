import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { at, equal, isRecord } from '../json/json.ts';
import { rowOf } from '../resources/matrix.ts';
import { jsonPatch } from './json-patch.ts';
import { mergePatch } from './merge-patch.ts';
import { strategicMerge } from './strategic-merge.ts';

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.integer(), { maxLength: 3 }));
const { tree } = fc.letrec<{ tree: Record<string, unknown> }>((tie) => ({
  tree: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'x/y', '~'), fc.oneof({ maxDepth: 3 }, leaf, tie('tree')), {
    maxKeys: 4,
  }),
}));

/** The merge patch that leads from one object to another, by the letter of RFC 7386. */
function mergeDiff(from: unknown, to: unknown): unknown {
  if (!isRecord(from) || !isRecord(to)) return to;
  const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
  const changed = Object.entries(to).filter(([key, value]) => !equal(at(from, key), value) || !Object.hasOwn(from, key));
  return Object.fromEntries([
    ...gone.map((key) => [key, null] as const),
    ...changed.map(([key, value]) => [key, mergeDiff(at(from, key), value)] as const),
  ]);
}

/** The operations that lead from one object to another, field by field. */
function operations(from: unknown, to: unknown, path = ''): readonly object[] {
  if (!isRecord(from) || !isRecord(to)) return equal(from, to) ? [] : [{ op: 'replace', path, value: to }];
  const step = (key: string): string => `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
  return [
    ...gone.map((key) => ({ op: 'remove', path: step(key) })),
    ...Object.entries(to).flatMap(([key, value]) =>
      Object.hasOwn(from, key) ? operations(at(from, key), value, step(key)) : [{ op: 'add', path: step(key), value }],
    ),
  ];
}

it('leads from any object to any other by the merge patch between them', () => {
  fc.assert(
    fc.property(tree, tree, (from, to) => {
      expect(mergePatch(from, mergeDiff(from, to))).toEqual(to);
    }),
  );
});

it('leads from any object to any other by the operations between them', () => {
  fc.assert(
    fc.property(tree, tree, (from, to) => {
      expect(jsonPatch(from, operations(from, to))).toEqual(to);
    }),
  );
});

it('merges by meaning as plainly as any merge where there are no lists to tell apart', () => {
  fc.assert(
    fc.property(tree, tree, (from, to) => {
      const [spec, patch] = [{ spec: from }, { spec: mergeDiff(from, to) }];
      expect(strategicMerge(rowOf('Deployment'), spec, patch)).toEqual({ spec: to });
    }),
  );
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Interner } from './interner.ts';
import { toJson, toLabels } from './label-set.ts';

const names = ['__name__', '__proto__', 'a', 'app', 'constructor', 'le', 'pod', 'z'];
const labelSets = fc.dictionary(fc.constantFrom(...names), fc.constantFrom('', '1', '2', 'ü"\\'), { noNullPrototype: false });
const shown = (labels: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(labels)
      .filter(([, value]) => value !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

describe('label sets', () => {
  it('are one object where they are equal, in whatever order their labels come', () => {
    const interner = new Interner();
    fc.assert(
      fc.property(labelSets, (labels) => {
        const entries = Object.entries(labels);
        const set = interner.of(entries);
        expect(interner.of(entries.toReversed())).toBe(set);
        expect(interner.from(Object.fromEntries(entries))).toBe(set);
        expect(toLabels(set)).toEqual(shown(labels));
        expect(toJson(set)).toBe(JSON.stringify(shown(labels)));
      }),
    );
  });

  it('are told apart by the tens of thousands', () => {
    const interner = new Interner();
    const make = (i: number) =>
      interner.of([
        ['pod', `p${i % 300}`],
        ['le', `l${Math.floor(i / 300)}`],
      ]);
    const all = Array.from({ length: 30_000 }, (_, i) => make(i));
    expect(new Set(all).size).toBe(30_000);
    expect(all.every((set, i) => set.id === (all[0]?.id ?? 0) + i && make(i) === set)).toBe(true);
  });

  it('are put together from two that have no name in common', () => {
    const interner = new Interner();
    fc.assert(
      fc.property(labelSets, fc.func(fc.boolean()), (labels, isLeft) => {
        const side = (left: boolean) => interner.of(Object.entries(labels).filter(([name]) => isLeft(name) === left));
        expect(interner.merged(side(true), side(false))).toBe(interner.of(Object.entries(labels)));
      }),
    );
  });

  it('keep what a grouping keeps, and take a label on', () => {
    const interner = new Interner();
    fc.assert(
      fc.property(labelSets, fc.subarray(names), fc.constantFrom(...names), (labels, some, name) => {
        const set = interner.of(Object.entries(labels));
        const kept = (keeps: (name: string) => boolean) => interner.of(Object.entries(labels).filter(([own]) => keeps(own)));
        expect(interner.by(some)(set)).toBe(kept((own) => some.includes(own)));
        expect(interner.without(some)(set)).toBe(kept((own) => own !== '__name__' && !some.includes(own)));
        expect(interner.dropping(some)(set)).toBe(kept((own) => !some.includes(own)));
        expect(interner.with(set, name, 'new')).toBe(
          interner.of([...Object.entries(labels).filter(([own]) => own !== name), [name, 'new']]),
        );
        expect(interner.with(set, name, '')).toBe(kept((own) => own !== name));
      }),
    );
  });

  it('are noticed when one comes twice', () => {
    const interner = new Interner();
    const [a, b] = [interner.of([['pod', 'a']]), interner.of([['pod', 'b']])];
    expect(interner.areDistinct([{ labels: a }, { labels: b }])).toBe(true);
    expect(interner.areDistinct([{ labels: a }, { labels: b }, { labels: a }])).toBe(false);
    expect(interner.areDistinct([{ labels: b }])).toBe(true);
  });
});

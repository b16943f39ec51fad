import type { KubeObject } from '@vigla/contract/objects';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kubeObject, record } from '../json/json.ts';
import { rowsOfKind } from '../resources/matrix.ts';
import { applyDeclared } from './apply.ts';
import { type Owner, ownersAfterUpdate } from './managers.ts';

const deployments = rowsOfKind('Deployment')[0] ?? expect.fail('no Deployment');
const writer = (manager: string) => ({ manager, apiVersion: 'apps/v1', subresource: '', time: '2026-03-02T12:00:00Z' });
const base = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' } };
const of = (spec: Record<string, unknown>) => ({ ...base, spec });

interface State {
  readonly object: KubeObject | undefined;
  readonly owners: readonly Owner[];
}
const nothing: State = { object: undefined, owners: [] };
const apply = (state: State, manager: string, spec: Record<string, unknown>, force = false): State => {
  const { object, owners } = applyDeclared(deployments, state.object, of(spec), { owners: state.owners, writer: writer(manager), force });
  return { object: kubeObject(record(object)), owners };
};
const update = (state: State, manager: string, spec: Record<string, unknown>): State => ({
  object: of(spec),
  owners: ownersAfterUpdate(deployments, state.object, of(spec), state.owners, writer(manager)),
});
const spec = (state: State) => state.object?.spec ?? {};

describe('server-side apply', () => {
  it('takes back what a manager no longer declares and nobody else does', () => {
    const first = apply(nothing, 'a', { replicas: 1, paused: true, strategy: { type: 'Recreate' } });
    expect(spec(apply(first, 'a', { replicas: 1 }))).toEqual({ replicas: 1 });
  });

  it('leaves what another manager declares too', () => {
    const both = apply(apply(nothing, 'a', { replicas: 1, paused: true }), 'b', { paused: true });
    expect(spec(apply(both, 'a', { replicas: 1 }))).toEqual({ replicas: 1, paused: true });
  });

  it('refuses to overwrite the fields of another manager, and names both', () => {
    const first = apply(nothing, 'a', { replicas: 1 });
    expect(() => apply(first, 'b', { replicas: 2 })).toThrow(
      expect.objectContaining({
        code: 409,
        message: 'Apply failed with 1 conflict: conflict with "a": .spec.replicas',
        details: { causes: [{ reason: 'FieldManagerConflict', field: '.spec.replicas', message: 'conflict with "a"' }] },
      }),
    );
  });

  it('overwrites them when it is forced, and owns them then', () => {
    const forced = apply(apply(nothing, 'a', { replicas: 1, paused: true }), 'b', { replicas: 2 }, true);
    expect(spec(forced)).toEqual({ replicas: 2, paused: true });
    expect(spec(apply(forced, 'a', { paused: true }))).toEqual({ replicas: 2, paused: true });
    expect(() => apply(forced, 'a', { replicas: 1, paused: true })).toThrow('conflict with "b"');
  });

  it('gives a field to whoever changes it by an update', () => {
    const edited = update(apply(nothing, 'a', { replicas: 1 }), 'kubectl-edit', { replicas: 5 });
    expect(() => apply(edited, 'a', { replicas: 1 })).toThrow('conflict with "kubectl-edit" using apps/v1: .spec.replicas');
  });

  it('merges the items of keyed lists of two managers', () => {
    const containers = (...list: readonly object[]) => ({ template: { spec: { containers: list } } });
    const both = apply(apply(nothing, 'a', containers({ name: 'app', image: '1' })), 'b', containers({ name: 'proxy', image: '2' }));
    expect(spec(both)).toEqual(containers({ name: 'app', image: '1' }, { name: 'proxy', image: '2' }));
    expect(spec(apply(both, 'a', {}))).toEqual(containers({ name: 'proxy', image: '2' }));
    const shared = apply(both, 'c', containers({ name: 'app', command: ['x'] }));
    expect(spec(apply(shared, 'a', {}))).toEqual(containers({ name: 'app', command: ['x'] }, { name: 'proxy', image: '2' }));
  });

  const specs = fc.dictionary(
    fc.constantFrom('replicas', 'paused', 'minReadySeconds', 'strategy'),
    fc.oneof(fc.integer(), fc.boolean(), fc.dictionary(fc.constantFrom('type', 'x'), fc.string(), { minKeys: 1 })),
  );

  it('changes nothing when the same is applied again', () => {
    fc.assert(
      fc.property(specs, specs, (other, own) => {
        const once = apply(apply(nothing, 'other', other), 'own', own, true);
        const twice = apply(once, 'own', own);
        expect(twice.object).toEqual(once.object);
        expect(new Set(twice.owners)).toEqual(new Set(once.owners));
      }),
    );
  });

  it('comes to the same result in either order when two managers declare different fields', () => {
    fc.assert(
      fc.property(specs, specs, (left, right) => {
        const disjoint = Object.fromEntries(Object.entries(right).map(([key, value]) => [`${key}2`, value]));
        const one = apply(apply(nothing, 'a', left), 'b', disjoint);
        const two = apply(apply(nothing, 'b', disjoint), 'a', left);
        expect(one.object).toEqual(two.object);
      }),
    );
  });
});

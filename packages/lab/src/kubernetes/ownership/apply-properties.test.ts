import type { KubeObject } from '@vigla/contract/objects';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, isRecord, kubeObject, record } from '../json/json.ts';
import { rowOf } from '../resources/matrix.ts';
import { StatusError } from '../status/status.ts';
import { applyDeclared } from './apply.ts';
import type { Owner } from './managers.ts';

interface State {
  readonly object: KubeObject | undefined;
  readonly owners: readonly Owner[];
}
type Spec = Readonly<Record<string, unknown>>;

const nothing: State = { object: undefined, owners: [] };
const applierOf =
  (kind: string, apiVersion: string) =>
  (state: State, manager: string, spec: Spec, force = false): State => {
    const declared = { apiVersion, kind, metadata: { name: 'x' }, spec };
    const writer = { manager, apiVersion, subresource: '', time: '2026-03-02T12:00:00Z' };
    const { object, owners } = applyDeclared(rowOf(kind), state.object, declared, { owners: state.owners, writer, force });
    return { object: kubeObject(record(object)), owners };
  };
const onDeployment = applierOf('Deployment', 'apps/v1');
const onVirtualService = applierOf('VirtualService', 'networking.istio.io/v1');

/** The containers of one manager, told apart from those of others by the letter their names begin with. */
const containers = (letter: string) =>
  fc.uniqueArray(
    fc.record(
      {
        name: fc.constantFrom(`${letter}1`, `${letter}2`),
        image: fc.constantFrom('one', 'two'),
        args: fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
        env: fc.uniqueArray(fc.record({ name: fc.constantFrom('A', 'B'), value: fc.constantFrom('1', '2') }), {
          selector: ({ name }) => name,
        }),
      },
      { requiredKeys: ['name', 'image'] },
    ),
    { selector: ({ name }) => name, minLength: 1 },
  );
const podSpec = (letter: string) =>
  fc.record({
    containers: containers(letter),
    nodeSelector: fc.dictionary(fc.constantFrom(`${letter}a`, `${letter}b`), fc.constantFrom('1', '2')),
  });
const deploymentSpec = (letter: string) => podSpec(letter).map((spec) => ({ template: { spec } }));

/** Keyed lists in the order of their keys: who came first decides the order, and means nothing. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(ordered);
    return items.every((item) => isRecord(item) && 'name' in item)
      ? items.toSorted((a, b) => String(at(a, 'name')).localeCompare(String(at(b, 'name'))))
      : items;
  }
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, child]) => [key, ordered(child)])) : value;
}
/** Without what is empty: an empty map that somebody declared is a field too, and says nothing. */
function full(value: unknown): unknown {
  if (!isRecord(value)) return Array.isArray(value) ? value.map(full) : value;
  const fields = Object.entries(value).map(([key, child]) => [key, full(child)] as const);
  return Object.fromEntries(
    fields.filter(([, child]) => !((isRecord(child) && Object.keys(child).length === 0) || (Array.isArray(child) && child.length === 0))),
  );
}

describe('what two managers declare of one Deployment', () => {
  it('comes to the same in either order', () => {
    fc.assert(
      fc.property(deploymentSpec('a'), deploymentSpec('b'), (left, right) => {
        const one = onDeployment(onDeployment(nothing, 'left', left), 'right', right);
        const two = onDeployment(onDeployment(nothing, 'right', right), 'left', left);
        expect(ordered(one.object)).toEqual(ordered(two.object));
        expect(new Set(one.owners)).toEqual(new Set(two.owners));
      }),
    );
  });

  it('is as it was for the one when the other changes their mind', () => {
    fc.assert(
      fc.property(deploymentSpec('a'), deploymentSpec('b'), deploymentSpec('b'), (left, first, second) => {
        const changed = onDeployment(onDeployment(onDeployment(nothing, 'left', left), 'right', first), 'right', second);
        const direct = onDeployment(onDeployment(nothing, 'left', left), 'right', second);
        expect(full(ordered(changed.object?.spec))).toEqual(full(ordered(direct.object?.spec)));
      }),
    );
  });

  it('is gone when both declare nothing any more', () => {
    fc.assert(
      fc.property(deploymentSpec('a'), deploymentSpec('b'), (left, right) => {
        const both = onDeployment(onDeployment(nothing, 'left', left), 'right', right);
        const none = onDeployment(onDeployment(both, 'left', {}), 'right', {});
        expect(full(none.object?.spec)).toEqual({});
      }),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(deploymentSpec('a'), deploymentSpec('a'), (left, right) => {
        const once = onDeployment(onDeployment(nothing, 'left', left), 'right', right, true);
        const twice = onDeployment(once, 'right', right);
        expect(twice.object).toEqual(once.object);
        expect(new Set(twice.owners)).toEqual(new Set(once.owners));
      }),
    );
  });
});

function outcome(apply: () => unknown): unknown {
  try {
    apply();
    return 'applied';
  } catch (error) {
    if (error instanceof StatusError) return error.code;
    throw error;
  }
}

describe('what is declared of a custom kind', () => {
  const spec = fc.dictionary(
    fc.constantFrom('hosts', 'http', 'gateways'),
    fc.array(fc.record({ name: fc.constantFrom('a', 'b') }), { maxLength: 3 }),
  );

  it('replaces lists whole, whoever wrote them before', () => {
    fc.assert(
      fc.property(spec, spec, (left, right) => {
        const both = onVirtualService(onVirtualService(nothing, 'left', left), 'right', right, true);
        expect(both.object?.spec).toEqual({ ...left, ...right });
      }),
    );
  });

  it('is refused exactly where another manager says something else', () => {
    fc.assert(
      fc.property(spec, spec, (left, right) => {
        const differs = Object.entries(right).some(([key, value]) => key in left && JSON.stringify(left[key]) !== JSON.stringify(value));
        expect(outcome(() => onVirtualService(onVirtualService(nothing, 'left', left), 'right', right))).toBe(differs ? 409 : 'applied');
      }),
    );
  });
});

import { isComparison, isSetOperator, type Arithmetic, type Binary, type Comparison } from '../language/index.ts';
import { match, signatureOf } from './match.ts';
import type { LabelSet } from './label-set.ts';
import { arithmetic, comparison, keepsName } from './operators.ts';
import type { Scope } from './scope.ts';
import { distinct, type Point, type Vector } from './value.ts';

/** Combines two values. Fails: execution when elements do not find exactly one partner where they must. */
export function combine(binary: Binary, left: number | Vector, right: number | Vector, scope: Scope): number | Vector {
  const { operator } = binary;
  if (isSetOperator(operator)) return combineSets(binary, asVector(left), asVector(right), scope);
  if (typeof left === 'number' && typeof right === 'number') {
    return isComparison(operator) ? Number(comparison[operator](left, right)) : arithmetic[operator](left, right);
  }
  if (typeof left === 'number') return withScalar({ operator, bool: binary.bool, scalarFirst: true }, asVector(right), left, scope);
  if (typeof right === 'number') return withScalar({ operator, bool: binary.bool, scalarFirst: false }, left, right, scope);
  return match({ ...binary, operator }, left, right, scope);
}

/** Set operators take no scalars; the type check has seen to it. */
const asVector = (value: number | Vector): Vector => (typeof value === 'number' ? [] : value);

function combineSets(binary: Binary, left: Vector, right: Vector, scope: Scope): Vector {
  const { operator } = binary;
  const signature = signatureOf(binary, scope);
  const inRight = new Set(right.map(({ labels }) => signature(labels)));
  if (operator === 'and') return left.filter(({ labels }) => inRight.has(signature(labels)));
  if (operator === 'unless') return left.filter(({ labels }) => !inRight.has(signature(labels)));
  const inLeft = new Set(left.map(({ labels }) => signature(labels)));
  return distinct([...left, ...right.filter(({ labels }) => !inLeft.has(signature(labels)))], scope.labels);
}

interface Scalarwise {
  readonly operator: Arithmetic | Comparison;
  readonly bool: boolean;
  readonly scalarFirst: boolean;
}

/** The scalar may stand on either side; a comparison filters and keeps the vector's own value. */
function withScalar(
  { operator, bool, scalarFirst }: Scalarwise,
  vector: Vector,
  scalar: number,
  { labels: interner, dialect }: Scope,
): Vector {
  const named = keepsName(operator, bool, dialect) ? (own: LabelSet) => own : interner.withoutName;
  const points: Point[] = [];
  for (const { labels, value } of vector) {
    const a = scalarFirst ? scalar : value;
    const b = scalarFirst ? value : scalar;
    if (!isComparison(operator)) points.push({ labels: named(labels), value: arithmetic[operator](a, b) });
    else if (bool) points.push({ labels: named(labels), value: Number(comparison[operator](a, b)) });
    else if (comparison[operator](a, b)) points.push({ labels, value });
  }
  return distinct(points, interner);
}

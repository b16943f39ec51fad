import { cannotExecute } from '../failure.ts';
import { isComparison, type Arithmetic, type Binary, type Comparison, type Matching } from '../language/index.ts';
import { printLabels, valueOf, type LabelSet, type Projection } from './label-set.ts';
import { arithmetic, comparison, keepsName } from './operators.ts';
import type { Scope } from './scope.ts';
import { distinct, type Point, type Vector } from './value.ts';

type Elementwise = Binary & { readonly operator: Arithmetic | Comparison };

const plain: Matching = { on: false, labels: [], many: 'none', include: [] };

/** The labels by which elements of two vectors find each other. */
export function signatureOf({ matching }: Binary, { labels }: Scope): Projection {
  const { on, labels: names } = matching ?? plain;
  return on ? labels.by(names) : labels.without(names);
}

/** Combines elements that share a signature: one to one, or many to one where the query groups. */
export function match(binary: Elementwise, left: Vector, right: Vector, scope: Scope): Vector {
  if (left.length === 0 || right.length === 0) return [];
  const matching = binary.matching ?? plain;
  const signature = signatureOf(binary, scope);
  const manyIsRight = matching.many === 'right';
  const many = manyIsRight ? right : left;
  const partners = onePerSignature(manyIsRight ? left : right, signature, manyIsRight ? 'left' : 'right');
  const labelsOf = resultLabels(binary, matching, scope);
  const taken = new Set<LabelSet>();
  const points: Point[] = [];
  for (const point of many) {
    const key = signature(point.labels);
    const partner = partners.get(key);
    if (!partner) continue;
    const value = manyIsRight ? apply(binary, partner.value, point.value) : apply(binary, point.value, partner.value);
    if (value === null) continue;
    const labels = labelsOf(point.labels, partner.labels);
    refuseSecond(taken, matching.many === 'none' ? key : labels, matching);
    points.push({ labels, value });
  }
  return distinct(points, scope.labels);
}

/** The value of one pair; null where a comparison filters it out. */
function apply({ operator, bool }: Elementwise, a: number, b: number): number | null {
  if (!isComparison(operator)) return arithmetic[operator](a, b);
  const holds = comparison[operator](a, b);
  if (bool) return Number(holds);
  return holds ? a : null;
}

function onePerSignature(vector: Vector, signature: Projection, side: string): ReadonlyMap<LabelSet, Point> {
  const partners = new Map<LabelSet, Point>();
  for (const point of vector) {
    const key = signature(point.labels);
    const other = partners.get(key);
    if (other) {
      throw cannotExecute(
        `found duplicate series for the match group ${printLabels(key)} on the ${side} hand-side of the operation: ` +
          `[${printLabels(point.labels)}, ${printLabels(other.labels)}];` +
          'many-to-many matching not allowed: matching labels must be unique on one side',
      );
    }
    partners.set(key, point);
  }
  return partners;
}

function refuseSecond(taken: Set<LabelSet>, key: LabelSet, { many }: Matching): void {
  if (taken.has(key)) {
    throw cannotExecute(
      many === 'none'
        ? 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)'
        : 'multiple matches for labels: grouping labels must ensure unique matches',
    );
  }
  taken.add(key);
}

/** What a matched pair is called: the many side's labels, less what the match ignores, plus what it includes from the one side. */
function resultLabels(binary: Elementwise, matching: Matching, { labels, dialect }: Scope): (many: LabelSet, one: LabelSet) => LabelSet {
  const named = keepsName(binary.operator, binary.bool, dialect) ? (own: LabelSet) => own : labels.withoutName;
  const kept = matching.on ? labels.by(matching.labels) : labels.dropping(matching.labels);
  const base: Projection = matching.many === 'none' ? (own) => kept(named(own)) : named;
  return (many, one) => matching.include.reduce((own, name) => labels.with(own, name, valueOf(one, name)), base(many));
}

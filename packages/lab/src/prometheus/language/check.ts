import { isComparison, isSetOperator, type Binary, type Call, type Expression, type ValueKind } from './expression.ts';
import { aggregations, signatures } from './signatures.ts';
import { parseError } from './syntax.ts';

/** What an expression evaluates to. */
export function kindOf(expression: Expression): ValueKind {
  switch (expression.type) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'range':
    case 'subquery':
      return 'matrix';
    case 'sign':
      return kindOf(expression.of);
    case 'call':
      return signatures.get(expression.name)?.gives ?? 'vector';
    case 'binary':
      return kindOf(expression.left) === 'scalar' && kindOf(expression.right) === 'scalar' ? 'scalar' : 'vector';
    default:
      return 'vector';
  }
}

const spoken: Readonly<Record<ValueKind, string>> = {
  scalar: 'scalar',
  vector: 'instant vector',
  matrix: 'range vector',
  string: 'string',
};

/** The name of a kind as Prometheus writes it. */
export const kindName = (kind: ValueKind): string => spoken[kind];

/** Refuses what is well-formed but means nothing, such as the rate of a scalar. Fails: bad_data. */
export function checkExpression(expression: Expression, query: string): void {
  switch (expression.type) {
    case 'sign': {
      checkExpression(expression.of, query);
      const kind = kindOf(expression.of);
      if (kind === 'scalar' || kind === 'vector') return;
      throw parseError(
        query,
        expression.from,
        `unary expression only allowed on expressions of type scalar or instant vector, got "${spoken[kind]}"`,
      );
    }
    case 'subquery':
      checkExpression(expression.of, query);
      expect(expression.of, 'vector', 'subquery', query);
      return;
    case 'aggregation': {
      checkExpression(expression.of, query);
      expect(expression.of, 'vector', 'aggregation expression', query);
      const parameter = aggregations.get(expression.operator);
      if (!expression.parameter || !parameter) return;
      checkExpression(expression.parameter, query);
      expect(expression.parameter, parameter, 'aggregation parameter', query);
      return;
    }
    case 'call':
      checkCall(expression, query);
      return;
    case 'binary':
      checkExpression(expression.left, query);
      checkExpression(expression.right, query);
      checkBinary(expression, query);
      return;
    default:
  }
}

function expect(expression: Expression, kind: ValueKind, context: string, query: string): void {
  const got = kindOf(expression);
  if (got !== kind) throw parseError(query, expression.from, `expected type ${spoken[kind]} in ${context}, got ${spoken[got]}`);
}

function checkCall({ name, args, from }: Call, query: string): void {
  const known = signatures.get(name);
  if (!known) throw parseError(query, from, `unknown function with name "${name}"`);
  const most = known.repeats ? Infinity : known.takes.length;
  const least = known.takes.length - known.optional;
  if (args.length < least || args.length > most) {
    const wanted = known.optional === 0 ? String(least) : args.length < least ? `at least ${least}` : `at most ${most}`;
    throw parseError(query, from, `expected ${wanted} argument(s) in call to "${name}", got ${args.length}`);
  }
  args.forEach((argument, i) => {
    checkExpression(argument, query);
    expect(argument, known.takes[i] ?? known.takes.at(-1) ?? 'vector', `call to function "${name}"`, query);
  });
}

function checkBinary(binary: Binary, query: string): void {
  const { operator, bool, matching, left, right, from } = binary;
  const wrong = (message: string) => parseError(query, from, message);
  const kinds = [kindOf(left), kindOf(right)];
  if (bool && !isComparison(operator)) throw wrong('bool modifier can only be used on comparison operators');
  if (kinds.some((kind) => kind !== 'scalar' && kind !== 'vector'))
    throw wrong('binary expression must contain only scalar and instant vector types');
  const scalars = kinds.filter((kind) => kind === 'scalar').length;
  if (isComparison(operator) && !bool && scalars === 2) throw wrong('comparisons between scalars must use BOOL modifier');
  if (isSetOperator(operator) && scalars > 0) throw wrong(`set operator "${operator}" not allowed in binary scalar expression`);
  if (!matching) return;
  if (scalars > 0) throw wrong('vector matching only allowed between instant vectors');
  if (isSetOperator(operator) && matching.many !== 'none') throw wrong(`no grouping allowed for "${operator}" operation`);
  const both = matching.on ? matching.include.find((label) => matching.labels.includes(label)) : undefined;
  if (both !== undefined) throw wrong(`label "${both}" must not occur in ON and GROUP clause at once`);
}

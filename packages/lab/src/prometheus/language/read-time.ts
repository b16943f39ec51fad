import type { SyntaxNode } from '@lezer/common';
import type { Expression, FixedMoment, Range, Selector, Shift, Subquery } from './expression.ts';
import { durationMs, numberOf } from './literals.ts';
import { readBinary, readSigned } from './read-binary.ts';
import { parseError, partOf, partsOf, refuseNewer, unsupported, written, type Text } from './syntax.ts';

type Read = (node: SyntaxNode, text: Text) => Expression;

/** `selector[5m]`. */
export function readRange(node: SyntaxNode, text: Text, read: Read): Range {
  const [inner, duration] = partsOf(node);
  const selector = inner && read(inner, text);
  if (inner?.name === 'OffsetExpr' || inner?.name === 'StepInvariantExpr') {
    throw parseError(text.query, node.from, 'no offset or @ modifiers allowed before range');
  }
  if (selector?.type !== 'selector' || inner?.name !== 'VectorSelector') {
    throw parseError(text.query, node.from, 'ranges only allowed for vector selectors');
  }
  return { type: 'range', from: node.from, selector, rangeMs: readDuration(duration, text) };
}

/** What stands behind an expression, by its name in the grammar: `[1h:5m]`, `offset 5m`, `@ start()`. */
const modifiers: Readonly<Record<string, (of: Modified, modifier: SyntaxNode, text: Text) => Expression>> = {
  SubqueryExpr: subqueryOf,
  OffsetExpr: offsetOf,
  StepInvariantExpr: fixedOf,
};

/** `plain`: it stands there without parentheses, which nothing can be moved out of. */
interface Modified {
  readonly of: Expression;
  readonly plain: boolean;
}

/**
 * An expression with one or more modifiers behind it.
 * The grammar hands the whole of what stands before them over; the language means its last operand alone: `a - b offset 5m`.
 */
export function readModified(node: SyntaxNode, text: Text, read: Read): Expression {
  const chain: SyntaxNode[] = [];
  let base: SyntaxNode | undefined = node;
  for (; base && Object.hasOwn(modifiers, base.name); base = partsOf(base)[0]) chain.unshift(base);
  if (!base) throw parseError(text.query, node.from, 'unexpected end of input');
  return onLastOperand(base, text, read, (operand) =>
    chain.reduce(
      (of, modifier, i) => modifiers[modifier.name]?.({ of, plain: i > 0 || operand.name !== 'ParenExpr' }, modifier, text) ?? of,
      read(operand, text),
    ),
  );
}

function onLastOperand(node: SyntaxNode, text: Text, read: Read, modify: (operand: SyntaxNode) => Expression): Expression {
  const last = partsOf(node).at(-1);
  if ((node.name !== 'BinaryExpr' && node.name !== 'UnaryExpr') || !last) return modify(node);
  const readOperand: Read = (part) => (part.from === last.from ? onLastOperand(part, text, read, modify) : read(part, text));
  return node.name === 'BinaryExpr' ? readBinary(node, text, readOperand) : readSigned(node, text, readOperand);
}

function subqueryOf({ of }: Modified, modifier: SyntaxNode, text: Text): Expression {
  const [, range, step] = partsOf(modifier);
  return {
    type: 'subquery',
    from: of.from,
    of,
    rangeMs: readDuration(range, text),
    stepMs: step ? readDuration(step, text) : null,
    offsetMs: 0,
    at: null,
  };
}

function offsetOf(modified: Modified, modifier: SyntaxNode, text: Text): Expression {
  const [, , duration] = partsOf(modifier);
  if (!duration) throw parseError(text.query, modifier.from, 'unexpected end of input');
  const offsetMs = readOffsetDuration(duration, text);
  return shifted(modified, text, 'offset', (shift) => {
    if (shift.offsetMs !== 0) throw parseError(text.query, modifier.from, 'offset may not be set multiple times');
    return { ...shift, offsetMs };
  });
}

/** `@ 1609746000`, `@ start()`, `@ end()`. */
function fixedOf(modified: Modified, modifier: SyntaxNode, text: Text): Expression {
  const [, , moment] = partsOf(modifier);
  if (!moment) throw parseError(text.query, modifier.from, 'unexpected end of input');
  const at = readMoment(moment, text);
  return shifted(modified, text, '@', (shift) => {
    if (shift.at !== null) throw parseError(text.query, modifier.from, '@ <timestamp> may not be set multiple times');
    return { ...shift, at };
  });
}

function readMoment(node: SyntaxNode, text: Text): FixedMoment {
  if (partOf(node, 'AtStart')) return 'start';
  if (partOf(node, 'AtEnd')) return 'end';
  const seconds = numberOf(written(node, text));
  if (seconds === undefined || !Number.isFinite(seconds)) {
    throw parseError(text.query, node.from, `timestamp out of bounds for @ modifier: ${written(node, text)}`);
  }
  return Math.round(seconds * 1_000);
}

function shifted({ of, plain }: Modified, text: Text, modifier: string, shift: <S extends Shift>(of: S) => S): Expression {
  if (plain && of.type === 'selector') return shift<Selector>(of);
  if (plain && of.type === 'range') return { ...of, selector: shift<Selector>(of.selector) };
  if (plain && of.type === 'subquery') return shift<Subquery>(of);
  const allowed = 'an instant vector selector or range vector selector or a subquery';
  throw parseError(text.query, of.from, `${modifier} modifier must be preceded by ${allowed}`);
}

function readDuration(node: SyntaxNode | undefined, text: Text): number {
  const ms = node && plainDuration(node, text);
  if (ms === undefined || !node) throw parseError(text.query, node?.from ?? text.query.length, 'missing or bad duration');
  if (ms <= 0) throw parseError(text.query, node.from, 'duration must be greater than 0');
  return ms;
}

function readOffsetDuration(node: SyntaxNode, text: Text): number {
  const [sign, inner] = partsOf(node);
  if (sign?.name === 'UnaryOp' && inner) return readOffsetDuration(inner, text) * (written(sign, text) === '-' ? -1 : 1);
  const ms = plainDuration(node, text);
  if (ms === undefined) throw parseError(text.query, node.from, `bad duration: ${written(node, text)}`);
  return ms;
}

/** A literal; the language's newer arithmetic on durations is refused. */
function plainDuration(node: SyntaxNode, text: Text): number | undefined {
  const [only, ...more] = partsOf(node);
  if (more.length > 0 || only?.name !== 'NumberDurationLiteralInDurationContext') throw unsupported(text, node, 'duration expression');
  const literal = written(only, text);
  if (durationMs(literal) === undefined) refuseNewer(text, node, 'number in place of a duration');
  const ms = durationMs(literal) ?? (numberOf(literal) ?? NaN) * 1_000;
  return Number.isFinite(ms) ? Math.round(ms) : undefined;
}

import type { SyntaxNode } from '@lezer/common';
import type { Expression, FixedMoment, Range, Selector, Shift, Subquery } from './expression.ts';
import { durationMs, numberOf } from './literals.ts';
import { parseError, partOf, partsOf, unsupported, written, type Text } from './syntax.ts';

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

/** `expression[1h:5m]`. */
export function readSubquery(node: SyntaxNode, text: Text, read: Read): Subquery {
  const [inner, range, step] = partsOf(node);
  if (!inner) throw parseError(text.query, node.from, 'unexpected end of input');
  return {
    type: 'subquery',
    from: node.from,
    of: read(inner, text),
    rangeMs: readDuration(range, text),
    stepMs: step ? readDuration(step, text) : null,
    offsetMs: 0,
    at: null,
  };
}

/** `... offset 5m`, on whatever can look elsewhere in time. */
export function readOffset(node: SyntaxNode, text: Text, read: Read): Expression {
  const [inner, , duration] = partsOf(node);
  if (!inner || !duration) throw parseError(text.query, node.from, 'unexpected end of input');
  const offsetMs = readOffsetDuration(duration, text);
  return shifted(read(inner, text), inner, text, 'offset', (shift) => {
    if (shift.offsetMs !== 0) throw parseError(text.query, node.from, 'offset may not be set multiple times');
    return { ...shift, offsetMs };
  });
}

/** `... @ 1609746000`, `... @ start()`, `... @ end()`. */
export function readAt(node: SyntaxNode, text: Text, read: Read): Expression {
  const [inner, , moment] = partsOf(node);
  if (!inner || !moment) throw parseError(text.query, node.from, 'unexpected end of input');
  const at = readMoment(moment, text);
  return shifted(read(inner, text), inner, text, '@', (shift) => {
    if (shift.at !== null) throw parseError(text.query, node.from, '@ <timestamp> may not be set multiple times');
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

function shifted(of: Expression, node: SyntaxNode, text: Text, modifier: string, shift: <S extends Shift>(of: S) => S): Expression {
  const isPlain = node.name !== 'ParenExpr';
  if (isPlain && of.type === 'selector') return shift<Selector>(of);
  if (isPlain && of.type === 'range') return { ...of, selector: shift<Selector>(of.selector) };
  if (isPlain && of.type === 'subquery') return shift<Subquery>(of);
  const allowed = 'an instant vector selector or range vector selector or a subquery';
  throw parseError(text.query, node.from, `${modifier} modifier must be preceded by ${allowed}`);
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
  const ms = durationMs(literal) ?? (numberOf(literal) ?? NaN) * 1_000;
  return Number.isFinite(ms) ? Math.round(ms) : undefined;
}

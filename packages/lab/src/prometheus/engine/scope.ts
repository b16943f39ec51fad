import type { SeriesSource } from '../../series/index.ts';
import { cannotExecute, QueryFailure } from '../failure.ts';
import type { Call, Expression, Selector, Subquery } from '../language/index.ts';
import type { Found, Memory } from './found.ts';
import type { Interner } from './interner.ts';
import type { Relabelled, Vector } from './value.ts';

/** How far back an instant selector looks for a sample. */
export const lookbackMs = 300_000;

/**
 * The two ways Prometheus has read queries: its third major version leaves the left end of a window out.
 * Where the versions differ otherwise, this tells them apart too.
 */
export interface Dialect {
  readonly leftOpen: boolean;
}

/** Everything one evaluation of one query shares. */
export interface Scope {
  readonly dialect: Dialect;
  readonly labels: Interner;
  readonly memory: Memory;
  readonly source: SeriesSource;
  readonly budget: Budget;
  readonly startMs: number;
  readonly endMs: number;
  /** Resolution of subqueries that do not name one. */
  readonly subqueryStepMs: number;
  readonly found: ReadonlyMap<Selector, Found>;
  /** Steps of subqueries that are already evaluated: windows of neighbouring steps overlap. */
  readonly steps: Map<Subquery, Map<number, Vector>>;
  /** What `label_replace` and `label_join` made of label sets so far. */
  readonly relabelled: Map<Call, Relabelled>;
}

/** What a query may cost. `samples` bounds what it holds in memory at once. */
export interface Limits {
  readonly samples: number;
  readonly milliseconds: number;
}

/** How many reads may pass between two looks at the clock. */
const readsPerLook = 5_000;

/** Watches what a query costs, and ends it when it holds too much or takes too long. */
export class Budget {
  readonly #limits: Limits;
  readonly #deadline: number;
  #held = 0;
  #untilLook = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#deadline = performance.now() + limits.milliseconds;
  }

  /** Something is read and forgotten. Fails: timeout. */
  read(count: number): void {
    this.#untilLook -= count + 1;
    if (this.#untilLook > 0) return;
    this.#untilLook = readsPerLook;
    if (performance.now() > this.#deadline) throw new QueryFailure('timeout', 'query timed out in expression evaluation');
  }

  /** Something is kept until the query is answered. Fails: execution beyond the limit. */
  hold(count: number): void {
    this.#held += count;
    if (this.#held <= this.#limits.samples) return;
    throw cannotExecute('query processing would load too many samples into memory in query execution');
  }
}

/** Finds the series of every selector once, for the whole time the query will look at. */
export function findSeries(
  expression: Expression,
  range: { readonly startMs: number; readonly endMs: number },
  source: SeriesSource,
  memory: Memory,
): ReadonlyMap<Selector, Found> {
  const found = new Map<Selector, Found>();
  const visit = (part: Expression, fromMs: number, toMs: number): void => {
    if (part.type === 'selector' || part.type === 'range') {
      const selector = part.type === 'range' ? part.selector : part;
      const back = part.type === 'range' ? part.rangeMs : lookbackMs;
      const [from, to] = shift(selector, fromMs, toMs, range);
      found.set(selector, memory.found(source.select(selector.matchers, from - back, to)));
    } else if (part.type === 'subquery') {
      const [from, to] = shift(part, fromMs, toMs, range);
      visit(part.of, from - part.rangeMs, to);
    } else for (const child of childrenOf(part)) visit(child, fromMs, toMs);
  };
  visit(expression, range.startMs, range.endMs);
  return found;
}

function shift(
  part: Selector | Subquery,
  fromMs: number,
  toMs: number,
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): readonly [number, number] {
  const fixed = part.at === 'start' ? startMs : part.at === 'end' ? endMs : part.at;
  return [(fixed ?? fromMs) - part.offsetMs, (fixed ?? toMs) - part.offsetMs];
}

function childrenOf(part: Expression): readonly Expression[] {
  switch (part.type) {
    case 'sign':
      return [part.of];
    case 'binary':
      return [part.left, part.right];
    case 'aggregation':
      return part.parameter ? [part.parameter, part.of] : [part.of];
    case 'call':
      return part.args;
    default:
      return [];
  }
}

/** What a selector found. */
export const foundBy = (selector: Selector, { found, memory }: Scope): Found => found.get(selector) ?? memory.found([]);

/** The moment a selector or subquery looks at, when the evaluation is at `ms`. */
export const momentOf = (part: Selector | Subquery, ms: number, scope: Scope): number => shift(part, ms, ms, scope)[0];

import type { Step } from './explanation.ts';
import { tri, type Tri } from './known.ts';
import type { RequestClass } from './request-class.ts';
import { holds, type Asker, type CompiledMatch } from './route-match.ts';
import type { RouteRule } from './route-rule.ts';
import type { Route } from './routing.ts';

/** Which rules a request meets at its proxy, before any of them is asked. */
export interface Plan {
  readonly asker: Asker;
  /** Order: as the proxy asks them; the first that matches decides. */
  readonly rules: readonly RouteRule[];
  /** What becomes of a request that no rule takes. */
  otherwise(): Route;
  /** How listener and rules were found. */
  steps(): readonly Step[];
}

/** One way a request may go: by a rule, or by none of them. */
export interface Way {
  readonly rule: RouteRule | null;
  /** The entry of the rule that holds, or that may. */
  readonly match: CompiledMatch | null;
  /** `yes`, or the attributes it hangs on. */
  readonly given: Tri;
}

/**
 * Every way that is possible. The first rule that surely matches ends it; a rule that may match leaves those after it
 * possible, given that it does not.
 */
export function waysOf({ rules, asker }: Plan, request: RequestClass): readonly Way[] {
  const ways: Way[] = [];
  let open: readonly string[] = [];
  for (const rule of rules) {
    const { match, answer } = meets(rule, request, asker);
    if (answer === 'no') continue;
    if (answer === 'yes') return [...ways, { rule, match, given: givenOf(open) }];
    open = [...open, ...answer.maybe];
    ways.push({ rule, match, given: givenOf(open) });
  }
  return [...ways, { rule: null, match: null, given: givenOf(open) }];
}

const givenOf = (open: readonly string[]): Tri => (open.length === 0 ? 'yes' : { maybe: [...new Set(open)].sort() });

/**
 * Whether a rule is for a caller at all, whatever it asks.
 * Source: Istio, rules are dropped for proxies that their source, port or gateway does not fit.
 */
export const concerns = ({ matches }: RouteRule, request: RequestClass, asker: Asker): boolean =>
  matches.length === 0 ||
  matches.some(({ conditions }) => conditions.every((condition) => !condition.settled || condition.holds(request, asker) !== 'no'));

/** Whether one entry of a rule's matches holds, and which: the first that surely does, else the first that may. */
function meets(
  { matches }: RouteRule,
  request: RequestClass,
  asker: Asker,
): { readonly match: CompiledMatch | null; readonly answer: Tri } {
  if (matches.length === 0) return { match: null, answer: 'yes' };
  let possible: CompiledMatch | null = null;
  let open: readonly string[] = [];
  for (const match of matches) {
    const answer = holds(match, request, asker);
    if (answer === 'yes') return { match, answer };
    if (answer === 'no') continue;
    possible ??= match;
    open = [...open, ...answer.maybe];
  }
  return possible ? { match: possible, answer: givenOf(open) } : { match: null, answer: tri(false) };
}

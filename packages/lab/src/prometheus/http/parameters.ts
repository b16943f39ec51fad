import type { Matcher } from '../../series/index.ts';
import { badData, QueryFailure } from '../failure.ts';
import { durationMs, parseQuery } from '../language/index.ts';

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const decimalNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A parameter that must be there. Fails: bad_data. */
export function required(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (!value) throw badData(`invalid parameter "${name}": it is missing or empty`);
  return value;
}

/** A moment: seconds since the epoch or RFC 3339. Units: answers in ms. Fails: bad_data. */
export function momentParameter(parameters: URLSearchParams, name: string, otherwiseMs: number): number {
  const text = parameters.get(name);
  if (!text) return otherwiseMs;
  const ms = decimalNumber.test(text) ? Math.round(Number(text) * 1_000) : rfc3339.test(text) ? Date.parse(text) : NaN;
  if (!Number.isSafeInteger(ms)) throw badData(`invalid parameter "${name}": cannot parse ${JSON.stringify(text)} to a valid timestamp`);
  return ms;
}

/** A duration: seconds, or as PromQL writes it. Units: answers in ms. Fails: bad_data. */
export function durationParameter(parameters: URLSearchParams, name: string, otherwiseMs: number | null): number {
  const text = parameters.get(name) ?? '';
  if (text === '' && otherwiseMs !== null) return otherwiseMs;
  const ms = decimalNumber.test(text) ? Number(text) * 1_000 : (durationMs(text) ?? NaN);
  if (!Number.isFinite(ms) || Math.abs(ms) > Number.MAX_SAFE_INTEGER) {
    throw badData(`invalid parameter "${name}": cannot parse ${JSON.stringify(text)} to a valid duration`);
  }
  return Math.trunc(ms);
}

/** A count of things to answer with; Infinity when not given or zero. Fails: bad_data. */
export function limitParameter(parameters: URLSearchParams): number {
  const text = parameters.get('limit') ?? '';
  if (text === '' || text === '0') return Infinity;
  if (!/^\d{1,9}$/.test(text)) throw badData('invalid parameter "limit": must be a whole number that is not negative');
  return Number(text);
}

/** The selectors of `match[]`. Fails: bad_data when one is more than a selector. */
export function matchParameters(parameters: URLSearchParams): readonly (readonly Matcher[])[] {
  return parameters.getAll('match[]').map((text) => {
    const expression = withName('match[]', () => parseQuery(text));
    if (expression.type === 'selector' && expression.offsetMs === 0 && expression.at === null) return expression.matchers;
    throw badData('invalid parameter "match[]": must be a plain vector selector');
  });
}

/** Says which parameter a parse error is about. */
export function withName<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof QueryFailure && error.type === 'bad_data') throw badData(`invalid parameter "${name}": ${error.message}`);
    throw error;
  }
}

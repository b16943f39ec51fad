import type { ValueKind } from './expression.ts';

/** What a function takes and gives. `optional` counts trailing arguments that may be left out; `repeats` says the last may come again. */
export interface Signature {
  readonly takes: readonly ValueKind[];
  readonly optional: number;
  readonly repeats: boolean;
  readonly gives: ValueKind;
}

const signature = (takes: readonly ValueKind[], gives: ValueKind = 'vector', optional = 0, repeats = false): Signature => ({
  takes,
  optional,
  repeats,
  gives,
});

const forEach = (names: string, of: Signature): readonly (readonly [string, Signature])[] => names.split(' ').map((name) => [name, of]);

const ofVector =
  'abs acos acosh asin asinh atan atanh ceil cos cosh deg exp floor ln log10 log2 rad sgn sin sinh sqrt tan tanh absent sort sort_desc timestamp';
const ofRange =
  'rate increase delta irate idelta changes resets deriv avg_over_time count_over_time last_over_time max_over_time min_over_time present_over_time stddev_over_time stdvar_over_time sum_over_time absent_over_time';
const ofDate = 'day_of_month day_of_week day_of_year days_in_month hour minute month year';

/** Every function this engine evaluates. */
export const signatures: ReadonlyMap<string, Signature> = new Map([
  ...forEach(ofVector, signature(['vector'])),
  ...forEach(ofRange, signature(['matrix'])),
  ...forEach(ofDate, signature(['vector'], 'vector', 1)),
  ['clamp', signature(['vector', 'scalar', 'scalar'])],
  ['clamp_max', signature(['vector', 'scalar'])],
  ['clamp_min', signature(['vector', 'scalar'])],
  ['histogram_quantile', signature(['scalar', 'vector'])],
  ['label_join', signature(['vector', 'string', 'string', 'string'], 'vector', 1, true)],
  ['label_replace', signature(['vector', 'string', 'string', 'string', 'string'])],
  ['pi', signature([], 'scalar')],
  ['predict_linear', signature(['matrix', 'scalar'])],
  ['quantile_over_time', signature(['scalar', 'matrix'])],
  ['round', signature(['vector', 'scalar'], 'vector', 1)],
  ['scalar', signature(['vector'], 'scalar')],
  ['time', signature([], 'scalar')],
  ['vector', signature(['scalar'])],
]);

/** Aggregations, and the kind of their parameter where they have one. */
export const aggregations: ReadonlyMap<string, ValueKind | null> = new Map<string, ValueKind | null>([
  ...['sum', 'avg', 'min', 'max', 'count', 'group', 'stddev', 'stdvar'].map((name): [string, null] => [name, null]),
  ['topk', 'scalar'],
  ['bottomk', 'scalar'],
  ['quantile', 'scalar'],
  ['count_values', 'string'],
]);

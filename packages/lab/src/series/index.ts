export { labelValue, matchAll, matchValue } from './matchers.ts';
export { anchoredRegex, type AnchoredRegex } from './re2/regex.ts';
export { RegexFailure } from './re2/regex-failure.ts';
export { recordedSeries, recordedSource, type Recording } from './recorded.ts';
export type {
  Family,
  Labels,
  Matcher,
  MatchOperator,
  Sample,
  Scraped,
  Series,
  SeriesSource,
  Target,
  VisitWindow,
  Window,
} from './series.ts';

export type { Family, Labels, Matcher, MatchOperator, Sample, Scraped, Series, SeriesSource, Target, Window } from './series.ts';

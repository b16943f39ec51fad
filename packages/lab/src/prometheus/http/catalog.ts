import { labelValue, type Labels, type SeriesSource } from '../../series/index.ts';
import { badData } from '../failure.ts';
import { limitParameter, matchParameters, momentParameter } from './parameters.ts';
import type { Reply } from './response.ts';

/** `/api/v1/series`: which series there are. */
export function listSeries(parameters: URLSearchParams, source: SeriesSource, nowMs: number): Reply {
  if (!parameters.has('match[]')) throw badData('no match[] parameter provided');
  const found = labelSets(parameters, source, nowMs);
  const sorted = found.map(byName).sort((one, other) => compare(JSON.stringify(one), JSON.stringify(other)));
  return limited(sorted, parameters);
}

/** `/api/v1/labels`: which labels there are. */
export function listLabels(parameters: URLSearchParams, source: SeriesSource, nowMs: number): Reply {
  const names = new Set(labelSets(parameters, source, nowMs).flatMap((labels) => Object.keys(labels)));
  return limited([...names].sort(compare), parameters);
}

/** `/api/v1/label/<name>/values`: which values a label has. */
export function listValues(name: string, parameters: URLSearchParams, source: SeriesSource, nowMs: number): Reply {
  if (!/^[a-zA-Z_]\w*$/.test(name)) throw badData(`invalid label name: ${JSON.stringify(name)}`);
  const values = new Set(labelSets(parameters, source, nowMs).map((labels) => labelValue(labels, name)));
  values.delete('');
  return limited([...values].sort(compare), parameters);
}

/** The label sets that any of the selectors finds, each once; all of them where there is no selector. */
function labelSets(parameters: URLSearchParams, source: SeriesSource, nowMs: number): readonly Labels[] {
  const selectors = parameters.has('match[]') ? matchParameters(parameters) : [[]];
  const fromMs = momentParameter(parameters, 'start', 0);
  const toMs = momentParameter(parameters, 'end', nowMs);
  const found = new Set(selectors.flatMap((matchers) => source.select(matchers, fromMs, toMs).map(({ labels }) => labels)));
  return [...found];
}

const byName = (labels: Labels): Labels => Object.fromEntries(Object.entries(labels).sort(([a], [b]) => compare(a, b)));

function limited(all: readonly unknown[], parameters: URLSearchParams): Reply {
  const limit = limitParameter(parameters);
  return all.length > limit ? { data: all.slice(0, limit), warnings: ['results truncated due to limit'] } : { data: all };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

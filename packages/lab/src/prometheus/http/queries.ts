import { badData } from '../failure.ts';
import type { Engine, Limits } from '../engine/index.ts';
import { parseQuery } from '../language/index.ts';
import { durationParameter, momentParameter, required, withName } from './parameters.ts';
import type { Reply } from './response.ts';
import { answerText } from './write-answer.ts';

const mostPoints = 11_000;

/** What a query may cost. The lab shares its process with others: nobody may hold it for minutes or fill its memory. */
export const queryLimits: Limits = { samples: 5_000_000, milliseconds: 10_000 };

/** `/api/v1/query`. */
export function instantQuery(parameters: URLSearchParams, engine: Engine, nowMs: number): Reply {
  const query = required(parameters, 'query');
  const atMs = momentParameter(parameters, 'time', nowMs);
  return { pieces: answerText(withName('query', () => engine.instant(query, atMs, limitsOf(parameters)))) };
}

/** `/api/v1/query_range`. */
export function rangeQuery(parameters: URLSearchParams, engine: Engine): Reply {
  const query = required(parameters, 'query');
  const startMs = momentParameter(parameters, 'start', NaN);
  const endMs = momentParameter(parameters, 'end', NaN);
  if (Number.isNaN(startMs) || Number.isNaN(endMs))
    throw badData('invalid parameter "start" or "end": cannot parse "" to a valid timestamp');
  if (endMs < startMs) throw badData('invalid parameter "end": end timestamp must not be before start time');
  const stepMs = durationParameter(parameters, 'step', null);
  if (stepMs <= 0) {
    throw badData('invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer');
  }
  if ((endMs - startMs) / stepMs > mostPoints) {
    throw badData('exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)');
  }
  return { pieces: answerText(withName('query', () => engine.range(query, { startMs, endMs, stepMs }, limitsOf(parameters)))) };
}

/** `/api/v1/query_exemplars`: the query is checked, and there are none. */
export function exemplarQuery(parameters: URLSearchParams): Reply {
  const query = required(parameters, 'query');
  withName('query', () => parseQuery(query));
  if (momentParameter(parameters, 'end', Infinity) < momentParameter(parameters, 'start', -Infinity)) {
    throw badData('invalid parameter "end": end timestamp must not be before start time');
  }
  return { data: [] };
}

function limitsOf(parameters: URLSearchParams): Limits {
  const asked = durationParameter(parameters, 'timeout', queryLimits.milliseconds);
  return { ...queryLimits, milliseconds: Math.max(0, Math.min(asked, queryLimits.milliseconds)) };
}

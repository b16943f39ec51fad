import { graphQuestion } from '../graph/index.ts';
import { endpoint } from '../http/index.ts';
import { instant } from '../units/index.ts';
import { Comparison } from './compare.ts';

export const getComparison = endpoint({
  method: 'GET',
  path: '/api/v1/graph/compare',
  access: 'signed-in',
  summary: 'What differs between two windows of the graph: elements with both values, and findings ranked by requests and significance.',
  query: graphQuestion.extend({
    /** End of the earlier window, which is as long as the later one. */
    versusEpochSeconds: instant,
  }),
  response: Comparison,
  problems: ['invalid_request', 'not_signed_in', 'forbidden', 'source_unavailable', 'source_timeout'],
});

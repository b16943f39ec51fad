import * as z from 'zod';
import { element, graphQuestion } from '../graph/index.ts';
import { endpoint } from '../http/index.ts';
import { RootCauses } from './causes.ts';
import { Explanation } from './explanation.ts';
import { MissingExplanation } from './missing.ts';

const problems = ['invalid_request', 'not_signed_in', 'forbidden', 'not_found', 'source_unavailable', 'source_timeout'] as const;

export const getExplanation = endpoint({
  method: 'GET',
  path: '/api/v1/graph/explanation',
  access: 'signed-in',
  summary:
    'Why the calls of an edge, a node or a group end as they do: verdict, cause, evidence, what was ruled out and what is not known.',
  query: graphQuestion.extend({ element }),
  response: Explanation,
  problems,
});

export const getMissing = endpoint({
  method: 'GET',
  path: '/api/v1/graph/missing',
  access: 'signed-in',
  summary:
    'Why a call, or a number, is not on the graph: what was looked at, in order. Without `from`: why nobody calls `to`. Without both: why nothing is there at all.',
  query: graphQuestion.extend({ from: element.optional(), to: element.optional() }),
  response: MissingExplanation,
  problems,
});

export const getCauses = endpoint({
  method: 'GET',
  path: '/api/v1/graph/causes',
  access: 'signed-in',
  summary: 'What is wrong in the chosen namespaces, folded under its roots, the most suspicious first.',
  query: graphQuestion.extend({ most: z.coerce.number<number>().int().min(1).max(20).default(5) }),
  response: RootCauses,
  problems,
});

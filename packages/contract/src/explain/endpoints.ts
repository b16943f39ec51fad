import * as z from 'zod';
import { GroupBy } from '../graph/index.ts';
import { endpoint, KubernetesName, repeated } from '../http/index.ts';
import { EpochSeconds } from '../units/index.ts';
import { RootCauses } from './causes.ts';
import { Explanation } from './explanation.ts';
import { MissingExplanation } from './missing.ts';

const moment = {
  windowSeconds: z.coerce.number<number>().int().min(15).max(2_592_000).default(300),
  atEpochSeconds: z.coerce.number<number>().int().nonnegative().max(32_503_680_000).pipe(EpochSeconds).optional(),
  groupBy: GroupBy.default('version'),
};
const element = z.string().min(1).max(1000);
const problems = ['invalid_request', 'not_signed_in', 'forbidden', 'not_found', 'source_unavailable', 'source_timeout'] as const;

export const getExplanation = endpoint({
  method: 'GET',
  path: '/api/v1/graph/explanation',
  access: 'signed-in',
  summary: 'Why the calls of an edge, or of a node, end as they do: verdict, cause, evidence, what was ruled out and what is not known.',
  query: z.object({ element, ...moment }),
  response: Explanation,
  problems,
});

export const getMissing = endpoint({
  method: 'GET',
  path: '/api/v1/graph/missing',
  access: 'signed-in',
  summary:
    'Why a call, or a number, is not on the graph: what was looked at, in order. Without `from`: why nobody calls `to`. Without both: why nothing is there at all.',
  query: z.object({ from: element.optional(), to: element.optional(), namespace: repeated(KubernetesName), ...moment }),
  response: MissingExplanation,
  problems,
});

export const getCauses = endpoint({
  method: 'GET',
  path: '/api/v1/graph/causes',
  access: 'signed-in',
  summary: 'What is wrong in the chosen namespaces, folded under its roots, the most suspicious first.',
  query: z.object({ namespace: repeated(KubernetesName), ...moment, most: z.coerce.number<number>().int().min(1).max(20).default(5) }),
  response: RootCauses,
  problems,
});

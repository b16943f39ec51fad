import * as z from 'zod';
import { endpoint, KubernetesName, repeated } from '../http/index.ts';
import { EpochSeconds } from '../units/index.ts';
import { GroupBy, TrafficGraph, TrafficHistory } from './graph.ts';

const instant = z.coerce.number<number>().int().nonnegative().max(32_503_680_000).pipe(EpochSeconds).optional();
const problems = ['invalid_request', 'not_signed_in', 'forbidden', 'source_unavailable', 'source_timeout'] as const;

export const getGraph = endpoint({
  method: 'GET',
  path: '/api/v1/graph',
  access: 'signed-in',
  summary: 'Traffic between workloads, apps or services over one window of time. No namespace means all that the caller may see.',
  query: z.object({
    namespace: repeated(KubernetesName),
    windowSeconds: z.coerce.number<number>().int().min(15).max(2_592_000).default(300),
    atEpochSeconds: instant,
    groupBy: GroupBy.default('version'),
    idle: z.stringbool().default(true),
  }),
  response: TrafficGraph,
  problems,
});

export const getGraphHistory = endpoint({
  method: 'GET',
  path: '/api/v1/graph/history',
  access: 'signed-in',
  summary: 'Requests that enter the chosen namespaces and requests that fail in them, over time.',
  query: z.object({
    namespace: repeated(KubernetesName),
    spanSeconds: z.coerce.number<number>().int().min(60).max(2_592_000).default(3600),
    toEpochSeconds: instant,
  }),
  response: TrafficHistory,
  problems,
});

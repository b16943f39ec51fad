import * as z from 'zod';
import { endpoint, KubernetesName, repeated } from '../http/index.ts';
import { instant, moment, spanSeconds } from '../units/index.ts';
import { Ambient, Gather, GroupBy, TrafficGraph, TrafficHistory } from './graph.ts';

const problems = ['invalid_request', 'not_signed_in', 'forbidden', 'source_unavailable', 'source_timeout'] as const;

/** What is asked of a graph, and of anything that is on one: an element is known by its id where the same is asked. */
export const graphQuestion = z.object({
  namespace: repeated(KubernetesName),
  ...moment,
  groupBy: GroupBy.default('version'),
  /** Also workloads, and services, at rest. */
  idle: z.stringbool().default(true),
  /** Also calls at rest. */
  idleEdges: z.stringbool().default(true),
  /** A node for the service between a caller and the workloads that answer. */
  services: z.stringbool().default(false),
  /** Waypoints as nodes of their own. */
  waypoints: z.stringbool().default(false),
  /** A node for each classified operation. */
  operations: z.stringbool().default(false),
  ambient: Ambient.default('total'),
  gather: Gather.default('none'),
  /** Groups whose members are drawn. */
  open: repeated(z.string().min(1).max(500)),
  /** Only this node, and what is at most `hops` calls away from it. */
  focus: z.string().min(1).max(500).optional(),
  hops: z.coerce.number<number>().int().min(1).max(10).default(1),
  /** Names of pod labels that the answer should carry. */
  label: repeated(z.string().regex(/^[A-Za-z0-9]([-A-Za-z0-9_./]{0,251}[A-Za-z0-9])?$/)),
});

/** Id of a node, a group or a call, as the graph of the same question has it. */
export const element = z.string().min(1).max(1000);

export const getGraph = endpoint({
  method: 'GET',
  path: '/api/v1/graph',
  access: 'signed-in',
  summary: 'Traffic between workloads, apps or services over one window of time. No namespace means all that the caller may see.',
  query: graphQuestion,
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
    spanSeconds,
    toEpochSeconds: instant.optional(),
  }),
  response: TrafficHistory,
  problems,
});

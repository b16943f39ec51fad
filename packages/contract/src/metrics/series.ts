import * as z from 'zod';
import { Ambient, GroupBy, Protocol } from '../graph/index.ts';
import { endpoint, KubernetesName, repeated } from '../http/index.ts';
import { Gap } from '../problem/index.ts';
import { EpochSeconds } from '../units/index.ts';

const line = z.array(z.number().nonnegative().nullable());

/**
 * The course of one protocol's traffic in one direction. Shape: all lines are equally long, one value per step; null is a gap.
 * Units: rates per second over the step, times in milliseconds. What the protocol does not have is null at every step.
 */
export const Course = z.object({
  direction: z.enum(['inbound', 'outbound']),
  protocol: Protocol,
  requestsPerSecond: line,
  failedPerSecond: line,
  p50Ms: line,
  p95Ms: line,
  p99Ms: line,
  sentBytesPerSecond: line,
  receivedBytesPerSecond: line,
  /** Bytes of TCP, both ways. */
  bytesPerSecond: line,
  sentMessagesPerSecond: line,
  receivedMessagesPerSecond: line,
});
export type Course = z.infer<typeof Course>;

/** What flowed through one element of the graph over time. A call has one course, a node one for each direction and protocol. */
export const ElementSeries = z.object({
  from: EpochSeconds,
  to: EpochSeconds,
  stepSeconds: z.number().int().positive(),
  courses: z.array(Course),
  gaps: z.array(Gap),
});
export type ElementSeries = z.infer<typeof ElementSeries>;

export const getElementSeries = endpoint({
  method: 'GET',
  path: '/api/v1/graph/series',
  access: 'signed-in',
  summary: 'Traffic of one node or call of the graph over time, read as the graph reads it. Boxes and the whole have /graph/history.',
  query: z.object({
    /** Id of a node or a call, as the graph has it. */
    element: z.string().min(1).max(1000),
    namespace: repeated(KubernetesName),
    groupBy: GroupBy.default('version'),
    /** As they are on the picture: they decide what nodes there are. */
    services: z.stringbool().default(false),
    waypoints: z.stringbool().default(false),
    operations: z.stringbool().default(false),
    ambient: Ambient.default('total'),
    /** The window and the instant of the picture that the element is on. */
    windowSeconds: z.coerce.number<number>().int().min(15).max(2_592_000).default(300),
    atEpochSeconds: z.coerce.number<number>().int().nonnegative().max(32_503_680_000).pipe(EpochSeconds).optional(),
    spanSeconds: z.coerce.number<number>().int().min(60).max(2_592_000).default(3600),
  }),
  response: ElementSeries,
  problems: ['invalid_request', 'not_signed_in', 'forbidden', 'not_found', 'source_unavailable', 'source_timeout'],
});

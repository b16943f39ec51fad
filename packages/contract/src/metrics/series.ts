import * as z from 'zod';
import { element, graphQuestion, Protocol } from '../graph/index.ts';
import { endpoint } from '../http/index.ts';
import { Gap } from '../problem/index.ts';
import { EpochSeconds, spanSeconds } from '../units/index.ts';

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

/**
 * What is not told of an element over time. Nothing at all: `restricted`, it stands for what the reader may not see; `many_calls`, adding
 * up so many would take too long. No response times: `times_by_operation`, nobody measures them by kind of request; `times_of_many_calls`.
 */
export const Untold = z.enum(['restricted', 'many_calls', 'times_by_operation', 'times_of_many_calls']);
export type Untold = z.infer<typeof Untold>;

/** What flowed through one element of the graph over time. A call has one course, a node or a group one for each direction and protocol. */
export const ElementSeries = z.object({
  from: EpochSeconds,
  to: EpochSeconds,
  stepSeconds: z.number().int().positive(),
  courses: z.array(Course),
  untold: z.array(Untold),
  gaps: z.array(Gap),
});
export type ElementSeries = z.infer<typeof ElementSeries>;

export const getElementSeries = endpoint({
  method: 'GET',
  path: '/api/v1/graph/series',
  access: 'signed-in',
  summary:
    'Traffic of one node, group or call of the graph over time, read as the graph reads it. Boxes and the whole have /graph/history.',
  query: graphQuestion.extend({ element, spanSeconds }),
  response: ElementSeries,
  problems: ['invalid_request', 'not_signed_in', 'forbidden', 'not_found', 'source_unavailable', 'source_timeout'],
});

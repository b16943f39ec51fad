import type { GraphEdge } from '@vigla/contract/graph';
import type { EdgeMatter } from './edge-matter.ts';
import { type Culprit, type Finding, finding, type Sourced } from './finding.ts';
import { fits, writeBehind } from './last-write.ts';
import { findObject, refOf, valueAt } from './object-fields.ts';
import { totalOf } from './reports.ts';

/** Requests that the caller's proxy gave up on: what it grants, how long the called side takes, and what that waits for. */
export function findTimeout(matter: EdgeMatter): Finding {
  const { call, objects, times, timesBefore, graph, onset, to } = matter;
  const found = call?.legs.find(({ route }) => route.timeoutMs !== null) ?? null;
  const rule = found?.by && findObject(objects, found.by.object);
  const field = found?.by ? `${found.by.path}.timeout` : null;
  const average = meanOf(times);
  const evidence: Sourced[] = [
    ...(found
      ? [
          {
            fact: { kind: 'timeout_rule' as const, object: rule ? refOf(rule) : null, field, timeoutMs: found.route.timeoutMs ?? 0 },
            source: 'configuration' as const,
          },
        ]
      : []),
    ...(average === null
      ? []
      : [{ fact: { kind: 'slow_callee' as const, averageMs: average, beforeMs: meanOf(timesBefore) }, source: 'destination' as const }]),
  ];
  const write = rule ? writeBehind(rule, onset?.at ?? null, graph.at) : null;
  if (rule && write && fits(write, 120))
    return finding('timeout', { kind: 'object', object: refOf(rule), field, part: null, certainty: 'likely' }, evidence);
  const suspect = waitsFor(graph.edges, to.id, average);
  if (!suspect)
    return finding('timeout', { kind: 'element', element: to.id, certainty: 'likely' }, evidence, [{ kind: 'why_app_fails', name: to.id }]);
  const name = graph.nodes.find(({ id }) => id === suspect.to)?.name ?? suspect.to;
  const { protocol, averageMs } = suspect.traffic;
  return finding(
    'timeout',
    { kind: 'element', element: suspect.to, certainty: 'likely' },
    [
      ...evidence,
      {
        fact: { kind: 'waits_for', name, element: suspect.to, protocol, averageMs: protocol === 'tcp' ? null : averageMs },
        source: 'graph',
      },
    ],
    protocol === 'tcp' ? [{ kind: 'tcp_times', name }] : [],
  );
}

/** Durations of a called side, over all codes alike. */
function meanOf(times: EdgeMatter['times']): number | null {
  const told = times.filter(({ reporter }) => reporter === 'destination').map(({ meanMs }) => meanMs);
  return told.length === 0 ? null : Math.max(...told);
}

/**
 * What a slow callee waits for: the call of its own that takes most of its time, or the only store it asks, whose times
 * nobody measures. None: the time is its own.
 */
function waitsFor(edges: readonly GraphEdge[], id: string, averageMs: number | null): GraphEdge | null {
  const calls = edges.filter(({ from }) => from === id);
  const slow = calls.filter(
    ({ traffic }) => traffic.protocol !== 'tcp' && (traffic.averageMs ?? 0) > 0.5 * (averageMs ?? Number.POSITIVE_INFINITY),
  );
  const [slowest] = slow.sort((a, b) => (b.traffic.averageMs ?? 0) - (a.traffic.averageMs ?? 0));
  if (slowest) return slowest;
  const stores = calls.filter(({ traffic }) => traffic.protocol === 'tcp' && (traffic.bytesPerSecond ?? 0) > 0);
  return stores.length === 1 ? (stores[0] ?? null) : null;
}

/** Requests that were tried again and again: how often, by which rule, and how many that makes at the called side. */
export function findRetries(matter: EdgeMatter): Finding {
  const { call, objects, reports } = matter;
  const found = call?.legs.find(({ route }) => route.retry.attempts > 0) ?? null;
  const rule = found?.by && findObject(objects, found.by.object);
  const path = found?.by ? `${found.by.path}.retries` : null;
  const field = path && rule && valueAt(rule, path) !== null ? path : null;
  const [sent, received] = [totalOf(reports.source), totalOf(reports.destination)];
  const culprit: Culprit | null =
    rule && field !== null
      ? { kind: 'object', object: refOf(rule), field, part: null, certainty: 'likely' }
      : { kind: 'element', element: matter.to.id, certainty: 'likely' };
  return finding(
    'retries_exhausted',
    culprit,
    [
      ...(sent > 0 && received > sent
        ? [
            {
              fact: { kind: 'amplified' as const, sentPerSecond: sent, receivedPerSecond: received, factor: received / sent },
              source: 'destination' as const,
            },
          ]
        : []),
      ...(found
        ? [
            {
              fact: {
                kind: 'retry_rule' as const,
                object: rule && field !== null ? refOf(rule) : null,
                field,
                attempts: found.route.retry.attempts,
              },
              source: 'configuration' as const,
            },
          ]
        : []),
    ],
    [{ kind: 'why_app_fails', name: matter.to.id }],
  );
}

import { idOf } from '../graph/index.ts';
import type { EdgeMatter } from './edge-matter.ts';
import { findApp, findCallerWithoutProxy } from './find-app.ts';
import { findConnection, findDenied, findRateLimit } from './find-called-side.ts';
import { findConnectionLimit } from './find-limit.ts';
import { findBlocked, findFault, findMissing, findNoUpstream } from './find-route.ts';
import { findRetries, findTimeout } from './find-time.ts';
import { type Finding, finding } from './finding.ts';
import type { Mechanism, Way } from './mechanism.ts';

type Finder = (matter: EdgeMatter, mechanism: Mechanism) => Finding;

/** Which part of the configuration is asked about each way of failing. */
const finders: Readonly<Record<Way, Finder>> = {
  overflow: findConnectionLimit,
  no_upstream: findNoUpstream,
  no_route: (matter) => findMissing(matter, 'no_route'),
  no_cluster: (matter) => findMissing(matter, 'no_cluster'),
  fault: findFault,
  rate_limit: (matter) => findRateLimit(matter) ?? finding('rate_limited', null),
  denied: findDenied,
  unauthenticated: findDenied,
  timeout: findTimeout,
  retries: findRetries,
  connection: findConnection,
  gave_up: (matter) =>
    matter.reports.source.length > 0 ? findTimeout(matter) : finding('caller_gave_up', null, [], [{ kind: 'calling_side' }]),
  blocked: (matter) =>
    matter.to.kind === 'external' || matter.to.kind === 'outside' ? findBlocked(matter) : finding('connection_failed', null),
  app: findApp,
  rejected: (matter, { code }) =>
    (code === '429' ? findRateLimit(matter) : null) ??
    finding(
      'app_rejects',
      { kind: 'element', element: matter.to.id, certainty: 'likely' },
      [],
      [{ kind: 'why_app_fails', name: matter.to.id }],
    ),
};

/** Why the calls of an edge end as they do. `mechanism` null: none of them fail. */
export function findVerdict(matter: EdgeMatter, mechanism: Mechanism | null): Finding {
  if (mechanism) return finders[mechanism.way](matter, mechanism);
  const { edge, from } = matter;
  const flows = edge.traffic.protocol === 'tcp' ? (edge.traffic.bytesPerSecond ?? 0) > 0 : (edge.traffic.requestsPerSecond ?? 0) > 0;
  if (!flows) return finding('idle', null);
  return from.id === idOf.unknownCaller ? findCallerWithoutProxy(matter) : finding('healthy', null);
}

import type { GraphEdge, ReportedBy } from '@vigla/contract/graph';
import { isFailure } from '@vigla/domain/health';

/** Requests that failed in one and the same way. */
export interface FailureCause {
  /** HTTP or gRPC status; "-" for no answer. */
  readonly code: string;
  readonly isGrpc: boolean;
  /** Envoy's response flags; empty where the proxies set none. */
  readonly flags: readonly string[];
  readonly teller: ReportedBy;
  /** Only the caller's proxy knows of them, though the other side reports: they never arrived. */
  readonly neverArrived: boolean;
  /** Of all that failed, 0..1. */
  readonly share: number;
}

/** In which ways the requests of some calls failed, most frequent first; `codes` leaves out all others. */
export function failureCauses(edges: readonly GraphEdge[], codes?: ReadonlySet<string>): readonly FailureCause[] {
  const causes = new Map<string, FailureCause>();
  let failing = 0;
  for (const { endings, traffic, reportedBy } of edges) {
    for (const { code, flags, reporter, requestsPerSecond } of endings) {
      if (requestsPerSecond <= 0 || !isFailure(traffic.protocol, code) || codes?.has(code) === false) continue;
      const neverArrived = reporter === 'source' && reportedBy === 'both';
      const key = [code, flags, reporter, neverArrived].join('\n');
      failing += requestsPerSecond;
      causes.set(key, {
        code,
        isGrpc: traffic.protocol === 'grpc' && code.length !== 3,
        flags: flags.split(',').flatMap((flag) => (flag.trim() === '-' || flag.trim() === '' ? [] : [flag.trim()])),
        teller: reporter,
        neverArrived,
        share: (causes.get(key)?.share ?? 0) + requestsPerSecond,
      });
    }
  }
  return [...causes.values()].map((cause) => ({ ...cause, share: cause.share / failing })).sort((a, b) => b.share - a.share);
}

import type { Call, Leg, Retry, Route, Workload } from '@vigla/domain/semantics';
import type { Operation, OutgoingCall } from './app-model.ts';
import type { Distribution } from './distribution.ts';

/** What an application does with a request that reached it. */
export interface Reply {
  readonly workload: Workload;
  readonly operation: Operation | null;
  readonly own: Distribution;
  readonly calls: readonly { readonly does: OutgoingCall; readonly hop: Hop }[];
  /** What a request takes of a pod. Units: seconds of one pod; 0 where there is no limit. */
  readonly work: number;
  /** How it ends. Shares add up to 1. `works`: it made its calls; false for failures of its own. */
  readonly endings: readonly { readonly share: number; readonly code: number; readonly latency: Distribution; readonly works: boolean }[];
}

/** One way in which an attempt at one destination ends. Shares of a leg add up to 1. */
export interface Attempt {
  readonly share: number;
  /** Null: no host was chosen. */
  readonly workload: Workload | null;
  /** What the caller's proxy gets; 0 for none. */
  readonly code: number;
  readonly flag: string;
  readonly failure: 'connect' | 'reset' | 'timeout' | 'limited' | 'overflow' | null;
  /** Null where the server's proxy never saw a request. */
  readonly server: { readonly code: number; readonly flags: string } | null;
  readonly security: 'mutual_tls' | 'none';
  /** The application's doing; null where it was not reached or failed by itself. */
  readonly reply: Reply | null;
  readonly latency: Distribution;
  /** The time on the server's side. */
  readonly served: Distribution;
  /** The part of `latency` before the request is sent: the caller's proxy waits for a free connection. Absent: no time. */
  readonly wait?: Distribution;
  /** What it takes of a pod of the workload. Units: seconds of one pod; 0 where the application has no limit. */
  readonly work: number;
  readonly grpc: boolean;
}

/** A destination of a hop with everything that may happen there. */
export interface HopLeg {
  readonly share: number;
  readonly leg: Leg;
  readonly attempts: readonly Attempt[];
  /** How long a try that reaches a host keeps a connection, on average. */
  readonly holdMs: number;
  /** The share of repetitions for which the caller's proxy has room; the others end with the failure there was, flag UO. */
  readonly roomToRepeat: number;
}

/** What a hop asks of the caller's connections to one destination, per request. */
export interface Use {
  readonly leg: Leg;
  /** Tries, also those that the connections have no room for. */
  readonly tries: number;
  /** Repetitions that are asked for, also those for which there is no room. */
  readonly repeats: number;
  /** How long a try that has room keeps a connection. */
  readonly holdMs: number;
  readonly attempts: readonly Attempt[];
}

/** What the caller's side reports, once per request. Shares of a hop add up to 1. */
export interface Outcome {
  readonly share: number;
  readonly code: number;
  readonly flags: string;
  readonly leg: Leg | null;
  readonly workload: Workload | null;
  readonly security: 'mutual_tls' | 'none';
  readonly latency: Distribution;
}

/** What the called side reports, once per attempt. Shares are relative to requests of the caller and may exceed 1. */
export interface Arrival {
  readonly share: number;
  readonly code: number;
  readonly flags: string;
  readonly leg: Leg;
  readonly workload: Workload;
  readonly security: 'mutual_tls' | 'none';
  readonly latency: Distribution;
  readonly reply: Reply | null;
  readonly work: number;
}

/** One kind of request from one workload, worked out to its end. */
export interface Hop {
  readonly key: string;
  readonly caller: Workload;
  readonly call: Call;
  /** The request as those behind the route see it: after what the route rewrites. */
  readonly arriving: Call;
  /** Null: the caller has no proxy. */
  readonly route: Route | null;
  readonly legs: readonly HopLeg[];
  /** Where copies go, each of a share of the requests. Nobody waits for their answers. */
  readonly mirrors: readonly HopLeg[];
  readonly retry: Retry;
  readonly appTimeoutMs: number | null;
  readonly outcomes: readonly Outcome[];
  readonly arrivals: readonly Arrival[];
  /** Empty for callers without a proxy. */
  readonly uses: readonly Use[];
}

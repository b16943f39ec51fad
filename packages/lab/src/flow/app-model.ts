import type { Call } from '@vigla/domain/semantics';

/** How a quantity scatters around its median: log-normal. `spread` 0 is always the median, 0.5 is usual, 1 is wild. */
export interface Scatter {
  readonly median: number;
  readonly spread: number;
}

/** A call that an operation makes while it works. */
export interface OutgoingCall {
  readonly host: string;
  readonly port: number;
  readonly protocol: Call['protocol'];
  readonly method: string;
  readonly path: string;
  /** How often per request, 0.2 for every fifth; TCP counts connections. */
  readonly perRequest: number;
  /** When it fails the operation fails with 500; else the operation answers without it. */
  readonly required: boolean;
  /** How long the application waits; null: for ever. */
  readonly timeoutMs: number | null;
  readonly requestBytes: Scatter;
}

/** What a workload does for requests to a path. */
export interface Operation {
  /** Longest prefix wins. */
  readonly path: string;
  /** Its own work, without the calls it makes. */
  readonly latencyMs: Scatter;
  readonly responseBytes: Scatter;
  /** Its own failures, not those of its calls. */
  readonly failures: readonly { readonly code: number; readonly share: number }[];
  /** One after the other. */
  readonly calls: readonly OutgoingCall[];
  /** How many requests a second one pod can do; absent: as many as come. */
  readonly capacityPerPod?: number;
}

/** A wave in the load: `share` of the base rate up and down. Units: period in seconds. */
export interface Wave {
  readonly periodSeconds: number;
  readonly share: number;
}

/** Where load comes from: people behind a gateway, or a workload that calls of its own accord. */
export interface Root {
  readonly id: string;
  /** Key of the workload where the request is first seen. `outside`: callers beyond a gateway; `workload`: its own calls. */
  readonly from: { readonly kind: 'outside' | 'workload'; readonly workload: string };
  readonly call: Call;
  readonly requestBytes: Scatter;
  readonly requestsPerSecond: number;
  readonly waves: readonly Wave[];
}

/** What runs in the workloads of a mesh, and who asks. */
export interface AppModel {
  readonly roots: readonly Root[];
  /** By workload key. A workload that is not here behaves like another of the same app, else answers at once. */
  readonly behaviours: ReadonlyMap<string, readonly Operation[]>;
  /** Headers that applications hand on to the calls they make. */
  readonly handsOn: readonly string[];
}

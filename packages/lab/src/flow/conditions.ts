/** What ails a workload for a time, on top of how it is made. Absent parts are as usual. */
export interface Condition {
  /** Multiplies the time of its own work; 8 for a database that crawls. */
  readonly latencyFactor?: number;
  /** Failures that come on top of its own, before any of its calls. Shares of all its requests. */
  readonly failures?: readonly { readonly code: number; readonly share: number }[];
  /** Multiplies what each pod can do in a second; 0.6 for a noisy neighbour. */
  readonly capacityFactor?: number;
}

/** By workload key. */
export type Conditions = ReadonlyMap<string, Condition>;

/** How many times its usual load a root has, by root id. A root that is not here is as usual. */
export type LoadFactors = ReadonlyMap<string, number>;

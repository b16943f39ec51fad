import type { Ambient, Ending, Protocol, ReportedBy } from '@vigla/contract/graph';
import type { DurationSeconds, EpochSeconds } from '@vigla/contract/units';
import type { Histogram } from '../metrics/index.ts';
import type { Amounts } from './amounts.ts';
import type { End } from './end.ts';

/** The service that requests asked for. `host` is how the caller named it. `cluster`: null where the mesh has one. */
export interface Asked {
  readonly namespace: string | null;
  readonly name: string;
  readonly host: string;
  readonly cluster: string | null;
}

/** Response times of a flow. `sumMs` per second; null where only buckets are known. */
export interface Durations {
  readonly buckets: Histogram;
  readonly sumMs: number | null;
}

/** Requests of one classified kind within a flow, and how they ended. */
export interface Operation {
  readonly name: string;
  readonly endings: readonly Ending[];
}

/**
 * What one workload sent to another through one service in one protocol, after the reports of all proxies were settled
 * into one truth. Units: everything per second. For TCP `endings` is empty; for requests `bytesPerSecond` is null.
 */
export interface Flow {
  readonly from: End;
  readonly to: End;
  readonly asked: Asked | null;
  readonly protocol: Protocol;
  readonly endings: readonly Ending[];
  /** How the caller's proxy saw the requests end, where it differs from `endings`; null where both ends agree or one is silent. */
  readonly callerSaw: readonly Ending[] | null;
  /** The classified part of the requests; what is in none is not classified. Empty where the mesh classifies nothing. */
  readonly operations: readonly Operation[];
  readonly bytesPerSecond: number | null;
  readonly amounts: Amounts;
  readonly durations: Durations | null;
  readonly reportedBy: ReportedBy;
  /** What each side reported before the reports were settled; null where that side reported nothing. */
  readonly sourcePerSecond: number | null;
  readonly destinationPerSecond: number | null;
  /** Encrypted by the mesh, and known not to be. What nobody told is in neither. */
  readonly securePerSecond: number;
  readonly plainPerSecond: number;
  readonly sourcePrincipals: readonly string[];
  readonly destinationPrincipals: readonly string[];
}

/** One reading of the whole mesh. Every person's graph is a projection of it. */
export interface MeshFlows {
  readonly window: DurationSeconds;
  /** All that flowed, each call once. */
  readonly flows: readonly Flow[];
  /** The same by the word of only some of the proxies that know of ambient traffic. Without such traffic they are `flows`. */
  readonly byAmbient: Readonly<Record<Ambient, readonly Flow[]>>;
  /** Clusters that telemetry names, sorted; they are told apart where there is more than one. */
  readonly clusters: readonly string[];
  readonly newestSampleAt: EpochSeconds | null;
  /** Samples that could not be used: labels missing, values that are no rates. */
  readonly droppedSamples: number;
}

import type { Ending, Protocol, ReportedBy } from '@vigla/contract/graph';
import type { DurationSeconds, EpochSeconds } from '@vigla/contract/units';
import type { Histogram } from '../metrics/index.ts';
import type { End } from './end.ts';

/** The service that requests asked for. `host` is how the caller named it. */
export interface Asked {
  readonly namespace: string | null;
  readonly name: string;
  readonly host: string;
}

/** Response times of a flow. `sumMs` per second; null where only buckets are known. */
export interface Durations {
  readonly buckets: Histogram;
  readonly sumMs: number | null;
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
  readonly bytesPerSecond: number | null;
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
  readonly flows: readonly Flow[];
  readonly newestSampleAt: EpochSeconds | null;
  /** Samples that could not be used: labels missing, values that are no rates. */
  readonly droppedSamples: number;
}

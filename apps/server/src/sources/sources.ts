import type { SourceState } from '@vigla/contract/mesh';
import type { KubeObject } from '@vigla/contract/objects';
import type { Right } from '@vigla/contract/problem';
import type { Person } from '@vigla/contract/session';
import type { TraceSummary } from '@vigla/contract/traces';
import type { EpochSeconds } from '@vigla/contract/units';
import type { Sample } from '@vigla/domain/samples';
import type { FoundTrace } from '@vigla/domain/traces';
import type { Credentials, Identity } from '../http/index.ts';

/** What we ask of Prometheus. */
export interface Prometheus {
  /** Evaluates `query` at one instant. Elements without a finite value (NaN, ±Inf) are left out. */
  instant(query: string, at: EpochSeconds, signal: AbortSignal): Promise<readonly Sample[]>;
  /** Evaluates `query` at `from`, `from + step` ... `to`. Shape: `values` has one entry per step; null where there is no finite value. */
  range(
    query: string,
    span: { from: EpochSeconds; to: EpochSeconds; stepSeconds: number },
    signal: AbortSignal,
  ): Promise<readonly RangeSeries[]>;
  /** The global scrape interval, seconds; null when Prometheus does not tell. */
  scrapeIntervalSeconds(signal: AbortSignal): Promise<number | null>;
  /** How long samples are kept, seconds; null when Prometheus does not tell. */
  retentionSeconds(signal: AbortSignal): Promise<number | null>;
  state(): SourceState;
}

export interface RangeSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly (number | null)[];
}

/** What we ask of the tracing store. */
export interface Tracing {
  find(
    question: { service: string; from: EpochSeconds; to: EpochSeconds; limit: number },
    signal: AbortSignal,
  ): Promise<readonly TraceSummary[]>;
  /** The newest traces with a span of this service, with all their spans; `leastMs` and `failed` are of that span. */
  search(
    question: {
      readonly service: string;
      readonly from: EpochSeconds;
      readonly to: EpochSeconds;
      readonly limit: number;
      readonly leastMs?: number;
      readonly failed?: boolean;
    },
    signal: AbortSignal,
  ): Promise<readonly FoundTrace[]>;
  /** One trace by its id; null where the store does not have it. */
  trace(id: string, signal: AbortSignal): Promise<FoundTrace | null>;
  state(): SourceState;
}

/** A kind of object the server watches: its place in the API. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
}

export interface ObjectChange {
  readonly type: 'added' | 'changed' | 'deleted';
  readonly object: KubeObject;
  /** Of a change: what was held until now. */
  readonly before?: KubeObject;
}

/** What a caller may see of the cluster. `all`: every namespace, those born later included. */
export interface Visibility {
  readonly all: boolean;
  readonly namespaces: ReadonlySet<string>;
}

/** One request to the API server, as somebody. Fails as AppError: forbidden (with the missing right), not_found, conflict, rejected_by_cluster, source_*. */
export interface KubernetesRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly contentType?: string;
}

/** What we ask of the cluster. */
export interface Kubernetes {
  /** The shared reading of the watched kinds, kept fresh by list/watch with the server's own credentials. Filter by a caller's rights before anything leaves. */
  list(kind: string, namespace?: string): readonly KubeObject[];
  /** Kinds whose first list has not arrived, or whose watch is broken, with the reason. */
  missingKinds(): ReadonlyMap<string, string>;
  onChange(listener: (change: ObjectChange) => void): () => void;
  /** Namespaces that this identity may get, by the cluster's own answer; remembered for at most 30 s, or 10 minutes while the cluster does not answer at all. */
  visible(identity: Identity, signal: AbortSignal): Promise<Visibility>;
  /** Whether this identity has a right, by SelfSubjectAccessReview; remembered as `visible` is. */
  may(identity: Identity, right: Right, signal: AbortSignal): Promise<boolean>;
  /** Asks the cluster who the holder of these credentials is; null when they are no good. */
  whoIs(credentials: Credentials, signal: AbortSignal): Promise<Person | null>;
  request(
    identity: Identity,
    request: KubernetesRequest,
    signal: AbortSignal,
  ): Promise<{ readonly body: unknown; readonly warnings: readonly string[] }>;
  state(): SourceState;
  close(): void;
}

/** Everything the routes need from outside the process. Built in main.ts; tests build their own. */
export interface Sources {
  readonly prometheus: Prometheus;
  /** Null when no tracing store is configured. */
  readonly tracing: Tracing | null;
  readonly kubernetes: Kubernetes;
  readonly now: () => EpochSeconds;
}

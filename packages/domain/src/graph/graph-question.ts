import type { Ambient, Gather, GroupBy } from '@vigla/contract/graph';
import type { EpochSeconds } from '@vigla/contract/units';
import type { HealthRules } from '../health/index.ts';

/** Namespaces that a caller may see. `all`: every namespace, those born later included. */
export interface Visibility {
  readonly all: boolean;
  readonly namespaces: ReadonlySet<string>;
}

/** What one caller wants to see of a reading. */
export interface GraphQuestion {
  readonly at: EpochSeconds;
  readonly groupBy: GroupBy;
  /** None means all that the caller may see. */
  readonly namespaces: readonly string[];
  readonly visible: Visibility;
  /** Also workloads, and services, that are known and at rest. */
  readonly idle: boolean;
  /** Also calls at rest, with both their ends. Default: as `idle`. */
  readonly idleEdges?: boolean;
  /** Services, kinds of request and waypoints as nodes between callers and workloads. */
  readonly services?: boolean;
  readonly operations?: boolean;
  readonly waypoints?: boolean;
  /** Whose word on ambient traffic counts. Default: everybody's. */
  readonly ambient?: Ambient;
  /** Only this node, and what is at most `hops` calls up or down from it. */
  readonly focus?: { readonly id: string; readonly hops: number } | null;
  /** Which labels of pods the answer should carry. */
  readonly labels?: readonly string[];
  /** How traffic is judged; Vigla's own way where absent. */
  readonly health?: HealthRules;
  /** Into which groups it is gathered; not at all where absent. */
  readonly gather?: Gather;
  /** Above so many drawn elements `auto` gathers; as many as can be read where absent. */
  readonly mostElements?: number;
  /** Ids of groups whose members are drawn. */
  readonly open?: readonly string[];
}

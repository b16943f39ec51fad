import type { GroupBy } from '@vigla/contract/graph';
import type { DurationSeconds } from '@vigla/contract/units';
import type { CallSum } from './call-sum.ts';
import type { Flow } from './flows.ts';
import type { Resting } from './idle-places.ts';
import type { Place, Places } from './places.ts';

/** What a call stops at on its way from caller to workload. */
export interface Stops {
  readonly services: boolean;
  readonly operations: boolean;
  /** Where the waypoint of a call is drawn; null where it went through none, or nobody wants to see it. */
  readonly waypointOf: (flow: Flow) => Place | null;
}

/** A flow and where its ends are drawn, before anybody looks who may see them. */
export interface DrawnFlow {
  readonly flow: Flow;
  readonly caller: Place;
  readonly callee: Place;
  /** What is known of it to somebody who may see all of it. */
  readonly sum: CallSum;
}

/** How a reading is drawn, whoever looks. */
export interface Style {
  readonly groupBy: GroupBy;
  readonly services: boolean;
  readonly operations: boolean;
  readonly waypoints: boolean;
}

/** Flows in one style. */
export interface DrawnFlows {
  readonly places: Places;
  readonly stops: Stops | null;
  readonly flows: readonly DrawnFlow[];
}

/** A whole reading in one style. */
export interface Drawing extends DrawnFlows {
  /** What is known to be in the namespaces that were chosen, whether it has traffic or not. */
  readonly resting: (isChosen: (namespace: string) => boolean) => readonly Resting[];
  /**
   * The flows of another reading at the places that they have in this one: a part of the mesh, at another instant, says too little by
   * itself of services and waypoints.
   */
  readonly elsewhere: (told: readonly Flow[], window: DurationSeconds) => DrawnFlows;
}

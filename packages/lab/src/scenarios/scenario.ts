import type { KubeObject } from '@vigla/contract/objects';
import type { AppModel } from '../flow/index.ts';

/** The cluster from an instant on. Units: epoch ms. */
export interface Moment {
  readonly atMs: number;
  readonly objects: readonly KubeObject[];
}

/** The instant a scenario is told at, and the dice it is told with. */
export interface Telling {
  readonly nowMs: number;
  readonly seed: number;
}

/** A mesh with a past: what runs in it, who asks, and how it came to be as it is. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly model: AppModel;
  /** States of the cluster, oldest first. The first holds since long ago, the last is the cluster of now. */
  moments(telling: Telling): readonly Moment[];
}

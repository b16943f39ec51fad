import { roll, type Conditions, type LoadFactors, type Timeline } from '../flow/index.ts';
import type { ObjectStore } from '../kubernetes/index.ts';
import { noteUnfollowed } from './note-unfollowed.ts';

/** The kinds that decide what flows: also those the mesh does not follow, so that it can say so. */
const kinds = [
  'Namespace',
  'Pod',
  'Service',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'ConfigMap',
  'VirtualService',
  'DestinationRule',
  'Gateway',
  'ServiceEntry',
  'Sidecar',
  'EnvoyFilter',
  'WorkloadEntry',
  'ProxyConfig',
  'PeerAuthentication',
  'AuthorizationPolicy',
  'RequestAuthentication',
  'Telemetry',
  'WasmPlugin',
  'GatewayClass',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'ReferenceGrant',
];

/** A control plane waits for writes to settle before it pushes. Units: ms. */
const settleMs = 100;

/** How workloads and load are at the moment, apart from what is configured. */
export interface Weather {
  readonly conditions: Conditions;
  readonly load: LoadFactors;
}

/** What follows the writes of a cluster. */
export interface Follower {
  /** Changes the weather; it takes effect as a write would. */
  change(weather: Weather): void;
  stop(): void;
}

/**
 * Lets writes to the cluster take effect in the mesh after the time a control plane would need: 0.3 to 1.6 seconds.
 * Writes of one turn take effect together.
 */
export function followWrites(store: ObjectStore, timeline: Timeline, now: () => number): Follower {
  let waiting: NodeJS.Immediate | null = null;
  let weather: Weather | null = null;
  let pushes = 0;
  const note = noteUnfollowed(store, now);
  const push = (): void => {
    waiting = null;
    pushes += 1;
    const delayMs = settleMs + 200 + Math.floor(roll(timeline.seed, 'push', pushes) * 1300);
    const objects = kinds.flatMap((kind) => store.list(kind));
    timeline.configure(now() + delayMs, objects, weather?.conditions, weather?.load);
    weather = null;
    note(timeline.latest()?.mesh.unsupported ?? []);
  };
  const stop = store.onWrite(({ object }) => {
    if (kinds.includes(object.kind)) waiting ??= setImmediate(push);
  });
  return {
    change(next) {
      weather = next;
      waiting ??= setImmediate(push);
    },
    stop() {
      stop();
      if (waiting) clearImmediate(waiting);
    },
  };
}

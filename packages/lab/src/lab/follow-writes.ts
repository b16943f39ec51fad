import { roll, type Timeline } from '../flow/index.ts';
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
  'HTTPRoute',
  'GRPCRoute',
];

/** A control plane waits for writes to settle before it pushes. Units: ms. */
const settleMs = 100;

/**
 * Lets writes to the cluster take effect in the mesh after the time a control plane would need: 0.3 to 1.6 seconds.
 * Writes of one turn take effect together. Returns how to stop.
 */
export function followWrites(store: ObjectStore, timeline: Timeline, now: () => number): () => void {
  let waiting: NodeJS.Immediate | null = null;
  let pushes = 0;
  const note = noteUnfollowed(store, now);
  const push = (): void => {
    waiting = null;
    pushes += 1;
    const delayMs = settleMs + 200 + Math.floor(roll(timeline.seed, 'push', pushes) * 1300);
    const atMs = now() + delayMs;
    timeline.configure(
      atMs,
      kinds.flatMap((kind) => store.list(kind)),
    );
    note(timeline.latest()?.mesh.unsupported ?? []);
  };
  const stop = store.onWrite(({ object }) => {
    if (kinds.includes(object.kind)) waiting ??= setImmediate(push);
  });
  return () => {
    stop();
    if (waiting) clearImmediate(waiting);
  };
}

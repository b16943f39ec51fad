import type { KubeObject } from '@vigla/contract/objects';
import { type Answers, call, deployed, namespaceObject, serviceObject, together } from '../bookinfo/index.ts';

interface Size {
  readonly namespaces: number;
  readonly workloadsPerNamespace: number;
  readonly callsPerWorkload: number;
  readonly seed: number;
}

/** Samples for every question of a reading, and the objects behind them. */
export interface SyntheticMesh {
  readonly samples: Answers;
  readonly objects: readonly KubeObject[];
  readonly namespaces: readonly string[];
}

/**
 * A mesh of any size. Shape: workloads call only later ones, so that there are entrances and ends; two of three calls stay
 * in their namespace; every seventh call has errors, every eleventh is gRPC. Deterministic: the same size and seed give the same mesh.
 */
export function syntheticMesh({ namespaces: count, workloadsPerNamespace, callsPerWorkload, seed }: Size): SyntheticMesh {
  const namespaces = Array.from({ length: count }, (_, i) => `team-${String(i).padStart(3, '0')}`);
  const workloads = namespaces.flatMap((namespace) =>
    Array.from({ length: workloadsPerNamespace }, (_, i) => ({ namespace, app: `svc${String(i).padStart(2, '0')}` })),
  );
  const next = dice(seed);
  const calls = workloads.flatMap((from, i) => {
    const [later, near] = [workloads.length - i - 1, workloadsPerNamespace - (i % workloadsPerNamespace) - 1];
    return Array.from({ length: callsPerWorkload }, () => {
      const among = near > 0 && next() < 0.67 ? near : later;
      return { from, to: workloads[i + 1 + Math.floor(next() * among)] };
    });
  });
  const samples = calls.flatMap(({ from, to }, i) =>
    to ? samplesOf(`${from.namespace}/${from.app}-v1`, `${to.namespace}/${to.app}-v1`, i, next) : [],
  );
  const objects = [
    ...namespaces.map((namespace) => namespaceObject(namespace, { 'istio-injection': 'enabled' })),
    ...workloads.flatMap(({ namespace, app }) => [...deployed({ namespace, app, version: 'v1' }), serviceObject(app, namespace)]),
  ];
  return { samples: together(...samples), objects, namespaces };
}

function samplesOf(from: string, to: string, i: number, next: () => number): readonly Answers[] {
  const rps = 0.2 + next() * 40;
  const protocol = i % 11 === 0 ? 'grpc' : 'http';
  const good = call({ from, to, rps, protocol, ms: 2 + next() * 200 });
  return i % 7 === 0
    ? [good, call({ from, to, rps: rps * next() * 0.3, code: protocol === 'grpc' ? 200 : 503, grpcStatus: '14', protocol })]
    : [good];
}

/** Numbers 0 <= n < 1 that follow from the seed (mulberry32). */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

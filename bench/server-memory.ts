import { setTimeout as sleep } from 'node:timers/promises';
import { TrafficGraph } from '@vigla/contract/graph';
import { syntheticMesh } from '@vigla/testkit/synthetic';
import { serveMesh } from './open-mesh.ts';

/** Memory of a server's process. Units: bytes resident. */
export interface ServerMemory {
  readonly namespaces: number;
  readonly workloads: number;
  /** In one window, all questions together. */
  readonly series: number;
  /** The most it held while it read the cluster and a few windows. */
  readonly most: number;
  /** What it holds some seconds later. */
  readonly settled: number;
}

const namespaces = 1000;
const workloadsEach = 20;
const readings = 4;

/** Watches a mesh of 20,000 workloads, one in four of which calls, through a few instants. Takes a minute. */
export async function serverMemory(): Promise<ServerMemory> {
  const { objects } = syntheticMesh({ namespaces, workloadsPerNamespace: workloadsEach, callsPerWorkload: 0, seed: 7 });
  const { samples } = syntheticMesh({ namespaces, workloadsPerNamespace: workloadsEach / 4, callsPerWorkload: 1, seed: 7 });
  await using server = await serveMesh({ samples, objects });
  let [most, series] = [0, 0];
  const watch = setInterval(() => (most = Math.max(most, server.residentBytes())), 200);
  try {
    for (let i = 0; i < readings; i++) {
      const reply = await fetch(`${server.url}/api/v1/graph?gather=auto&windowSeconds=300`);
      const body = await reply.text();
      if (reply.status !== 200) throw new Error(`The graph answered ${reply.status}: ${body.slice(0, 300)}`);
      series = TrafficGraph.parse(JSON.parse(body)).cost?.series ?? 0;
      // Readings are of instants that are so far apart: each time it is another.
      await sleep(15_000);
    }
  } finally {
    clearInterval(watch);
  }
  return { namespaces, workloads: namespaces * workloadsEach, series, most, settled: server.residentBytes() };
}

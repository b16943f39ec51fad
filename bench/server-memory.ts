import { setTimeout as sleep } from 'node:timers/promises';
import { TrafficGraph } from '@vigla/contract/graph';
import { syntheticMesh } from '@vigla/testkit/synthetic';
import { asListed } from './as-listed.ts';
import { type OpenMesh, people, serveMesh } from './open-mesh.ts';

/** Memory of a server's process. Units: bytes resident. */
export interface ServerMemory {
  readonly namespaces: number;
  readonly workloads: number;
  /** Pods, services and whatever else it reads of the cluster. */
  readonly objects: number;
  /** In one window, all questions together. */
  readonly series: number;
  /** Readings that were looked at. */
  readonly readings: number;
  /** The most it held while it read the cluster and the windows. */
  readonly most: number;
  /** What it held when half of the readings were over, and some seconds after the last. */
  readonly halfway: number;
  readonly settled: number;
}

const namespaces = 1000;
const workloadsEach = 20;
/** One in four calls: with two proxies and twenty buckets to each call that is 200,000 series. */
const callersEach = 5;
const readings = 12;
/** Readings are of instants that are so far apart, and quiet follows the last. Units: ms. */
const apartMs = 15_000;
/** How long the server may take until it knows all of the cluster. */
const patienceMs = 600_000;

/**
 * Watches a mesh of 20,000 workloads as people do: a page that shows all of it, one that shows a namespace with what is at rest,
 * and now and then somebody who compares. Between readings a pod fails or recovers. Takes some minutes.
 */
export async function serverMemory(): Promise<ServerMemory> {
  const { objects } = syntheticMesh({ namespaces, workloadsPerNamespace: workloadsEach, callsPerWorkload: 0, seed: 7 });
  const { samples } = syntheticMesh({ namespaces, workloadsPerNamespace: callersEach, callsPerWorkload: 1, seed: 7 });
  const listed = asListed(objects);
  await using mesh = await serveMesh({ samples, objects: listed }, { bundled: true });
  let most = 0;
  const look = setInterval(() => (most = Math.max(most, mesh.residentBytes())), 200);
  try {
    const series = await untilKnown(mesh);
    const seen = new Set<number>();
    let halfway = 0;
    while (seen.size < readings) {
      mesh.setFirstPod(seen.size % 2 === 1);
      seen.add(await lookAround(mesh, seen.size));
      if (seen.size === readings / 2) halfway = mesh.residentBytes();
      await sleep(apartMs);
    }
    const settled = mesh.residentBytes();
    return { namespaces, workloads: namespaces * workloadsEach, objects: listed.length, series, readings, most, halfway, settled };
  } finally {
    clearInterval(look);
  }
}

/** Asks until nothing is missing. Answers how many series were read. Fails: when something still is after some minutes. */
async function untilKnown({ url }: OpenMesh): Promise<number> {
  const late = Date.now() + patienceMs;
  for (;;) {
    const reply = await fetch(`${url}/api/v1/graph?gather=auto&windowSeconds=300`);
    const body = await reply.text();
    const graph = reply.status === 200 ? TrafficGraph.parse(JSON.parse(body)) : null;
    if (graph?.gaps.length === 0) return graph.cost?.series ?? 0;
    if (Date.now() > late) throw new Error(`The graph still lacks something: ${graph ? JSON.stringify(graph.gaps) : body.slice(0, 300)}`);
    await sleep(apartMs);
  }
}

/** What several people ask at one time. Answers of which instant it was. */
async function lookAround({ url }: OpenMesh, count: number): Promise<number> {
  const ask = async (search: string, person: number): Promise<string> => {
    const headers = { authorization: `Bearer ${people[person]?.token ?? ''}` };
    const reply = await fetch(`${url}/api/v1/${search}`, { headers });
    if (reply.status !== 200) throw new Error(`${search} answered ${reply.status}: ${(await reply.text()).slice(0, 300)}`);
    return await reply.text();
  };
  const [whole] = await Promise.all([
    ask('graph?gather=auto&windowSeconds=300', 0),
    ask(`graph?namespace=team-${String(count % 10).padStart(3, '0')}&idle=true&windowSeconds=300`, 1),
  ]);
  const { at } = TrafficGraph.parse(JSON.parse(whole));
  if (count % 4 === 3) await ask(`graph/compare?gather=auto&windowSeconds=300&versusEpochSeconds=${at - 3600}`, 2);
  return at;
}

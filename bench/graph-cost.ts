import { TrafficGraph } from '@vigla/contract/graph';
import { at } from '@vigla/contract/units';
import { syntheticMesh } from '@vigla/testkit/synthetic';
import { answering, fakePrometheus } from '@vigla/testkit/upstreams';
import { fakeKubernetes, fakeServer } from '../apps/server/src/fakes/index.ts';

/** What one graph of a mesh costs, in counts and bytes: the same on every machine. */
export interface GraphCost {
  readonly edges: number;
  readonly coldQueries: number;
  /** Of the same question again, by somebody else. */
  readonly warmQueries: number;
  readonly rawBytes: number;
  readonly compressedBytes: number;
  /** Body of the answer to who has the graph already. */
  readonly unchangedBytes: number;
}

interface Size {
  readonly namespaces: number;
  readonly workloadsPerNamespace?: number;
}

const caller = { 'x-test-user': 'first' };

/** Asks the whole server, on a drawn mesh of this size, for its graph. Fails: when an answer is not the graph it should be. */
export async function graphCost({ namespaces, workloadsPerNamespace = 5 }: Size): Promise<GraphCost> {
  const mesh = syntheticMesh({ namespaces, workloadsPerNamespace, callsPerWorkload: 3, seed: 7 });
  await using upstream = await fakePrometheus(answering(mesh.samples));
  const kubernetes = fakeKubernetes({ objects: mesh.objects });
  // Counts and bytes do not depend on how long it takes, so a busy machine may take its time.
  await using server = await fakeServer({ upstream, kubernetes, clock: { now: at(1_767_268_800) }, timeoutMs: 60_000 });
  const asked = (): number => upstream.queries().filter((query) => query.includes('istio_')).length;
  const url = '/api/v1/graph';

  const cold = await server.app.inject({ url, headers: caller });
  if (cold.statusCode !== 200) throw new Error(`The graph answered ${cold.statusCode}: ${cold.body.slice(0, 300)}`);
  const graph = TrafficGraph.parse(cold.json());
  const coldQueries = asked();
  const small = await server.app.inject({ url, headers: { 'x-test-user': 'second', 'accept-encoding': 'br' } });
  if (small.headers['content-encoding'] !== 'br') throw new Error('The graph came uncompressed to somebody who takes Brotli.');
  const same = await server.app.inject({ url, headers: { ...caller, 'if-none-match': String(cold.headers.etag) } });
  if (same.statusCode !== 304) throw new Error(`An unchanged graph answered ${same.statusCode} instead of 304.`);
  return {
    edges: graph.edges.length,
    coldQueries,
    warmQueries: asked() - coldQueries,
    rawBytes: cold.rawPayload.length,
    compressedBytes: small.rawPayload.length,
    unchangedBytes: same.rawPayload.length,
  };
}

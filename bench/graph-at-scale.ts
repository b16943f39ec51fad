import { TrafficGraph } from '@vigla/contract/graph';
import { type OpenMesh, people } from './open-mesh.ts';
import { quantile } from './spread.ts';

/**
 * How long the stand-in thinks, as Prometheus 3 does on one core: a moment to plan, then about ten microseconds a series. The lab
 * cannot stand in here: it answers one question after the other, which says nothing of a server that asks them at once.
 */
export const thinkingMs = (series: number): number => 40 + series / 100;

/** Units: ms, on loopback. `slowest`: the slowest question of that graph, asked alone. */
export interface ColdGraph {
  readonly questions: number;
  readonly slowest: number;
  readonly graph: number;
}

/** Asks for a graph that nobody asked for before, then each of its questions alone. Fails: when it is no graph, or lacks something. */
export async function coldGraph({ url, prometheus, queries }: OpenMesh): Promise<ColdGraph> {
  // What starts up, such as reading the cluster, is not what a graph costs.
  // And of an instant that is over, so that nothing is read again meanwhile.
  const moment = `&atEpochSeconds=${Math.floor(Date.now() / 1000) - 30}`;
  await whole(await ask(url, `?windowSeconds=60${moment}`));
  const before = queries().length;
  const begun = performance.now();
  const graph = await whole(await ask(url, `?windowSeconds=300${moment}`));
  const taken = performance.now() - begun;
  if (graph.gaps.length > 0) throw new Error(`The graph lacks something: ${graph.gaps.map(({ detail }) => detail).join(' ')}`);
  const asked = queries()
    .slice(before)
    .filter((query) => query.includes('istio_'));
  const alone: number[] = [];
  for (const query of asked) {
    const start = performance.now();
    await (await fetch(`${prometheus}/api/v1/query?${new URLSearchParams({ query })}`)).arrayBuffer();
    alone.push(performance.now() - start);
  }
  return { questions: asked.length, slowest: Math.max(...alone), graph: taken };
}

/** Of a window that was read already, until the server begins to answer. Units: ms, 95 of 100. */
export interface WarmGraphs {
  readonly others: number;
  readonly types: number;
  readonly unchanged: number;
}

/** Asks a running server for graphs of one instant. Fails: when an answer is no graph. */
export async function warmGraphs(server: string): Promise<WarmGraphs> {
  const moment = `?windowSeconds=300&atEpochSeconds=${Math.floor(Date.now() / 1000) - 30}`;
  const first = await ask(server, moment);
  await whole(first);
  const timed = async (search: string, headers: Record<string, string>, status = 200): Promise<number> => {
    const begun = performance.now();
    const reply = await ask(server, moment + search, headers);
    const taken = performance.now() - begun;
    await reply.arrayBuffer();
    if (reply.status !== status) throw new Error(`The graph answered ${reply.status} instead of ${status}.`);
    return taken;
  };
  const each = async (all: readonly (() => Promise<number>)[]): Promise<number> => {
    const taken: number[] = [];
    for (const one of all) taken.push(await one());
    return quantile(0.95, taken);
  };
  const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
  // Who somebody is and may see is asked of the cluster once, with whatever they ask first.
  for (const { token } of people) await timed('', bearer(token));
  const again = people.flatMap(({ token }) => [token, token, token]);
  const etag = first.headers.get('etag') ?? '';
  return {
    others: await each(again.map((token) => () => timed('', bearer(token)))),
    types: await each(wishes.map((wish) => () => timed(wish, {}))),
    unchanged: await each(again.map((token) => () => timed('', { ...bearer(token), 'if-none-match': etag }, 304))),
  };
}

const namespaces = Array.from({ length: 12 }, (_, i) => `&namespace=team-${String(i).padStart(3, '0')}`);
const wishes = ['&groupBy=service', '&groupBy=app', '&services=true', '&gather=namespace', '&idle=true', ...namespaces];

const ask = (server: string, search: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server}/api/v1/graph${search}`, { headers: { 'accept-encoding': 'identity', ...headers } });

async function whole(reply: Response): Promise<TrafficGraph> {
  const body = await reply.text();
  if (reply.status !== 200) throw new Error(`The graph answered ${reply.status}: ${body.slice(0, 300)}`);
  return TrafficGraph.parse(JSON.parse(body));
}

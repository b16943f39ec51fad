import { setTimeout as sleep } from 'node:timers/promises';
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

/**
 * Asks for graphs of three instants that nobody asked for before, then each of their questions alone. Answers the middle one, as they
 * differ by chance. Fails: when one is no graph, or lacks something.
 */
export async function coldGraph(mesh: OpenMesh): Promise<ColdGraph> {
  // What starts up, such as reading the cluster, is not what a graph costs.
  await whole(await ask(mesh.url, `?windowSeconds=60&atEpochSeconds=${secondsAgo(30)}`));
  const all: ColdGraph[] = [];
  // Of instants that are over, so that nothing is read again meanwhile.
  for (const ago of [30, 60, 90]) all.push(await coldAt(mesh, secondsAgo(ago)));
  const ratio = ({ graph, slowest }: ColdGraph): number => graph / slowest;
  const [, middle] = all.toSorted((a, b) => ratio(a) - ratio(b));
  if (!middle) throw new Error('No graph was asked for.');
  return middle;
}

const secondsAgo = (seconds: number): number => Math.floor(Date.now() / 1000) - seconds;

async function coldAt({ url, prometheus, queries }: OpenMesh, instant: number): Promise<ColdGraph> {
  const before = queries().length;
  const begun = performance.now();
  const reply = await ask(url, `?windowSeconds=300&atEpochSeconds=${instant}`);
  const body = await reply.text();
  const taken = performance.now() - begun;
  const graph = graphIn(reply, body);
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

/** Of a window that was read already, from the request until the first byte, as the server itself tells. Units: ms, 95 of 100. */
export interface WarmGraphs {
  readonly others: number;
  /** Of types that are in use; mostly it is the first time that one is asked for of a reading. */
  readonly types: number;
  /** Of a type that nobody has asked for lately. */
  readonly seldom: number;
  readonly unchanged: number;
}

/**
 * Asks a running server for graphs of now, packed as browsers take them. The server is in use already: all that is measured was asked
 * once of another window. Fails: when an answer is no graph.
 */
export async function warmGraphs(server: string): Promise<WarmGraphs> {
  const timed = async (search: string, { window = 300, status = 200, headers = {} }: Timed = {}): Promise<number> => {
    const reply = await ask(server, `?windowSeconds=${window}${search}`, { ...asBrowsers, ...headers });
    await reply.arrayBuffer();
    if (reply.status !== status) throw new Error(`The graph answered ${reply.status} instead of ${status}.`);
    return toldBy(reply);
  };
  const each = async (all: readonly (() => Promise<number>)[]): Promise<number> => {
    const taken: number[] = [];
    for (const one of all) taken.push(await one());
    return quantile(0.95, taken);
  };
  const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
  // Who somebody is and may see is asked of the cluster once, with whatever they ask first.
  for (const { token } of people) await timed('', { headers: bearer(token) });
  for (const wish of ['', ...wishes]) await timed(wish, { window: 60 });
  await timed('');
  // At once: what the cluster says of people is asked anew after half a minute, and its answer is not ours to make quicker.
  const again = people.flatMap(({ token }) => [token, token, token]);
  const others = await each(again.map((token) => () => timed('', { headers: bearer(token) })));
  const types: number[] = [];
  for (const wish of Array.from({ length: 5 }, () => wishes).flat()) {
    await sleep(betweenClicksMs);
    types.push(await timed(wish));
  }
  const seldom = await timed('&services=true&operations=true');
  // Of an instant that is over: it stays the same meanwhile.
  const over = `&atEpochSeconds=${Math.floor(Date.now() / 1000) - 30}`;
  const first = await ask(server, `?windowSeconds=300${over}`, asBrowsers);
  await first.arrayBuffer();
  const known = { 'if-none-match': first.headers.get('etag') ?? '' };
  const unchanged = await each(again.map((token) => () => timed(over, { status: 304, headers: { ...bearer(token), ...known } })));
  return { others, types: quantile(0.95, types), seldom, unchanged };
}

/** Hurried people, at all times: while a reading comes, too, which is every fifteen seconds. */
const betweenClicksMs = 700;

interface Timed {
  readonly window?: number;
  readonly status?: number;
  readonly headers?: Record<string, string>;
}

const asBrowsers = { 'accept-encoding': 'gzip, deflate, br, zstd' };

function toldBy(reply: Response): number {
  const told = /total;dur=([\d.]+)/.exec(reply.headers.get('server-timing') ?? '')?.[1];
  if (told === undefined) throw new Error('The server does not tell how long it took.');
  return Number(told);
}

const namespaces = Array.from({ length: 12 }, (_, i) => `&namespace=team-${String(i).padStart(3, '0')}`);
/** The first two are what pages ask. */
const wishes = [
  '&gather=auto',
  '&gather=auto&open=group%3Anamespace%2Fteam-004',
  '&groupBy=service',
  '&groupBy=app',
  '&services=true',
  '&gather=namespace',
  '&idle=true',
  ...namespaces,
];

const ask = (server: string, search: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server}/api/v1/graph${search}`, { headers: { 'accept-encoding': 'identity', ...headers } });

async function whole(reply: Response): Promise<TrafficGraph> {
  return graphIn(reply, await reply.text());
}

function graphIn({ status }: Response, body: string): TrafficGraph {
  if (status !== 200) throw new Error(`The graph answered ${status}: ${body.slice(0, 300)}`);
  return TrafficGraph.parse(JSON.parse(body));
}

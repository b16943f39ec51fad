import { get } from 'node:http';
import { type OpenMesh, people } from './open-mesh.ts';

/** Questions to Prometheus for one new instant, while one page watches and while many do. */
export interface Watching {
  readonly one: number;
  readonly many: number;
}

/** How many pages watch at once. */
export const pages = 200;

/** Opens the event streams of pages, each of which asks for its graph whenever it hears of a new instant. Takes about a minute. */
export async function watching(mesh: OpenMesh): Promise<Watching> {
  return { one: await questionsOf(mesh, 1), many: await questionsOf(mesh, pages) };
}

async function questionsOf({ url, instants }: OpenMesh, count: number): Promise<number> {
  const closing = new AbortController();
  const all = Array.from({ length: count }, (_, i) => watch(url, people[i % people.length]?.token ?? '', closing.signal));
  try {
    // The first one may have been under way already.
    await Promise.all(all.map((page) => page.instants(1)));
    const before = instants().length;
    await Promise.all(all.map((page) => page.instants(2)));
    // On a busy machine another instant may have come meanwhile.
    const asked = instants().slice(before);
    return asked.length / new Set(asked).size;
  } finally {
    closing.abort();
    await Promise.all(all.map(({ over }) => over));
  }
}

/** One page. `instants` resolves when it has drawn so many new ones; it fails when the page was refused something. */
function watch(url: string, token: string, signal: AbortSignal) {
  const headers = { authorization: `Bearer ${token}` };
  const drawn: Promise<void>[] = [];
  const news = new EventTarget();
  const ask = () => answered(`${url}/api/v1/graph?windowSeconds=300`, headers);
  const listen = async (): Promise<void> => {
    await ask();
    const stream = await fetch(`${url}/api/v1/ticks`, { headers, signal });
    if (!stream.ok || !stream.body) throw new Error(`The event stream answered ${stream.status}.`);
    for await (const text of stream.body.pipeThrough(new TextDecoderStream()))
      for (const _ of text.matchAll(/"kind":"snapshot"/g)) {
        drawn.push(ask());
        news.dispatchEvent(new Event('drawn'));
      }
  };
  const listening = listen();
  const over = listening.catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  return {
    over,
    async instants(wanted: number): Promise<void> {
      while (drawn.length < wanted)
        await Promise.race([listening, new Promise((done) => news.addEventListener('drawn', done, { once: true }))]);
      await Promise.all(drawn.slice(0, wanted));
    },
  };
}

/** As a page asks, but lets the answer be: two hundred pages that unpack theirs would leave nothing for the server to run on. */
const answered = (url: string, headers: Readonly<Record<string, string>>): Promise<void> =>
  new Promise((done, fail) => {
    get(url, { headers: { ...headers, 'accept-encoding': 'br' } }, (reply) => {
      if (reply.statusCode !== 200) fail(new Error(`The graph answered ${reply.statusCode} to a page that watches.`));
      reply.resume().on('end', done).on('error', fail);
    }).on('error', fail);
  });

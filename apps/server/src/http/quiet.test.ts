import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { quietOf } from './quiet.ts';

/** A server whose rows count who waits, and answer when they are told to. */
async function serve() {
  const app = Fastify();
  const answer = Promise.withResolvers<string>();
  app.addHook('onRequest', async (_, reply) => quietOf(app).waits(reply));
  app.get('/slow', () => answer.promise);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { app, url, answer: () => answer.resolve('here'), [Symbol.asyncDispose]: () => app.close() };
}

const isQuiet = (next: Promise<void>): Promise<boolean> => Promise.race([next.then(() => true), sleep(20).then(() => false)]);

describe('a server is quiet', () => {
  it('while nobody waits for an answer', async () => {
    await using server = await serve();
    const reply = fetch(`${server.url}/slow`);
    await sleep(50);
    const next = quietOf(server.app).next(60_000);
    expect(await isQuiet(next)).toBe(false);
    server.answer();
    await (await reply).text();
    await next;
  });

  it('again when whoever waited is gone', async () => {
    await using server = await serve();
    const leaving = new AbortController();
    const reply = fetch(`${server.url}/slow`, { signal: leaving.signal });
    await sleep(50);
    leaving.abort();
    await expect(reply).rejects.toThrow('aborted');
    await quietOf(server.app).next(60_000);
    server.answer();
  });

  it('enough, where somebody always waits', async () => {
    await using server = await serve();
    const reply = fetch(`${server.url}/slow`);
    await sleep(50);
    await quietOf(server.app).next();
    server.answer();
    expect((await reply).status).toBe(200);
  });

  it('in each of its plugins alike', async () => {
    await using server = await serve();
    const app = Fastify();
    expect(quietOf({ server: server.app.server })).toBe(quietOf(server.app));
    expect(quietOf(app)).not.toBe(quietOf(server.app));
  });
});

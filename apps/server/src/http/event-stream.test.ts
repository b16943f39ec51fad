import { get, type IncomingMessage } from 'node:http';
import { endpoint } from '@vigla/contract/http';
import Fastify from 'fastify';
import { afterEach, expect, it } from 'vitest';
import * as z from 'zod';
import { fakeKeeper } from '../fakes/index.ts';
import { AppError } from './app-error.ts';
import { bindStream, type EventStream } from './event-stream.ts';
import { createGate } from './gate.ts';
import { onError } from './on-error.ts';
import { useZod } from './use-zod.ts';

const row = endpoint({
  method: 'GET',
  path: '/api/v1/events',
  access: 'signed-in',
  summary: '',
  kind: 'stream',
  response: z.object({ n: z.number() }),
  problems: ['too_many_requests'],
});
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function serve(full = false) {
  const opened = Promise.withResolvers<EventStream<{ n: number }>>();
  const app = Fastify();
  app.decorate('gate', createGate(fakeKeeper, { readOnly: false }));
  app.decorateRequest('identity', null);
  app.addHook('onRequest', async (_, reply) => void reply.header('x-from-a-hook', 'yes'));
  app.setErrorHandler(onError);
  useZod(app, { checkAnswers: true });
  bindStream(app, row, async (_, __, start) => {
    if (full) throw new AppError('too_many_requests', 'Full.');
    opened.resolve(start());
  });
  const url = `${await app.listen({ port: 0 })}/api/v1/events`;
  open.push(() => app.close());
  return { url, stream: opened.promise };
}

const connect = (url: string, headers: Record<string, string> = { 'x-test-user': 'anna' }) =>
  new Promise<IncomingMessage>((resolve, reject) => get(url, { headers, agent: false }, resolve).on('error', reject));
const firstOf = (reply: IncomingMessage) =>
  new Promise<string>((resolve) => reply.once('data', (data: Buffer) => resolve(data.toString())));
const endOf = (stream: EventStream<unknown>) => new Promise<void>((resolve) => stream.ended.addEventListener('abort', () => resolve()));

it('sends each event on a line of its own, with the headers of any answer', async () => {
  const { url, stream } = await serve();
  const reply = await connect(url);
  (await stream).send({ n: 1 });
  expect(await firstOf(reply)).toBe('data: {"n":1}\n\n');
  expect(reply.headers).toMatchObject({ 'content-type': 'text/event-stream; charset=utf-8', 'x-from-a-hook': 'yes' });
  expect(reply.headers['cache-control']).toContain('no-store');
  reply.destroy();
});

it('notices that its reader has gone', async () => {
  const { url, stream } = await serve();
  const reply = await connect(url);
  const ended = endOf(await stream);
  reply.destroy();
  await ended;
  expect(() => stream.then((gone) => gone.send({ n: 2 }))).not.toThrow();
});

it('ends when the server says so', async () => {
  const { url, stream } = await serve();
  const reply = await connect(url);
  const finished = new Promise((resolve) => reply.once('end', resolve));
  reply.resume();
  (await stream).end();
  await finished;
  expect((await stream).ended.aborted).toBe(true);
});

it('gives up on a reader that does not read', async () => {
  const { url, stream } = await serve();
  const reply = await connect(url);
  reply.pause();
  const opened = await stream;
  const ended = endOf(opened);
  const wide = { n: 1, ballast: 'x'.repeat(64 * 1024) };
  for (let i = 0; i < 1000 && !opened.ended.aborted; i++) {
    opened.send(wide);
    if (i % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await ended;
  expect(opened.ended.aborted).toBe(true);
  reply.destroy();
});

it('is refused before it opens to nobody known, and when there are too many', async () => {
  expect((await connect((await serve()).url, {})).statusCode).toBe(401);
  expect((await connect((await serve(true)).url)).statusCode).toBe(429);
});

import { endpoint } from '@vigla/contract/http';
import { Problem } from '@vigla/contract/problem';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { fakeKeeper } from '../fakes/index.ts';
import { bind } from './bind.ts';
import { createGate } from './gate.ts';
import { onError } from './on-error.ts';
import { useZod } from './use-zod.ts';

const row = { summary: '', response: z.object({ who: z.string() }), problems: [] } as const;
const readRow = endpoint({ ...row, method: 'GET', path: '/api/v1/read', access: 'signed-in' });
const publicRow = endpoint({ ...row, method: 'POST', path: '/api/v1/public', access: 'public' });
const writeRow = endpoint({ ...row, method: 'PUT', path: '/api/v1/write', access: 'write' });

interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: 'read' | 'public' | 'write';
  readonly headers?: Record<string, string>;
  readonly readOnly?: boolean;
}

async function ask({ method, path, headers = {}, readOnly = false }: Asked) {
  const app = Fastify();
  app.decorate('gate', createGate(fakeKeeper, { readOnly }));
  app.decorateRequest('identity', null);
  app.setErrorHandler(onError);
  useZod(app, { checkAnswers: true });
  bind(app, readRow, async (_, { identity }) => ({ who: identity.person.username }));
  bind(app, publicRow, async () => ({ who: 'anybody' }));
  bind(app, writeRow, async (_, { identity }) => ({ who: identity.person.username }));
  const reply = await app.inject({ method, url: `/api/v1/${path}`, headers: { host: 'vigla.example:8080', ...headers } });
  return { status: reply.statusCode, body: reply.json<unknown>() };
}

const anna = { 'x-test-user': 'anna' };
const signed = { ...anna, 'x-vigla-csrf': 'csrf-of-anna' };
const nobody = { 'x-vigla-csrf': 'csrf-of-nobody' };
const read = (headers: Record<string, string> = {}, readOnly = false): Asked => ({ method: 'GET', path: 'read', headers, readOnly });
const write = (headers: Record<string, string>, readOnly = false): Asked => ({ method: 'PUT', path: 'write', headers, readOnly });
const from = (origin: string): Asked => write({ ...signed, origin });

describe('the gate', () => {
  it.each<[because: string, asked: Asked, who: string]>([
    ['a known caller reads', read(anna), 'anna'],
    ['a reader comes from another site, since reading is harmless', read({ ...anna, origin: 'https://evil.example' }), 'anna'],
    ['a known caller reads from a read-only server', read(anna, true), 'anna'],
    ['a known caller writes with a tool that sends no origin', write(signed), 'anna'],
    ['a known caller writes from our own page', from('http://vigla.example:8080'), 'anna'],
    ['a public row that changes something has a csrf value', { method: 'POST', path: 'public', headers: nobody }, 'anybody'],
  ])('opens when %s', async (_, asked, who) => {
    expect(await ask(asked)).toEqual({ status: 200, body: { who } });
  });

  it.each<[because: string, asked: Asked, status: number, code: Problem['code']]>([
    ['nobody known reads', read(), 401, 'not_signed_in'],
    ['nobody known writes', write(nobody), 401, 'not_signed_in'],
    ['a writer has no csrf value', write(anna), 403, 'wrong_origin'],
    ["a writer has somebody else's csrf value", write({ ...anna, 'x-vigla-csrf': 'csrf-of-bert' }), 403, 'wrong_origin'],
    ['a writer has a csrf value of another length', write({ ...anna, 'x-vigla-csrf': 'c' }), 403, 'wrong_origin'],
    ['a write comes from another site', from('https://evil.example'), 403, 'wrong_origin'],
    ['a write comes from another port', from('http://vigla.example:9999'), 403, 'wrong_origin'],
    ['a write comes from a sibling name', from('http://blog.vigla.example:8080'), 403, 'wrong_origin'],
    ['a write comes from a sandboxed page', from('null'), 403, 'wrong_origin'],
    ['a write comes from what is no origin', from('vigla.example:8080'), 403, 'wrong_origin'],
    ['a public row that changes something has no csrf value', { method: 'POST', path: 'public' }, 403, 'wrong_origin'],
    ['a known caller writes to a read-only server', write(signed, true), 403, 'read_only'],
    ['nobody known writes to a read-only server', write(nobody, true), 401, 'not_signed_in'],
  ])('stays shut when %s', async (_, asked, status, code) => {
    const answer = await ask(asked);
    expect(answer.status).toBe(status);
    expect(Problem.parse(answer.body)).toMatchObject({ code, reference: expect.stringMatching(/^[0-9a-f]{10}$/) });
  });
});

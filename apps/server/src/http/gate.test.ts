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

async function ask(method: 'GET' | 'POST' | 'PUT', url: string, headers: Record<string, string> = {}, readOnly = false) {
  const app = Fastify();
  app.decorate('gate', createGate(fakeKeeper, { readOnly }));
  app.decorateRequest('identity', null);
  app.setErrorHandler(onError);
  useZod(app, { checkAnswers: true });
  bind(app, readRow, async (_, { identity }) => ({ who: identity.person.username }));
  bind(app, publicRow, async () => ({ who: 'anybody' }));
  bind(app, writeRow, async (_, { identity }) => ({ who: identity.person.username }));
  const reply = await app.inject({ method, url, headers: { host: 'vigla.example:8080', ...headers } });
  return { status: reply.statusCode, body: reply.json<unknown>() };
}

const anna = { 'x-test-user': 'anna' };
const token = { 'x-vigla-csrf': 'csrf-of-anna' };

describe('the gate', () => {
  it.each<[because: string, answer: Promise<{ status: number; body: unknown }>, status: number, code?: Problem['code']]>([
    ['a known caller reads', ask('GET', '/api/v1/read', anna), 200],
    [
      'a reader comes from another site, since reading is harmless',
      ask('GET', '/api/v1/read', { ...anna, origin: 'https://evil.example' }),
      200,
    ],
    ['nobody known reads', ask('GET', '/api/v1/read'), 401, 'not_signed_in'],
    ['a known caller writes', ask('PUT', '/api/v1/write', { ...anna, ...token }), 200],
    [
      'a known caller writes from our own page',
      ask('PUT', '/api/v1/write', { ...anna, ...token, origin: 'http://vigla.example:8080' }),
      200,
    ],
    ['nobody known writes', ask('PUT', '/api/v1/write', { 'x-vigla-csrf': 'csrf-of-nobody' }), 401, 'not_signed_in'],
    ['a writer has no csrf value', ask('PUT', '/api/v1/write', anna), 403, 'wrong_origin'],
    [
      "a writer has somebody else's csrf value",
      ask('PUT', '/api/v1/write', { ...anna, 'x-vigla-csrf': 'csrf-of-bert' }),
      403,
      'wrong_origin',
    ],
    ['a writer has a csrf value of another length', ask('PUT', '/api/v1/write', { ...anna, 'x-vigla-csrf': 'c' }), 403, 'wrong_origin'],
    [
      'a write comes from another site',
      ask('PUT', '/api/v1/write', { ...anna, ...token, origin: 'https://evil.example' }),
      403,
      'wrong_origin',
    ],
    [
      'a write comes from another port',
      ask('PUT', '/api/v1/write', { ...anna, ...token, origin: 'http://vigla.example:9999' }),
      403,
      'wrong_origin',
    ],
    [
      'a write comes from a sibling name',
      ask('PUT', '/api/v1/write', { ...anna, ...token, origin: 'http://blog.vigla.example:8080' }),
      403,
      'wrong_origin',
    ],
    ['a write comes from a page without origin', ask('PUT', '/api/v1/write', { ...anna, ...token, origin: 'null' }), 403, 'wrong_origin'],
    ['a public row that changes something has no csrf value', ask('POST', '/api/v1/public'), 403, 'wrong_origin'],
    ['a public row that changes something has one', ask('POST', '/api/v1/public', { 'x-vigla-csrf': 'csrf-of-nobody' }), 200],
    ['a known caller writes to a read-only server', ask('PUT', '/api/v1/write', { ...anna, ...token }, true), 403, 'read_only'],
    [
      'nobody known writes to a read-only server',
      ask('PUT', '/api/v1/write', { 'x-vigla-csrf': 'csrf-of-nobody' }, true),
      401,
      'not_signed_in',
    ],
    ['a known caller reads from a read-only server', ask('GET', '/api/v1/read', anna, true), 200],
  ])('when %s', async (_, answer, status, code) => {
    const { status: actual, body } = await answer;
    expect(actual).toBe(status);
    if (code) expect(Problem.parse(body)).toMatchObject({ code, reference: expect.stringMatching(/^[0-9a-f]{10}$/) });
    else expect(body).toHaveProperty('who');
  });
});

import { getSession, type Person, Session } from '@vigla/contract/session';
import { at } from '@vigla/contract/units';
import Fastify from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError, bind, createGate, type Credentials, onError, useZod } from '../http/index.ts';
import { endpoint } from '@vigla/contract/http';
import * as z from 'zod';
import { sessionRoutes } from './routes.ts';
import { createSessions, type SessionOptions } from './sessions.ts';

const people: Readonly<Record<string, Person>> = {
  'vera-token': { username: 'vera', groups: ['dev'] },
  'adam-token': { username: 'adam', groups: ['ops'] },
  'lab-viewer': { username: 'viewer', groups: ['mesh:viewers'] },
};
const personas = [
  { id: 'viewer', username: 'viewer', groups: ['mesh:viewers'], token: 'lab-viewer' },
  { id: 'admin', username: 'admin', groups: [], token: 'lab-admin' },
];

/** A row behind the gate that says who came through. */
const whoAmI = endpoint({
  method: 'PUT',
  path: '/api/v1/who',
  access: 'write',
  summary: 'Says who asks.',
  response: z.object({ username: z.string(), key: z.string() }),
  problems: [],
});

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const app of opened.splice(0)) await app.close();
});

function world(options: Partial<SessionOptions> = {}) {
  const cluster = {
    asked: [] as Credentials[],
    answer: (credentials: Credentials): Person | null =>
      credentials.way === 'local' ? { username: 'kube-admin', groups: [] } : (people[credentials.token] ?? null),
  };
  const clock = { now: 1_000_000 };
  const whoIs = async (credentials: Credentials) => {
    cluster.asked.push(credentials);
    return cluster.answer(credentials);
  };
  const sessions = createSessions({
    kubernetes: { whoIs },
    now: () => at(clock.now),
    secrets: ['first secret'],
    local: false,
    personas: null,
    readOnly: false,
    ...options,
  });
  const app = Fastify();
  opened.push(app);
  app.decorate('gate', createGate(sessions, { readOnly: false }));
  app.decorateRequest('identity', null);
  app.setErrorHandler(onError);
  useZod(app, { checkAnswers: true });
  sessionRoutes(app, sessions);
  bind(app, whoAmI, async (_, { identity }) => ({ username: identity.person.username, key: identity.key }));
  return { app, cluster, clock, sessions };
}

type World = ReturnType<typeof world>;
interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly cookies: readonly { name: string; value: string; [attribute: string]: unknown }[];
}

/** A browser: keeps cookies, and the csrf value of the last session it was told. */
function browser({ app }: Pick<World, 'app'>) {
  const jar: Record<string, string> = {};
  let csrf = '';
  const send = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
    headers: Record<string, string> = {},
  ): Promise<Reply> => {
    const reply = await app.inject({
      method,
      url,
      cookies: jar,
      headers: { host: 'localhost:8080', 'x-vigla-csrf': csrf, ...headers },
      ...(payload && { payload }),
    });
    for (const { name, value } of reply.cookies) {
      if (value === '') delete jar[name];
      else jar[name] = value;
    }
    const body: unknown = reply.json();
    const told = Session.safeParse(body);
    if (told.success) csrf = told.data.csrf;
    return { status: reply.statusCode, body, cookies: reply.cookies };
  };
  const me = async () => Session.parse((await send('GET', getSession.path)).body);
  return {
    jar,
    send,
    me,
    signIn: async (token: string) => {
      await me();
      return send('POST', '/api/v1/session', { token });
    },
    who: () => send('PUT', '/api/v1/who'),
  };
}

describe('signing in with a token', () => {
  it('keeps it sealed in a cookie that scripts and other sites cannot use', async () => {
    const { signIn, who, jar } = browser(world());
    const { status, body, cookies } = await signIn('vera-token');
    expect(status).toBe(200);
    expect(body).toMatchObject({ person: { username: 'vera', groups: ['dev'] }, way: 'token', ways: ['token'], demo: false });
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict', path: '/' }]);
    expect(Object.values(jar).join()).not.toContain('vera');
    expect(Buffer.from(Object.values(jar).join(), 'base64url').toString('latin1')).not.toContain('vera');
    expect(await who()).toMatchObject({ status: 200, body: { username: 'vera' } });
  });

  it.each<[because: string, token: string, status: number, code: string]>([
    ['the cluster does not know it', 'made-up', 401, 'not_signed_in'],
    ['it would break out of its header', 'vera-token\r\nImpersonate-User: admin', 400, 'invalid_request'],
    ['it is two words', 'vera token', 400, 'invalid_request'],
    ['it is blank', '   ', 400, 'invalid_request'],
  ])('is refused when %s', async (_, token, status, code) => {
    const { signIn, who } = browser(world());
    expect(await signIn(token)).toMatchObject({ status, body: { code } });
    expect(await who()).toMatchObject({ status: 401 });
  });

  it('takes a token with the word Bearer before it', async () => {
    expect(await browser(world()).signIn('Bearer vera-token')).toMatchObject({ body: { person: { username: 'vera' } } });
  });

  it('keeps a token of several thousand characters in pieces, and clears them all', async () => {
    const long = 'x'.repeat(7000);
    const here = world();
    here.cluster.answer = (credentials) =>
      credentials.way === 'token' && credentials.token === long ? { username: 'oidc', groups: [] } : null;
    const { signIn, who, jar, send } = browser(here);
    await signIn(long);
    expect(Object.keys(jar)).toHaveLength(3);
    expect(Object.values(jar).every((value) => value.length < 4000)).toBe(true);
    expect(await who()).toMatchObject({ body: { username: 'oidc' } });
    await send('DELETE', '/api/v1/session');
    expect(jar).toEqual({});
  });

  it('says so when a token is too long for a cookie', async () => {
    const here = world();
    here.cluster.answer = () => ({ username: 'oidc', groups: [] });
    expect(await browser(here).signIn('x'.repeat(16_000))).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', detail: expect.stringContaining('too long') },
    });
  });
});

describe('a session', () => {
  it.each<[because: string, spoil: (cookie: string, here: World) => string | Promise<string>]>([
    ['one character was changed', (cookie) => `${cookie.slice(0, 40)}${cookie[40] === 'A' ? 'B' : 'A'}${cookie.slice(41)}`],
    ['it was cut', (cookie) => cookie.slice(0, -6)],
    [
      'its version is another',
      (cookie) => Buffer.concat([Buffer.of(2), Buffer.from(cookie, 'base64url').subarray(1)]).toString('base64url'),
    ],
    ['it is empty', () => ''],
    ['it is not base64', () => '%%%'],
    ['it has run out', (cookie, { clock }) => ((clock.now += 12 * 3600), cookie)],
    ['the cluster no longer accepts its token', (cookie, { cluster, clock }) => ((cluster.answer = () => null), (clock.now += 61), cookie)],
    [
      'it was sealed by somebody else',
      async () => {
        const stranger = browser(world({ secrets: ['another secret'] }));
        await stranger.signIn('adam-token');
        return Object.values(stranger.jar).join('');
      },
    ],
  ])('is none when %s', async (_, spoil) => {
    const here = world();
    const { signIn, who, jar } = browser(here);
    await signIn('vera-token');
    const [name = ''] = Object.keys(jar);
    const shown = async () => (await browser(here).send('GET', getSession.path, undefined, { cookie: `${name}=${jar[name]}` })).body;
    expect(await shown()).toMatchObject({ person: { username: 'vera' } });
    jar[name] = await spoil(jar[name] ?? '', here);
    expect(await shown()).toMatchObject({ person: null, way: null });
    expect(await who()).not.toMatchObject({ status: 200 });
  });

  it('is still good a second before it runs out', async () => {
    const { app, clock } = world();
    const { signIn, who } = browser({ app });
    await signIn('vera-token');
    clock.now += 12 * 3600 - 1;
    expect(await who()).toMatchObject({ status: 200 });
  });

  it('outlives a change of the secret, and moves to the new one', async () => {
    const old = world({ secrets: ['old'] });
    const { signIn, jar } = browser(old);
    await signIn('vera-token');
    const both = browser(world({ secrets: ['new', 'old'] }));
    Object.assign(both.jar, jar);
    expect((await both.me()).person?.username).toBe('vera');
    const onlyNew = browser(world({ secrets: ['new'] }));
    Object.assign(onlyNew.jar, both.jar);
    expect((await onlyNew.me()).person?.username).toBe('vera');
    const stale = browser(world({ secrets: ['new'] }));
    Object.assign(stale.jar, jar);
    expect((await stale.me()).person).toBeNull();
  });

  it('is worth nothing after signing out, even to who copied the cookie', async () => {
    const here = world();
    const victim = browser(here);
    await victim.signIn('vera-token');
    const thief = browser(here);
    Object.assign(thief.jar, victim.jar);
    expect((await thief.me()).person?.username).toBe('vera');
    expect((await victim.send('DELETE', '/api/v1/session')).body).toMatchObject({ person: null });
    expect((await thief.me()).person).toBeNull();
  });

  it('ends where a new one begins', async () => {
    const here = world();
    const { signIn, jar, me } = browser(here);
    await signIn('vera-token');
    const before = { ...jar };
    await signIn('adam-token');
    expect((await me()).person?.username).toBe('adam');
    const old = browser(here);
    Object.assign(old.jar, before);
    expect((await old.me()).person).toBeNull();
  });

  it('goes on while the cluster is silent, as the person it was opened by', async () => {
    const { app, cluster, clock } = world();
    const { signIn, who } = browser({ app });
    await signIn('vera-token');
    cluster.answer = () => {
      throw new AppError('source_unavailable', 'down');
    };
    clock.now += 3600;
    expect(await who()).toMatchObject({ status: 200, body: { username: 'vera' } });
  });

  it('asks the cluster about its token once a minute at most', async () => {
    const { app, cluster, clock } = world();
    const { signIn, who } = browser({ app });
    await signIn('vera-token');
    for (let request = 0; request < 5; request += 1) await who();
    expect(cluster.asked).toHaveLength(2);
    clock.now += 61;
    await who();
    expect(cluster.asked).toHaveLength(3);
  });

  it('never mixes up two people, however their requests interleave', async () => {
    const here = world();
    const [vera, adam] = [browser(here), browser(here)];
    await vera.signIn('vera-token');
    await adam.signIn('adam-token');
    const replies = await Promise.all(Array.from({ length: 200 }, (_, turn) => (turn % 2 === 0 ? vera : adam).who()));
    expect(replies.map(({ body }) => z.object({ username: z.string() }).parse(body).username)).toEqual(
      replies.map((_, turn) => (turn % 2 === 0 ? 'vera' : 'adam')),
    );
    const keys = new Set(replies.map(({ body }) => z.object({ key: z.string() }).parse(body).key));
    expect(keys.size).toBe(2);
    expect([...keys].join()).not.toMatch(/vera|adam|token/);
  });
});

describe('the csrf value', () => {
  it.each<[because: string, headers: Record<string, string>, status: number]>([
    ['it is missing', { 'x-vigla-csrf': '' }, 403],
    ['it is made up', { 'x-vigla-csrf': 'x'.repeat(43) }, 403],
    ['the page is of another site', { origin: 'https://evil.example' }, 403],
    ['the page is of a sibling', { origin: 'http://evil.localhost:8080' }, 403],
    ['all is well', { origin: 'http://localhost:8080' }, 200],
  ])('decides about a write when %s', async (_, headers, status) => {
    const { signIn, send } = browser(world());
    await signIn('vera-token');
    expect(await send('PUT', '/api/v1/who', undefined, headers)).toMatchObject({ status });
  });

  it('is needed to sign in, and another one afterwards', async () => {
    const { signIn, send, me } = browser(world());
    expect(await send('POST', '/api/v1/session', { token: 'vera-token' }, { 'x-vigla-csrf': '' })).toMatchObject({
      status: 403,
      body: { code: 'wrong_origin' },
    });
    const { csrf: before } = await me();
    await signIn('vera-token');
    expect((await me()).csrf).not.toBe(before);
    expect(await send('PUT', '/api/v1/who', undefined, { 'x-vigla-csrf': before })).toMatchObject({ status: 403 });
  });

  it('of one person is of no use to another', async () => {
    const here = world();
    const [vera, adam] = [browser(here), browser(here)];
    await vera.signIn('vera-token');
    await adam.signIn('adam-token');
    expect(await adam.send('PUT', '/api/v1/who', undefined, { 'x-vigla-csrf': (await vera.me()).csrf })).toMatchObject({ status: 403 });
  });
});

describe('a proxy that sends the token of its user along', () => {
  const asUser = (here: World, headers: Record<string, string>) => {
    const { send } = browser(here);
    return {
      me: () => send('GET', getSession.path, undefined, headers),
      who: async () => {
        const { csrf } = Session.parse((await send('GET', getSession.path, undefined, headers)).body);
        return send('PUT', '/api/v1/who', undefined, { ...headers, 'x-vigla-csrf': csrf });
      },
    };
  };

  it('is believed as far as the cluster believes the token', async () => {
    const here = world({ local: true });
    expect(await asUser(here, { authorization: 'Bearer vera-token' }).who()).toMatchObject({ status: 200, body: { username: 'vera' } });
    expect((await asUser(here, { authorization: 'Bearer made-up' }).me()).body).toMatchObject({ person: null });
    expect((await asUser(here, { authorization: 'Basic dmVyYTp4' }).me()).body).toMatchObject({ person: null });
    expect((await asUser(here, { authorization: 'Bearer ' }).me()).body).toMatchObject({ person: null });
  });

  it('passes on whom its user impersonates, as a person of their own', async () => {
    const here = world();
    here.cluster.answer = (credentials) =>
      credentials.way === 'token' && credentials.impersonate
        ? { username: credentials.impersonate.user, groups: [...credentials.impersonate.groups] }
        : { username: 'vera', groups: [] };
    const plain = await asUser(here, { authorization: 'Bearer vera-token' }).who();
    const acting = await asUser(here, { authorization: 'Bearer vera-token', 'impersonate-user': 'eddy', 'impersonate-group': 'dev' }).who();
    expect(acting).toMatchObject({ status: 200, body: { username: 'eddy' } });
    expect(here.cluster.asked).toContainEqual({ way: 'token', token: 'vera-token', impersonate: { user: 'eddy', groups: ['dev'] } });
    expect(acting.body).not.toMatchObject({ key: z.object({ key: z.string() }).parse(plain.body).key });
  });

  it.each<[because: string, headers: Record<string, string>]>([
    ['only a group is named', { 'impersonate-group': 'system:masters' }],
    ['a uid is named', { 'impersonate-user': 'eddy', 'impersonate-uid': '7' }],
    ['scopes are named', { 'impersonate-user': 'eddy', 'impersonate-extra-scopes': 'user:info' }],
  ])('is refused an impersonation that could only be passed on in part: %s', async (_, headers) => {
    expect(await asUser(world(), { authorization: 'Bearer vera-token', ...headers }).me()).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });

  it('cannot impersonate without a token', async () => {
    const { who, cluster } = { ...asUser(world({ local: true }), { 'impersonate-user': 'admin' }), cluster: null };
    expect(cluster).toBeNull();
    expect(await who()).toMatchObject({ body: { username: 'kube-admin' } });
  });
});

describe('a server for one person on their own machine', () => {
  it('acts with the credentials of the kubeconfig until somebody signs in, and again after they have left', async () => {
    const { me, signIn, send, who } = browser(world({ local: true }));
    expect(await me()).toMatchObject({ person: { username: 'kube-admin' }, way: 'local', ways: ['local', 'token'] });
    expect(await who()).toMatchObject({ body: { username: 'kube-admin' } });
    await signIn('vera-token');
    expect(await me()).toMatchObject({ person: { username: 'vera' }, way: 'token' });
    expect((await send('DELETE', '/api/v1/session')).body).toMatchObject({ person: { username: 'kube-admin' }, way: 'local' });
    expect(await who()).toMatchObject({ body: { username: 'kube-admin' } });
  });

  it('opens although the cluster is silent', async () => {
    const here = world({ local: true });
    here.cluster.answer = () => {
      throw new AppError('source_timeout', 'slow');
    };
    expect(await browser(here).me()).toMatchObject({ way: 'local', person: { username: expect.stringContaining('does not answer') } });
  });

  it('lets nobody in when the kubeconfig is refused', async () => {
    const here = world({ local: true });
    here.cluster.answer = () => null;
    expect(await browser(here).me()).toMatchObject({ way: null, person: null });
  });
});

describe('the people of the demo', () => {
  it('can be changed into, and are told apart', async () => {
    const { me, send, who } = browser(world({ local: true, personas }));
    expect(await me()).toMatchObject({
      demo: true,
      personas: [
        { id: 'viewer', current: false },
        { id: 'admin', current: false },
      ],
    });
    expect((await send('PUT', '/api/v1/session/persona', { persona: 'viewer' })).body).toMatchObject({
      person: { username: 'viewer' },
      way: 'token',
      personas: [
        { id: 'viewer', current: true },
        { id: 'admin', current: false },
      ],
    });
    expect(await who()).toMatchObject({ body: { username: 'viewer' } });
  });

  it('are no more than there are', async () => {
    const { me, send } = browser(world({ personas }));
    await me();
    expect(await send('PUT', '/api/v1/session/persona', { persona: 'root' })).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('are nowhere but in the demo', async () => {
    const { me, send } = browser(world());
    expect(await me()).toMatchObject({ demo: false, personas: [] });
    expect(await send('PUT', '/api/v1/session/persona', { persona: 'viewer' })).toMatchObject({
      status: 501,
      body: { code: 'not_configured' },
    });
  });
});

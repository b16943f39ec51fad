import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Persona } from '../access/persona.ts';
import { admin, editor, viewer } from '../trial.ts';
import { type KubectlTrial, minor, needKubectl, ratings, startKubectlTrial } from './kubectl-trial.ts';

let trial: KubectlTrial;

beforeEach(needKubectl);
beforeAll(async () => {
  trial = await startKubectlTrial();
});
afterAll(() => trial?.[Symbol.asyncDispose]());

const run = (as: Persona, ...args: readonly string[]) => trial.run({ as }, ...args);
const canI = async (as: Persona, ...args: readonly string[]) => (await run(as, 'auth', 'can-i', ...args)).out.trim();
const vs = 'virtualservices.networking.istio.io';

it.each<[as: string, may: string, person: Persona, args: readonly string[], answer: string]>([
  ['admin', 'write anywhere', admin, ['create', vs, '-n', 'default'], 'yes'],
  ['admin', 'do everything', admin, ['*', '*', '--all-namespaces'], 'yes'],
  ['admin', 'read any path', admin, ['get', '/metrics'], 'yes'],
  ['viewer', 'write', viewer, ['create', vs, '-n', 'bookinfo'], 'no'],
  ['viewer', 'read secrets', viewer, ['get', 'secrets', '-n', 'default'], 'yes'],
  ['viewer', 'list namespaces', viewer, ['list', 'namespaces'], 'yes'],
  ['viewer', 'read any path', viewer, ['get', '/metrics'], 'no'],
  ['viewer', 'read the version', viewer, ['get', '/version'], 'yes'],
  ['viewer', 'act as others', viewer, ['impersonate', 'users'], 'no'],
  ['editor', 'write at home', editor, ['create', vs, '-n', 'bookinfo'], 'yes'],
  ['editor', 'write elsewhere', editor, ['create', vs, '-n', 'default'], 'no'],
  ['editor', 'write other groups at home', editor, ['create', 'deployments.apps', '-n', 'bookinfo'], 'no'],
  ['editor', 'read logs at home', editor, ['get', 'pods', '--subresource=log', '-n', 'bookinfo'], 'yes'],
  ['editor', 'list namespaces', editor, ['list', 'namespaces'], 'no'],
])('tells the %s whether they may %s', async (_, __, person, args, answer) => {
  expect(await canI(person, ...args)).toBe(answer);
});

describe('somebody who asks', () => {
  it('is told all they may do in a namespace', async () => {
    const home = (await run(editor, 'auth', 'can-i', '--list', '-n', 'bookinfo')).out;
    expect(home).toMatch(/\*\.networking\.istio\.io\s+\[\]\s+\[\]\s+\[create update patch delete\]/);
    expect(home).toMatch(/selfsubject(?:access)?reviews\.auth/);
    expect(home).toMatch(/\[\/version\/?\]\s+\[\]\s+\[get\]/);
    expect((await run(editor, 'auth', 'can-i', '--list', '-n', 'default')).out).not.toContain('networking.istio.io');
  });

  it.skipIf(minor < 27)('is told who they are', async () => {
    expect((await run(viewer, 'auth', 'whoami', '-o', 'json')).out).toContain('"username": "viewer@lab"');
    expect((await run(admin, 'auth', 'whoami', '--as=ann', '--as-group=web', '-o', 'jsonpath={.status.userInfo.groups}')).out).toBe(
      '["web","system:authenticated"]',
    );
  });

  it('may act as others only with the right to', async () => {
    const asEditor = ['--as=editor@lab', '--as-group=lab:editors'];
    expect(await canI(admin, 'create', vs, '-n', 'bookinfo', ...asEditor)).toBe('yes');
    expect(await canI(admin, 'create', vs, '-n', 'default', ...asEditor)).toBe('no');
    expect((await run(viewer, 'get', 'vs', '-n', 'bookinfo', '--as=editor@lab')).err).toContain(
      'users "editor@lab" is forbidden: User "viewer@lab" cannot impersonate resource "users" in API group "" at the cluster scope',
    );
  });

  it('gets a right with its binding, and loses it again', async () => {
    expect(await canI(admin, 'list', 'pods', '-n', 'default', '--as=newcomer')).toBe('no');
    expect((await run(admin, 'create', 'rolebinding', 'welcome', '-n', 'default', '--clusterrole=read', '--user=newcomer')).code).toBe(0);
    expect(await canI(admin, 'list', 'pods', '-n', 'default', '--as=newcomer')).toBe('yes');
    await run(admin, 'delete', 'rolebinding', 'welcome', '-n', 'default');
    expect(await canI(admin, 'list', 'pods', '-n', 'default', '--as=newcomer')).toBe('no');
  });
});

describe('somebody who may not', () => {
  it('is refused with the right that is missing', async () => {
    const path = await trial.file('not-mine.json', ratings('not-mine'));
    expect((await run(viewer, 'apply', '-f', path)).err).toContain(
      'User "viewer@lab" cannot create resource "destinationrules" in API group "networking.istio.io" in the namespace "bookinfo"',
    );
    expect((await run(editor, 'get', 'vs', '-A')).err).toContain('at the cluster scope');
    expect((await run(editor, 'delete', 'namespace', 'bookinfo')).err).toContain('cannot delete resource "namespaces"');
    expect((await run(viewer, 'label', 'vs', 'reviews', '-n', 'bookinfo', 'a=b')).err).toContain('cannot patch resource "virtualservices"');
  });

  it('is not known with a wrong token', async () => {
    const { err, code } = await trial.run({ as: { ...viewer, id: 'viewer' } }, 'get', 'ns', '--token=wrong');
    expect(code).toBe(1);
    expect(err).toContain('You must be logged in to the server (Unauthorized)');
  });
});

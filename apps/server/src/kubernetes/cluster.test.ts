import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCluster } from './cluster.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const vera = { way: 'token', token: 'vera-token' } as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigla-cluster-'));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
async function kubeconfig(user: object, cluster: object = {}) {
  files += 1;
  const file = join(folder, `config-${files}`);
  const content = {
    clusters: [{ name: 'c', cluster: { server: 'https://cluster.example:6443/', ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  };
  await writeFile(file, JSON.stringify(content));
  return file;
}
const open = async (user: object, cluster?: object) => openCluster({ kubeconfig: await kubeconfig(user, cluster), context: null });

describe('a kubeconfig', () => {
  it.each<[because: string, text: string | null, context: string | null, says: RegExp]>([
    ['there is none', null, null, /Cannot read .*ENOENT/],
    ['it is no YAML', '{ "clusters": [', null, /Cannot read/],
    ['it is empty', '', null, /Cannot read|names no cluster/],
    ['it names no cluster', '{"clusters":[],"users":[],"contexts":[]}', null, /names no cluster/],
    [
      'the context is not in it',
      '{"clusters":[],"users":[],"contexts":[{"name":"prod","context":{"cluster":"c","user":"u"}}]}',
      'prdo',
      /no context "prdo" .* It has: prod\./,
    ],
  ])('is refused in one sentence when %s', async (_, text, context, says) => {
    const file = join(folder, `broken-${(files += 1)}`);
    if (text !== null) await writeFile(file, text);
    await expect(openCluster({ kubeconfig: file, context })).rejects.toThrow(says);
  });

  it.each<[because: string, server: string, says: RegExp]>([
    ['tokens would travel in the clear', 'http://cluster.example:8080', /is not https/],
    ['it is no URL', 'cluster', /is not a URL/],
    ['it carries a password', 'https://me:hunter2@cluster.example', /user name in its URL/],
  ])('is refused when its server cannot be used: %s', async (_, server, says) => {
    const failure = await open({ token: 't' }, { server }).then(() => '', String);
    expect(failure).toMatch(says);
    expect(failure).not.toContain('hunter2');
  });

  it('may lead through kubectl proxy on this machine', async () => {
    const cluster = await open({}, { server: 'http://127.0.0.1:8001' });
    expect((await cluster.passage({ way: 'local' })).headers).toEqual({});
    cluster.close();
  });
});

describe('the credentials of a request', () => {
  it('are those of the kubeconfig for the server, and of nobody else for a caller', async () => {
    const cluster = await open({ token: 'server-token', username: 'ignored', as: 'somebody' });
    expect((await cluster.passage({ way: 'local' })).headers).toMatchObject({ authorization: 'Bearer server-token' });
    expect((await cluster.passage(vera)).headers).toEqual({ authorization: 'Bearer vera-token' });
    expect((await cluster.passage({ ...vera, impersonate: { user: 'eddy', groups: ['dev', 'a, b'] } })).headers).toEqual({
      authorization: 'Bearer vera-token',
      'impersonate-user': 'eddy',
      'impersonate-group': ['dev', 'a, b'],
    });
    cluster.close();
  });

  it('never share a connection that shows the certificate of the kubeconfig', async () => {
    const cluster = await open({ 'client-certificate-data': base64('cert'), 'client-key-data': base64('key') });
    const [own, again, hers] = await Promise.all([
      cluster.passage({ way: 'local' }),
      cluster.passage({ way: 'local' }),
      cluster.passage(vera),
    ]);
    expect(again.dispatcher).toBe(own.dispatcher);
    expect(hers.dispatcher).not.toBe(own.dispatcher);
    cluster.close();
  });

  it('may come from a file, whose last line break is no part of it', async () => {
    const file = join(folder, 'token');
    await writeFile(file, 'from-file\n');
    const cluster = await open({ 'auth-provider': { name: 'tokenFile', config: { tokenFile: file } } });
    expect((await cluster.passage({ way: 'local' })).headers).toEqual({ authorization: 'Bearer from-file' });
    cluster.close();
  });

  it('may come from a helper program', async () => {
    const script = `console.log(JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token: 'from-helper' } }))`;
    const cluster = await open({
      exec: { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: ['-e', script] },
    });
    expect((await cluster.passage({ way: 'local' })).headers).toEqual({ authorization: 'Bearer from-helper' });
    cluster.close();
  });

  it('fail when the helper program does, and leave callers with tokens alone', async () => {
    const cluster = await open({
      exec: { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: ['-e', 'process.exit(3)'] },
    });
    await expect(cluster.passage({ way: 'local' })).rejects.toBeInstanceOf(Error);
    expect((await cluster.passage(vera)).headers).toEqual({ authorization: 'Bearer vera-token' });
    cluster.close();
  });
});

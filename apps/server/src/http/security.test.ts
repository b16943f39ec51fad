import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { onError } from './on-error.ts';
import { loopbackHosts, useSecurity } from './security.ts';

async function build(hosts: readonly string[] | null, secure = false) {
  const app = Fastify();
  app.setErrorHandler(onError);
  await useSecurity(app, { hosts: hosts && new Set(hosts), secure });
  app.get('/page', async () => 'page');
  app.get('/healthz', async () => 'ok');
  return app;
}

describe('every answer', () => {
  it('forbids scripts that are not ours, and frames', async () => {
    const { headers } = await (await build(null)).inject('/page');
    const policy = new Map(
      String(headers['content-security-policy'])
        .split(';')
        .map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)]),
    );
    expect(policy.get('script-src')).toEqual(["'self'"]);
    expect(policy.get('default-src')).toEqual(["'self'"]);
    expect(policy.get('worker-src')).toEqual(["'self'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(String(headers['content-security-policy'])).not.toMatch(/unsafe-eval|\*|https?:|blob:/);
    expect(headers['content-security-policy-report-only']).toBeUndefined();
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' });
  });

  it('promises TLS only where there is TLS', async () => {
    expect((await (await build(null)).inject('/page')).headers['strict-transport-security']).toBeUndefined();
    expect((await (await build(null, true)).inject('/page')).headers['strict-transport-security']).toContain('max-age=');
  });

  it('carries the policy when it is a failure too', async () => {
    const { statusCode, headers } = await (await build(['localhost'])).inject({ url: '/page', headers: { host: 'evil.example' } });
    expect(statusCode).toBe(403);
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });
});

describe('the name a server is called by', () => {
  it.each<[because: string, hosts: readonly string[] | null, host: string, status: number]>([
    ['is its own', loopbackHosts, 'localhost:8080', 200],
    ['is an address', loopbackHosts, '127.0.0.1:8080', 200],
    ['is an address of six', loopbackHosts, '[::1]:8080', 200],
    ['is written in capitals', loopbackHosts, 'LOCALHOST:8080', 200],
    ['was pointed here by somebody else', loopbackHosts, 'evil.example:8080', 403],
    ['only begins like ours', loopbackHosts, 'localhost.evil.example', 403],
    ['only ends like ours', loopbackHosts, 'evil.localhost', 403],
    ['was allowed', [...loopbackHosts, 'vigla.example'], 'vigla.example', 200],
    ['does not matter', null, 'anything.example', 200],
  ])('counts when it %s', async (_, hosts, host, status) => {
    const reply = await (await build(hosts)).inject({ url: '/page', headers: { host } });
    expect(reply.statusCode).toBe(status);
  });

  it('does not count for probes, which come by address', async () => {
    expect((await (await build(loopbackHosts)).inject({ url: '/healthz', headers: { host: '10.1.2.3:8080' } })).statusCode).toBe(200);
  });
});

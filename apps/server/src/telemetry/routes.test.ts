import { fakePrometheus } from '@vigla/testkit/upstreams';
import { describe, expect, it } from 'vitest';
import { fakeKubernetes, fakeServer } from '../fakes/index.ts';

describe('the probes', () => {
  it('find the server alive at once and ready when every source has been asked', async () => {
    await using upstream = await fakePrometheus();
    let state: 'ok' | 'not_asked_yet' | 'failing' = 'not_asked_yet';
    await using server = await fakeServer({ upstream, probeMs: 20, kubernetes: fakeKubernetes({ state: () => ({ state }) }) });
    const ready = async () => (await server.app.inject('/readyz')).statusCode;
    expect((await server.app.inject('/healthz')).statusCode).toBe(200);
    expect(await ready()).toBe(503);
    state = 'failing';
    await expect.poll(ready).toBe(200);
    expect((await server.app.inject('/readyz')).json()).toEqual({
      ready: true,
      sources: [
        { name: 'prometheus', state: 'ok' },
        { name: 'kubernetes', state: 'failing' },
        { name: 'tracing', state: 'not_configured' },
      ],
    });
  });
});

describe('the figures', () => {
  const read = async (remoteAddress: string, args: readonly string[] = []) => {
    await using upstream = await fakePrometheus();
    await using server = await fakeServer({ upstream, args });
    await server.app.inject({ url: '/api/v1/namespaces/bookinfo/apps/reviews/traces?token=s3cr3t' });
    return server.app.inject({ url: '/metrics', remoteAddress });
  };

  it('count answers by row, not by what people put into it', async () => {
    const { body, headers } = await read('127.0.0.1');
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toContain(
      'vigla_http_request_duration_seconds_count{row="/api/v1/namespaces/:namespace/apps/:app/traces",method="GET",status="401"} 1',
    );
    expect(body).not.toMatch(/bookinfo|s3cr3t/);
  });

  it.each([
    ['127.0.0.1', 200],
    ['::1', 200],
    ['::ffff:127.0.0.1', 200],
    ['10.0.0.7', 403],
    ['::ffff:10.0.0.7', 403],
  ])('are for this machine: %s gets %i', async (address, status) => {
    expect((await read(address)).statusCode).toBe(status);
  });
});

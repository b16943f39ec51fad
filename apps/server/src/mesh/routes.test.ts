import { get, type IncomingMessage } from 'node:http';
import { ServerStatus } from '@vigla/contract/mesh';
import { bookinfoSamples, noon } from '@vigla/testkit/bookinfo';
import { answering, fakePrometheus } from '@vigla/testkit/upstreams';
import { describe, expect, it } from 'vitest';
import { fakeServer } from '../fakes/index.ts';

const anna = { 'x-test-user': 'anna' };

describe('the status', () => {
  it('says how each source is doing', async () => {
    await using upstream = await fakePrometheus();
    await using server = await fakeServer({ upstream });
    const reply = await server.app.inject({ url: '/api/v1/status', headers: anna });
    expect(ServerStatus.parse(reply.json())).toMatchObject({
      now: noon,
      demo: false,
      readOnly: false,
      sources: [
        { name: 'prometheus', url: upstream.url },
        { name: 'kubernetes', state: 'ok' },
        { name: 'tracing', state: 'not_configured', url: null },
      ],
    });
  });

  it('shows an outage within two looks and the recovery after it, without anybody asking Prometheus', async () => {
    await using upstream = await fakePrometheus();
    await using server = await fakeServer({ upstream, probeMs: 20 });
    const state = async () =>
      ServerStatus.parse((await server.app.inject({ url: '/api/v1/status', headers: anna })).json()).sources[0]?.state;
    await expect.poll(state).toBe('ok');
    await upstream.pause();
    await server.app.inject({ url: '/api/v1/graph', headers: anna });
    expect(await state()).toBe('failing');
    await upstream.resume();
    await expect.poll(state).toBe('ok');
  });
});

describe('what the fields of the graph offer', () => {
  it("GRF-27: are the administrator's presets, which nobody but the signed-in learns of", async () => {
    await using upstream = await fakePrometheus();
    const written = '[{"name": "Shop errors", "expression": "ns = shop and errors > 1%", "selected": true}]';
    await using server = await fakeServer({ upstream, env: { VIGLA_GRAPH_FIND: written } });
    const reply = await server.app.inject({ url: '/api/v1/status', headers: anna });
    const shopErrors = { name: { en: 'Shop errors', de: 'Shop errors' }, expression: 'ns = shop and errors > 1%', selected: true };
    expect(ServerStatus.parse(reply.json()).presets).toEqual({ find: [shopErrors], hide: null });
    const stranger = await server.app.inject({ url: '/api/v1/status' });
    expect(stranger.statusCode).toBe(401);
    expect((await server.app.inject({ url: '/api/v1/session' })).body).not.toContain('Shop errors');
  });
});

describe('the stream', () => {
  it('says hello, tells of the next reading, and ends with the server', async () => {
    await using upstream = await fakePrometheus(answering(bookinfoSamples));
    const clock = { now: noon };
    await using server = await fakeServer({ upstream, clock });
    const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
    const reply = await new Promise<IncomingMessage>((resolve) => get(`${url}/api/v1/ticks`, { headers: anna, agent: false }, resolve));
    let text = '';
    reply.on('data', (data: Buffer) => (text += data.toString()));
    reply.on('error', () => {});
    await expect.poll(() => text).toContain(`data: {"kind":"hello","now":${noon}}\n\n`);
    await server.app.inject({ url: '/api/v1/graph', headers: anna });
    await expect.poll(() => text).toContain(`data: {"kind":"snapshot","at":${noon}}\n\n`);
    const closed = new Promise((resolve) => reply.once('close', resolve));
    await server.app.close();
    await closed;
    expect(reply.headers['content-type']).toContain('text/event-stream');
  });
});

import type { KubeObject } from '@vigla/contract/objects';
import { describe, expect, it } from 'vitest';
import { createTimeline, type Timeline } from '../flow/index.ts';
import { bookinfo } from '../scenarios/index.ts';
import { createLogs } from './logs.ts';
import type { LogLine } from '../kubernetes/index.ts';
import { written, type Written } from './test/written.ts';

const noon = Date.UTC(2026, 2, 1, 12);
const minute = 60_000;
const shop = bookinfo.moments({ nowMs: noon, seed: 7 }).at(-1)?.objects ?? [];

function running(objects: readonly KubeObject[] = shop, seed = 7): Timeline {
  const timeline = createTimeline({ model: bookinfo.model, seed, startMs: noon - 30 * minute, scrapeMs: 5000 });
  timeline.configure(noon - 30 * minute, objects);
  return timeline;
}

const versions: Readonly<Record<string, string>> = { VirtualService: 'networking.istio.io/v1', DestinationRule: 'networking.istio.io/v1' };

const rule = (kind: string, name: string, spec: Readonly<Record<string, unknown>>): KubeObject => ({
  apiVersion: versions[kind] ?? 'security.istio.io/v1',
  kind,
  metadata: { name, namespace: 'bookinfo' },
  spec,
});

const virtual = (host: string, http: Readonly<Record<string, unknown>>): KubeObject =>
  rule('VirtualService', host, { hosts: [host], http: [{ route: [{ destination: { host } }], ...http }] });

const withObjects = (...objects: readonly KubeObject[]): readonly KubeObject[] => [
  ...shop.filter(({ kind, metadata }) => !objects.some((one) => one.kind === kind && one.metadata.name === metadata.name)),
  ...objects,
];

const withoutPods = (workload: string): readonly KubeObject[] =>
  shop.filter(({ kind, metadata }) => kind !== 'Pod' || !metadata.name.startsWith(`${workload}-`));

const podsOf = (timeline: Timeline, workload: string): readonly string[] =>
  timeline
    .latest()
    ?.mesh.registry.workloads.get(workload)
    ?.pods.map(({ name }) => name) ?? [];

/** The log of a container in all pods of a workload, in the minute before noon. */
function logOf(timeline: Timeline, workload: string, container: string, fromMs = noon - minute): readonly LogLine[] {
  const [namespace = ''] = workload.split('/');
  const logs = createLogs(timeline);
  return podsOf(timeline, workload).flatMap((name) => logs.lines({ namespace, name, container }, fromMs, noon));
}

const accessesOf = (timeline: Timeline, workload: string, fromMs = noon - minute): readonly Written[] =>
  logOf(timeline, workload, 'istio-proxy', fromMs).flatMap((line) => written(line) ?? []);

describe('the log of a proxy', () => {
  const timeline = running();

  it('tells of a call on both sides, joined by its id and by the addresses between them', () => {
    const asked = accessesOf(timeline, 'bookinfo/productpage-v1').filter(({ cluster }) => cluster.includes('|details.'));
    const heards = accessesOf(timeline, 'bookinfo/details-v1').filter(({ requestId }) => asked.some((one) => one.requestId === requestId));
    expect(heards.length).toBeGreaterThan(50);
    for (const server of heards) {
      const client = asked.find(({ requestId }) => requestId === server.requestId);
      expect(client).toMatchObject({ request: server.request, code: server.code, sent: server.sent, host: server.host });
      expect(client?.local).toBe(server.from);
      expect(client?.durationMs).toBeGreaterThanOrEqual(server.durationMs);
      expect(server).toMatchObject({ cluster: 'inbound|9080||', route: 'default', details: 'via_upstream' });
      expect(server.serverName).toBe('outbound_.9080_._.details.bookinfo.svc.cluster.local');
    }
  });

  it('names the person behind the gateway once, and the subset by its server name', () => {
    const gateway = accessesOf(timeline, 'istio-system/istio-ingressgateway');
    expect(gateway.length).toBeGreaterThan(100);
    for (const { forwardedFor, from, authority, asked } of gateway) {
      expect(forwardedFor).toMatch(/^203\.0\.113\.\d+$/);
      expect(from.startsWith(`${forwardedFor}:`)).toBe(true);
      expect(authority).toBe('bookinfo.example.com');
      expect(asked).toMatch(/:8080$/);
    }
    const pages = accessesOf(timeline, 'bookinfo/productpage-v1').filter(({ cluster }) => cluster.startsWith('inbound'));
    expect(pages.every(({ forwardedFor }) => forwardedFor === '-' || forwardedFor.startsWith('203.0.113.'))).toBe(true);
    for (const { serverName } of accessesOf(timeline, 'bookinfo/reviews-v2').filter(({ cluster }) => cluster.startsWith('inbound')))
      expect(serverName).toBe('outbound_.9080_.v2_.reviews.bookinfo.svc.cluster.local');
  });

  it('tells of connections without a word about what went through them', () => {
    const [connection] = accessesOf(timeline, 'bookinfo/mysqldb-v1');
    expect(connection).toMatchObject({ request: '- - -', code: 0, flags: '-', details: '-', requestId: '-', cluster: 'inbound|3306||' });
    expect(connection?.sent).toBeGreaterThan(500);
  });

  it('begins with the start of the proxy, and hears from the control plane again each half hour', () => {
    const [name = ''] = podsOf(timeline, 'bookinfo/reviews-v3');
    const born = timeline.latest()?.mesh.registry.workloads.get('bookinfo/reviews-v3')?.pods[0]?.createdMs ?? 0;
    const lines = createLogs(timeline).lines({ namespace: 'bookinfo', name, container: 'istio-proxy' }, born, born + 91 * minute);
    const about = lines.filter((line) => written(line) === undefined).map(({ text }) => text.split('\t').slice(1).join(' '));
    expect(about.filter((text) => text.includes('ready'))).toEqual(['info Envoy proxy is ready']);
    expect(about.filter((text) => text.includes('connected to upstream XDS server'))).toHaveLength(4);
  });

  type Row = readonly [why: string, objects: readonly KubeObject[], workload: string, service: string, seen: Partial<Written>];
  const deny = rule('AuthorizationPolicy', 'nobody', { selector: { matchLabels: { app: 'details' } }, action: 'DENY', rules: [{}] });
  const allow = rule('AuthorizationPolicy', 'some', {
    selector: { matchLabels: { app: 'details' } },
    rules: [{ to: [{ operation: { methods: ['POST'] } }] }],
  });
  const strict = rule('PeerAuthentication', 'details', { selector: { matchLabels: { app: 'details' } }, mtls: { mode: 'STRICT' } });
  const open = rule('PeerAuthentication', 'details', { selector: { matchLabels: { app: 'details' } }, mtls: { mode: 'DISABLE' } });
  const tls = (mode: string): KubeObject => rule('DestinationRule', 'details', { host: 'details', trafficPolicy: { tls: { mode } } });
  const nowhere = virtual('details', { route: [{ destination: { host: 'details', subset: 'v9' } }] });
  const abort = virtual('details', { fault: { abort: { httpStatus: 418, percentage: { value: 100 } } } });
  const outbound = 'outbound|9080||details.bookinfo.svc.cluster.local';
  const local = { host: '-', local: '-', upstreamMs: '-' } as const;
  const early = 'upstream_reset_before_response_started';
  const rows: readonly Row[] = [
    ['an answer', shop, 'productpage-v1', 'details', { code: 200, flags: '-', details: 'via_upstream', cluster: outbound, transport: '-' }],
    [
      'an abort',
      withObjects(abort),
      'productpage-v1',
      'details',
      { code: 418, flags: 'FI', details: 'fault_filter_abort', sent: 18, ...local },
    ],
    [
      'no such subset',
      withObjects(nowhere),
      'productpage-v1',
      'details',
      { code: 503, flags: 'NC', details: 'cluster_not_found', cluster: '-', sent: 0, ...local },
    ],
    [
      'no pods',
      withoutPods('details-v1'),
      'productpage-v1',
      'details',
      { code: 503, flags: 'UH', details: 'no_healthy_upstream', cluster: outbound, sent: 19, ...local },
    ],
    [
      'no rule that matches',
      withObjects(virtual('details', { match: [{ uri: { exact: '/x' } }] })),
      'productpage-v1',
      'details',
      { code: 404, flags: 'NR', details: 'route_not_found', cluster: '-', route: '-', ...local },
    ],
    [
      'a refusal, at the caller',
      withObjects(deny),
      'productpage-v1',
      'details',
      { code: 403, flags: '-', details: 'via_upstream', sent: 19 },
    ],
    [
      'a DENY policy, at the server',
      withObjects(deny),
      'details-v1',
      'details',
      { code: 403, flags: '-', details: 'rbac_access_denied_matched_policy[ns[bookinfo]-policy[nobody]-rule[0]]', sent: 19, ...local },
    ],
    [
      'no ALLOW rule, at the server',
      withObjects(allow),
      'details-v1',
      'details',
      { code: 403, details: 'rbac_access_denied_matched_policy[none]', ...local },
    ],
    [
      'plain text where mTLS is a must',
      withObjects(strict, tls('DISABLE')),
      'productpage-v1',
      'details',
      { code: 503, flags: 'UC', details: `${early}{connection_termination}`, sent: 95, upstreamMs: '-' },
    ],
    [
      'mTLS where it is not spoken',
      withObjects(tls('ISTIO_MUTUAL'), open),
      'productpage-v1',
      'details',
      { code: 503, flags: 'UF,URX', transport: 'TLS error: 268435703:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER', upstreamMs: '-' },
    ],
    [
      'a route that does not wait',
      withObjects(virtual('reviews', { timeout: '1ms' })),
      'productpage-v1',
      'reviews',
      { code: 504, flags: 'UT', details: 'response_timeout', sent: 24, durationMs: 1, upstreamMs: '-' },
    ],
    [
      'a caller that does not wait, at the server',
      withObjects(virtual('reviews', { timeout: '1ms' })),
      'reviews-v2',
      'reviews',
      { code: 0, flags: 'DC', details: 'downstream_remote_disconnect', sent: 0, durationMs: 0 },
    ],
  ];

  it.each(rows)('says why: %s', (_why, objects, workload, service, seen) => {
    const lines = accessesOf(running(objects), `bookinfo/${workload}`).filter(
      ({ authority, cluster }) =>
        authority === `${service}:9080` && (workload.startsWith(service) === cluster.startsWith('inbound') || cluster === '-'),
    );
    expect(lines.length).toBeGreaterThan(30);
    for (const line of lines) expect(line).toMatchObject(seen);
  });

  it('knows copies by the name of their host, and only where they arrive', () => {
    const copied = running(withObjects(virtual('details', { mirror: { host: 'ratings' }, mirrorPercentage: { value: 50 } })));
    const copies = ['ratings-v1', 'ratings-v2'].flatMap((workload) =>
      accessesOf(copied, `bookinfo/${workload}`).filter(({ authority }) => authority === 'details-shadow:9080'),
    );
    const calls = accessesOf(copied, 'bookinfo/productpage-v1').filter(({ cluster }) => cluster.includes('outbound'));
    expect(copies.length).toBeGreaterThan(100);
    for (const { requestId } of copies) expect(calls.some((one) => one.requestId === requestId)).toBe(true);
    expect(calls.filter(({ cluster }) => cluster.includes('ratings'))).toEqual([]);
  });

  it('has one line for a call however often it was tried; the tries are lines of the server', () => {
    const retried = virtual('ratings', {
      route: [{ destination: { host: 'ratings', subset: 'v2' } }],
      retries: { attempts: 3, retryOn: '5xx' },
    });
    const tried = running(withObjects(retried));
    const calls = accessesOf(tried, 'bookinfo/reviews-v2', noon - 8 * minute).filter(
      ({ authority, cluster }) => authority === 'ratings:9080' && cluster !== 'inbound|9080||',
    );
    const served = accessesOf(tried, 'bookinfo/ratings-v2', noon - 8 * minute).filter(({ cluster }) => cluster === 'inbound|9080||');
    const again = calls.filter(({ requestId }) => served.filter((one) => one.requestId === requestId).length > 1);
    expect(again.length).toBeGreaterThan(0);
    expect(again.every(({ code }) => code === 200)).toBe(true);
  });
});

describe('the log of an application', () => {
  it('has a line for each answer, with the ids by which traces and proxies know it', () => {
    const timeline = running();
    const answers = logOf(timeline, 'bookinfo/details-v1', 'details');
    const heard = accessesOf(timeline, 'bookinfo/details-v1');
    expect(answers).toHaveLength(heard.length);
    for (const { text } of answers) {
      expect(text).toMatch(/^\S+Z INFO GET \/details\/0 200 \d+\.\dms trace=[0-9a-f]{32} request=[0-9a-f-]{36}$/);
      expect(heard.some(({ requestId }) => text.endsWith(`request=${requestId}`))).toBe(true);
    }
  });

  it('tells failures as errors, and of calls that failed it', () => {
    const timeline = running(withoutPods('mysqldb-v1'));
    const texts = logOf(timeline, 'bookinfo/ratings-v2', 'ratings').map(({ text }) => text.slice(25));
    expect(texts.filter((text) => text.startsWith('ERROR connection to mysqldb:3306 failed: status 503')).length).toBeGreaterThan(30);
    expect(texts.filter((text) => text.startsWith('ERROR GET /ratings/0 500')).length).toBeGreaterThan(30);
    expect(texts.filter((text) => text.startsWith('INFO'))).toEqual([]);
    expect(
      logOf(timeline, 'bookinfo/reviews-v2', 'reviews').some(({ text }) =>
        text.includes('ERROR GET http://ratings:9080/ratings/0 failed: status 50'),
      ),
    ).toBe(true);
  });

  it('knows no ids where no proxy gave any', () => {
    const asked = logOf(running(), 'clients/nightly-report', 'nightly-report');
    expect(asked.length).toBeGreaterThan(10);
    for (const { text } of asked) expect(text).toMatch(/INFO GET http:\/\/details\.bookinfo:9080\/details\/0 200 \d+\.\dms$/);
  });
});

describe('logs', () => {
  it('are the same whatever span is asked for', () => {
    const timeline = running();
    const logs = createLogs(timeline);
    const [name = ''] = podsOf(timeline, 'bookinfo/reviews-v2');
    for (const container of ['istio-proxy', 'reviews']) {
      const ask = (fromMs: number, toMs: number): readonly LogLine[] =>
        logs.lines({ namespace: 'bookinfo', name, container }, fromMs, toMs);
      const whole = ask(noon - 20_000, noon);
      const cuts = [0, 1, 333, 1000, 2500, 7777, 20_000].map((ms) => noon - 20_000 + ms);
      expect(whole.length).toBeGreaterThan(20);
      expect(cuts.slice(1).flatMap((to, i) => ask(cuts[i] ?? 0, to))).toEqual(whole);
    }
  });

  it('keep ten minutes of requests', () => {
    const timeline = running();
    const lines = logOf(timeline, 'clients/partner-feed', 'partner-feed', 0).filter(({ text }) => text.includes('GET'));
    expect(lines[0]?.atMs).toBeGreaterThanOrEqual(noon - 10 * minute);
    expect(lines[0]?.atMs).toBeLessThan(noon - 9 * minute);
  });

  it('are the same on another timeline of the same seed and writes, to the letter, and others with another seed', () => {
    const text = (seed: number): string => JSON.stringify(logOf(running(shop, seed), 'bookinfo/reviews-v1', 'istio-proxy', noon - 10_000));
    expect(text(7)).toBe(text(7));
    expect(text(7)).not.toBe(text(8));
  });

  it('of the control plane tell when it pushed, and which proxies came and went', () => {
    const timeline = running();
    timeline.configure(noon - 10 * minute, withoutPods('reviews-v3'));
    const [gone = ''] = podsOf(running(), 'bookinfo/reviews-v3');
    const lines = logOf(timeline, 'istio-system/istiod', 'discovery', noon - 20 * minute);
    expect(lines.map(({ atMs }) => atMs)).toEqual([noon - 10 * minute, noon - 10 * minute]);
    expect(lines[0]?.text).toContain(`ADS: ${gone}.bookinfo terminated`);
    expect(lines[1]?.text).toContain('XDS: Pushing Services:7 ConnectedEndpoints:12 Version:2026-03-01T11:50:00Z');
  });

  it('of pods that nobody knows are empty', () => {
    expect(createLogs(running()).lines({ namespace: 'bookinfo', name: 'nobody', container: 'istio-proxy' }, 0, noon)).toEqual([]);
  });
});

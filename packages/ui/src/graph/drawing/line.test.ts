import type { GraphEdge } from '@vigla/contract/graph';
import { describe, expect, it } from 'vitest';
import type { Shown } from '../place/graph-place.ts';
import { call, http, tcp } from '@vigla/testkit/graphs';
import { speech } from '../test/speech.ts';
import { lineOf, lineWidth } from './line.ts';
import { type Look, usualLook } from './look.ts';

const usual: readonly Shown[] = ['rate', 'errors', 'badges', 'idle'];
const draw = (overrides: Partial<GraphEdge>, show = usual, callers = 2, rest: Partial<Look> = {}) =>
  lineOf(call('shop/a', 'shop/b', overrides), {
    speech,
    look: { ...usualLook, show, ...rest },
    lane: 0,
    callers,
    share: 0.635,
    timed: true,
  });
const rowsOf = (text: string): string => text.replaceAll('\n', ' / ').replaceAll(/\s/g, ' ');
const said = (overrides: Partial<GraphEdge>, show = usual, rest: Partial<Look> = {}): string => rowsOf(draw(overrides, show, 2, rest).text);
const failing = { health: 'failing', traffic: http({ requestsPerSecond: 4.8, errorRatio: 0.184, requests: 1440, failed: 265 }) } as const;

describe('the label of a call', () => {
  it.each<[because: string, edge: Partial<GraphEdge>, show: readonly Shown[], text: string]>([
    ['GRF-09: is its rate', { traffic: http({ requestsPerSecond: 24 }) }, usual, '24.0 rps'],
    ['begins with trouble', failing, usual, '18.4 % err · 4.80 rps'],
    ['says trouble of failing calls even where errors are off', failing, ['rate'], '18.4 % err · 4.80 rps'],
    ['says that it is plain text', { mtlsRatio: 0, traffic: http({ requestsPerSecond: 0.8 }) }, usual, 'plain text · 0.80 rps'],
    [
      'says how much is plain text where some is',
      { mtlsRatio: 0.97, traffic: http({ requestsPerSecond: 2 }) },
      usual,
      '3.0 % plain text · 2.00 rps',
    ],
    ['is bytes for TCP', { traffic: tcp({ bytesPerSecond: 640_000 }) }, usual, '640 kB/s'],
    [
      'adds the response time where asked for',
      { traffic: http({ requestsPerSecond: 24, p95Ms: 121 }) },
      ['rate', 'time'],
      '24.0 rps · p95 121 ms',
    ],
    ['never writes an unmeasured rate as zero', { health: 'unknown', traffic: http({ requestsPerSecond: null }) }, usual, 'not measured'],
    ['calls zero idle', { health: 'idle', traffic: http({ requestsPerSecond: 0 }) }, usual, 'idle'],
  ])('%s', (_, edge, show, text) => {
    expect(said(edge, show)).toBe(text);
  });

  const timed = http({
    requestsPerSecond: 24,
    averageMs: 60,
    p50Ms: 16,
    p95Ms: 121,
    p99Ms: 1240,
    sentBytesPerSecond: 640_000,
    receivedBytesPerSecond: 1_900_000,
  });

  it.each<[time: Look['time'], text: string]>([
    ['avg', 'avg 60 ms'],
    ['p50', 'p50 16 ms'],
    ['p95', 'p95 121 ms'],
    ['p99', 'p99 1.24 s'],
  ])('GRF-06: tells the response time as %s', (time, text) => {
    expect(said({ traffic: timed }, ['time'], { time })).toBe(text);
  });

  it('GRF-06: says nothing of a response time that nobody measured', () => {
    expect(said({ traffic: http({ p95Ms: null }) }, ['rate', 'time'])).toBe('10.0 rps');
  });

  it.each<[throughput: Look['throughput'], text: string]>([
    ['request', '640 kB/s up'],
    ['response', '1.9 MB/s down'],
  ])('GRF-07: tells the throughput of HTTP %ss', (throughput, text) => {
    expect(said({ traffic: timed }, ['throughput'], { throughput })).toBe(text);
    expect(said({ traffic: { ...timed, protocol: 'grpc' } }, ['throughput'], { throughput })).toBe('');
  });

  it('GRF-08: tells the share of what the caller sends', () => {
    expect(said({ traffic: timed }, ['share'])).toBe('63.5 % share');
  });

  it('GRF-10: stacks several families, each with its unit', () => {
    expect(said({ traffic: timed }, ['rate', 'share', 'time', 'throughput'])).toBe('24.0 rps / 63.5 % share / p95 121 ms / 640 kB/s up');
  });

  const messages = http({ protocol: 'grpc', requestsPerSecond: 2, sentMessagesPerSecond: 8, receivedMessagesPerSecond: 4 });
  it.each<[grpc: Look['grpc'], text: string]>([
    ['requests', '2.00 rps'],
    ['sent', '8.00 mps'],
    ['received', '4.00 mps'],
    ['total', '12.0 mps'],
  ])('GRF-03: counts gRPC as %s', (grpc, text) => {
    expect(said({ traffic: messages }, ['rate'], { grpc })).toBe(text);
  });

  it('GRF-03: never counts messages that nobody measured', () => {
    expect(said({ traffic: http({ protocol: 'grpc' }) }, ['rate'], { grpc: 'sent' })).toBe('not measured');
  });

  it.each<[tcpRate: Look['tcp'], text: string]>([
    ['sent', '100 kB/s'],
    ['received', '540 kB/s'],
    ['total', '640 kB/s'],
  ])('GRF-04: counts TCP as %s', (tcpRate, text) => {
    const traffic = tcp({ bytesPerSecond: 640_000, sentBytesPerSecond: 100_000, receivedBytesPerSecond: 540_000 });
    expect(said({ traffic }, ['rate'], { tcp: tcpRate })).toBe(text);
  });

  it.each<[because: string, edge: Partial<GraphEdge>, text: string | null]>([
    ['trouble without its rate', failing, '18.4 % err'],
    ['plain text without its rate', { mtlsRatio: 0 }, 'plain text'],
    ['nothing instead of a rate', {}, null],
  ])('keeps %s where there is little room', (_, edge, text) => {
    expect(draw(edge).shortText?.replaceAll(/\s/g, ' ') ?? null).toBe(text);
  });

  it('is left away where the plate already says the number', () => {
    expect(draw({}, usual, 1).rank).toBeNull();
    expect(draw({}, usual, 2).rank).not.toBeNull();
    expect(draw(failing, usual, 1).rank).toBe(1);
  });

  it('of a failing call comes before a degraded, a plain-text and a healthy one', () => {
    const degraded = draw({ health: 'degraded', traffic: http({ errorRatio: 0.02 }) }).rank ?? 99;
    const plain = draw({ mtlsRatio: 0 }).rank ?? 99;
    const [busy, quiet] = [draw({ traffic: http({ requestsPerSecond: 400 }) }).rank ?? 99, draw({}).rank ?? 99];
    const ranks = [draw(failing).rank ?? 99, degraded, plain, busy, quiet];
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    expect(new Set(ranks).size).toBe(5);
  });
});

describe('the line of a call', () => {
  it.each<[because: string, edge: Partial<GraphEdge>, pattern: string]>([
    ['solid for requests', {}, 'solid'],
    ['long dashes for TCP', { traffic: tcp() }, 'tcp'],
    ['dots when idle', { health: 'idle', traffic: http({ requestsPerSecond: 0 }) }, 'idle'],
    ['short dashes when nobody measured', { health: 'unknown', traffic: http({ requestsPerSecond: null }) }, 'unknown'],
  ])('is %s', (_, edge, pattern) => {
    expect(draw(edge).pattern).toBe(pattern);
  });

  it('GRF-22: marks only the exception to encryption, unless all locks are asked for', () => {
    expect(draw({ mtlsRatio: 1 }).lock).toBeNull();
    expect(draw({ mtlsRatio: null }).lock).toBeNull();
    expect(draw({ mtlsRatio: 0 }).lock?.kind).toBe('open');
    expect(draw({ mtlsRatio: 1 }, ['locks']).lock?.kind).toBe('closed');
    expect(draw({ mtlsRatio: null }, ['locks']).lock?.kind).toBe('unknown');
  });

  it('has half a head where only one side reports', () => {
    expect(draw({ reportedBy: 'destination' }).head).toBe('half');
    expect(draw({ reportedBy: 'both' }).head).toBe('full');
    expect(draw({ reportedBy: 'waypoint' }).head).toBe('full');
  });

  it('grows with the rate between its bounds, and is wider when failing', () => {
    const width = (rps: number) => lineWidth(http({ requestsPerSecond: rps }), 'healthy');
    expect(width(0)).toBe(1.4);
    expect(width(24)).toBeGreaterThan(width(5));
    expect(width(1e9)).toBe(5.5);
    expect(lineWidth(http({ requestsPerSecond: 0.1 }), 'failing')).toBeGreaterThanOrEqual(3.2);
  });
});

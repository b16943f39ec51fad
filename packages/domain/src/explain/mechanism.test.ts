import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Mechanism, mechanismsOf } from './mechanism.ts';
import { readReports, type Told } from './reports.ts';

const told = (written: string): Told[] =>
  written.split(' ').flatMap((one) => {
    const [code = '', flag = '-', perSecond = '0'] = one.split('/');
    return one === '' ? [] : [{ code, flags: flag === '-' ? [] : [flag], perSecond: Number(perSecond) }];
  });

const main = (source: string, destination: string, protocol: 'http' | 'grpc' = 'http'): Mechanism | undefined =>
  mechanismsOf({ source: told(source), destination: told(destination), waypoint: [] }, protocol)[0];

describe('the way in which requests fail', () => {
  it.each([
    ['a connection limit', '200/-/4 503/UO/1', '200/-/4', 'overflow', 'caller_proxy'],
    ['no healthy pod', '503/UH/1', '', 'no_upstream', 'caller_proxy'],
    ['no route', '404/NR/1', '', 'no_route', 'caller_proxy'],
    ['a subset that is missing', '200/-/9 503/NC/1', '200/-/9', 'no_cluster', 'caller_proxy'],
    ['a fault', '200/-/9 503/FI/1', '200/-/9', 'fault', 'caller_proxy'],
    ['a timeout, though the called side answered', '200/-/9 504/UT/1', '200/-/9 -/DC/1', 'timeout', 'caller_proxy'],
    ['retries that came to nothing', '503/URX/1', '503/-/6', 'retries', 'caller_proxy'],
    ['a broken connection', '503/UC/1', '', 'connection', 'caller_proxy'],
    ['a rate limit of the called side', '200/-/5 429/-/5', '200/-/5 429/RL/5', 'rate_limit', 'called_proxy'],
    ['403 that both sides see', '403/-/5', '403/-/5', 'denied', 'called_proxy'],
    ['401 that both sides see', '401/-/5', '401/-/5', 'unauthenticated', 'called_proxy'],
    ['502 of a host that nobody registered', '502/-/5', '', 'blocked', 'caller_proxy'],
    ['errors of the app', '200/-/5 500/-/5', '200/-/5 500/-/5', 'app', 'app'],
    ['a request that the app rejects', '200/-/5 404/-/5', '200/-/5 404/-/5', 'rejected', 'app'],
    ['errors that only the called side tells of', '', '200/-/5 500/-/5', 'app', 'app'],
  ])('is read off both reports: %s', (_what, source, destination, way, by) => {
    expect(main(source, destination)).toMatchObject({ way, by });
  });

  it.each([
    ['14', 'app'],
    ['7', 'denied'],
    ['16', 'unauthenticated'],
  ])('knows gRPC status %s', (status, way) => {
    expect(main(`0/-/5 ${status}/-/1`, `0/-/5 ${status}/-/1`, 'grpc')).toMatchObject({ way });
  });

  it('is the most frequent of several, with its share of what the caller sent', () => {
    expect(main('200/-/6 503/UO/1 500/-/3', '200/-/6 500/-/3')).toMatchObject({ way: 'app', share: 0.3, bothSay: true });
  });

  it('is none where nothing fails, or nothing is told', () => {
    expect(main('200/-/6 304/-/1', '200/-/7')).toBeUndefined();
    expect(main('', '')).toBeUndefined();
  });

  it('never claims more than all requests, whatever is told', () => {
    const ending = fc.record({
      code: fc.constantFrom('200', '403', '404', '429', '500', '503', '-'),
      flags: fc.subarray(['UO', 'UT', 'DC', 'RL'], { maxLength: 1 }),
      perSecond: fc.double({ min: 0.001, max: 1e4, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(ending), fc.array(ending), (source, destination) => {
        const found = mechanismsOf({ source, destination, waypoint: [] }, 'http');
        expect(found.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});

it('reads both sides out of one answer of Prometheus, gRPC statuses included', () => {
  const sample = (reporter: string, labels: Record<string, string>, value: number) => ({ labels: { reporter, ...labels }, value });
  const reports = readReports(
    [
      sample('source', { response_code: '200', response_flags: '-', grpc_response_status: '14' }, 1),
      sample('source', { response_code: '503', response_flags: 'UO,URX', grpc_response_status: '14' }, 2),
      sample('destination', { response_code: '0', response_flags: 'DC' }, 3),
      sample('destination', { response_code: '200', response_flags: '-', grpc_response_status: '0' }, 0),
    ],
    'grpc',
  );
  expect(reports).toEqual({
    source: [
      { code: '14', flags: [], perSecond: 1 },
      { code: '503', flags: ['UO', 'URX'], perSecond: 2 },
    ],
    destination: [{ code: '-', flags: ['DC'], perSecond: 3 }],
    waypoint: [],
  });
});

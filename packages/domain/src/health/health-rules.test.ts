import type { Health } from '@vigla/contract/health';
import { describe, expect, it } from 'vitest';
import { type HealthRule, type HealthRules, plainRules, tolerancesFor } from './health-rules.ts';
import { judgeTraffic } from './judge-traffic.ts';
import { readTolerances } from './tolerance.ts';

const windowSeconds = 300;
/** Health of so many requests in a window, by code. */
function healthOf(rules: HealthRules, counts: Record<string, number>, protocol: 'http' | 'grpc' = 'http'): Health {
  const endings = Object.entries(counts).map(([code, count]) => ({ code, requestsPerSecond: count / windowSeconds }));
  const tolerances = tolerancesFor(rules, { namespace: 'shop', kind: 'workload', name: 'cart-v2' }, null);
  return judgeTraffic([{ protocol, endings, bytesPerSecond: null }], { windowSeconds, direction: 'inbound', tolerances }).health;
}

const kiali: HealthRules = { preset: 'kiali', rules: [] };

describe('HLT-03: limits that hold where nobody says otherwise', () => {
  it.each<[because: string, counts: Record<string, number>, protocol: 'http' | 'grpc', ours: Health, theirs: Health]>([
    ['one failure in a thousand', { 200: 999, 503: 1 }, 'http', 'healthy', 'degraded'],
    ['two requests of which one fails', { 200: 1, 503: 1 }, 'http', 'healthy', 'failing'],
    ['a tenth exactly', { 200: 900, 503: 100 }, 'http', 'degraded', 'failing'],
    ['a tenth of mistakes by callers', { 200: 900, 404: 100 }, 'http', 'healthy', 'degraded'],
    ['a fifth of mistakes by callers', { 200: 800, 404: 200 }, 'http', 'degraded', 'failing'],
    ['one call in twenty unavailable', { 0: 950, 14: 50 }, 'grpc', 'degraded', 'degraded'],
    ['no answer to one in five', { 200: 800, '-': 200 }, 'http', 'failing', 'failing'],
    ['nothing fails', { 200: 1000 }, 'http', 'healthy', 'healthy'],
  ])('%s', (_, counts, protocol, ours, theirs) => {
    expect([healthOf(plainRules, counts, protocol), healthOf(kiali, counts, protocol)]).toEqual([ours, theirs]);
  });
});

describe('HLT-04: rules of the operator', () => {
  const rule = (where: Partial<Record<'namespace' | 'kind' | 'name', RegExp>>, annotation: string): HealthRule => ({
    namespace: /.*/,
    kind: /.*/,
    name: /.*/,
    ...where,
    tolerances: readTolerances(annotation) ?? [],
  });
  const half = { 200: 500, 503: 500 };

  it('the first that matches namespace, kind and name counts, and counts alone', () => {
    const rules: HealthRules = {
      preset: 'vigla',
      rules: [
        rule({ namespace: /^bank$/ }, '5XX,0,1,http,inbound'),
        rule({ name: /^cart-.*$/ }, '5XX,60,90,http,inbound'),
        rule({ kind: /^workload$/ }, '5XX,0,1,http,inbound'),
      ],
    };
    expect(healthOf(rules, half)).toBe('healthy');
    expect(healthOf(rules, { 200: 700, 404: 300 })).toBe('healthy');
    expect(healthOf({ ...rules, rules: rules.rules.slice(2) }, half)).toBe('failing');
  });

  it('do not hold for another direction', () => {
    expect(healthOf({ preset: 'vigla', rules: [rule({}, '5XX,0,1,http,outbound')] }, half)).toBe('healthy');
  });

  it('HLT-05: give way to what the owner of the element has written', () => {
    const rules: HealthRules = { preset: 'vigla', rules: [rule({}, '5XX,0,1,http,.*')] };
    const owner = readTolerances('5XX,70,90,http,inbound');
    expect(tolerancesFor(rules, { namespace: 'shop', kind: 'service', name: 'cart' }, owner)).toEqual(owner);
  });

  it('hold for nothing outside of a namespace', () => {
    expect(tolerancesFor({ preset: 'vigla', rules: [rule({}, '5XX,0,1,http,.*')] }, null, null)).toEqual(
      tolerancesFor(plainRules, null, null),
    );
  });
});

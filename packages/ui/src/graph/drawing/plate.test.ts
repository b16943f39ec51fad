import type { GraphNode } from '@vigla/contract/graph';
import { describe, expect, it } from 'vitest';
import { http, node, tcp } from '@vigla/testkit/graphs';
import { showing } from '../test/looks.ts';
import { speech } from '../test/speech.ts';
import { type Look, usualLook } from './look.ts';
import { plateOf } from './plate.ts';

const written = (overrides: Partial<GraphNode>, groupBy: 'version' | 'workload' = 'version'): string => {
  const { name, version, second } = plateOf(node('shop/cart-v2', overrides), { groupBy, namespaces: ['shop'] }, usualLook, speech);
  return [[name, version].filter(Boolean).join(' '), second.map(({ text }) => text).join(' · ')].join(' | ').replaceAll(/\s/g, ' ');
};
const asked = { groupBy: 'version', namespaces: ['shop'] } as const;
const versioned = { app: 'cart', version: 'v2' };

describe('a plate', () => {
  it.each<[because: string, node: Partial<GraphNode>, text: string]>([
    ['says application, version and rate', { ...versioned, inbound: [http({ requestsPerSecond: 24 })] }, 'cart v2 | 24.0 rps'],
    ['says the workload where nothing tells its version', { inbound: [http({ requestsPerSecond: 24 })] }, 'cart-v2 | 24.0 rps'],
    [
      'adds the failed share in trouble',
      { ...versioned, health: 'failing', inbound: [http({ requestsPerSecond: 4.8, errorRatio: 0.184, requests: 1440, failed: 265 })] },
      'cart v2 | 4.80 rps · 18.4 % err',
    ],
    [
      'counts instead of dividing where few requests came',
      { ...versioned, health: 'degraded', inbound: [http({ requestsPerSecond: 0.01, errorRatio: 2 / 3, requests: 3, failed: 2 })] },
      'cart v2 | 0.01 rps · 2 of 3 failed',
    ],
    ['says nothing of errors that are within bounds', { ...versioned, inbound: [http({ errorRatio: 0.0001 })] }, 'cart v2 | 10.0 rps'],
    ['says bytes where nothing counts requests', { kind: 'store', inbound: [tcp({ bytesPerSecond: 1_900_000 })] }, 'cart-v2 | 1.9 MB/s'],
    [
      'calls people and systems beyond the gateway the outside',
      { id: 'outside/unknown:entering', kind: 'outside', name: 'entering', outbound: [http({ requestsPerSecond: 412 })] },
      'Outside | 412 rps sent',
    ],
    [
      'tells callers that nobody knows from those beyond the gateway',
      { id: 'outside/unknown', kind: 'outside', name: 'unknown', outbound: [http({ requestsPerSecond: 2 })] },
      'Unknown callers | 2.00 rps sent',
    ],
    [
      'tells targets that nobody knows',
      { id: 'outside/unknown:target', kind: 'outside', name: 'unknown', inbound: [http()] },
      'Unknown targets | 10.0 rps',
    ],
    [
      'keeps the name of a workload that is called like nobody',
      { id: 'shop/unknown', name: 'unknown', inbound: [http()] },
      'unknown | 10.0 rps',
    ],
    [
      'says why traffic passes the mesh by',
      { kind: 'outside', name: 'PassthroughCluster', inbound: [http()] },
      'PassthroughCluster | unknown host · 10.0 rps',
    ],
    [
      'says why traffic ends nowhere',
      { kind: 'outside', name: 'BlackHoleCluster', inbound: [http()] },
      'BlackHoleCluster | blocked · 10.0 rps',
    ],
    ['is idle where it was measured and nothing came', { health: 'idle', inbound: [http({ requestsPerSecond: 0 })] }, 'cart-v2 | idle'],
    ['is not measured where nobody counts', { health: 'unknown' }, 'cart-v2 | not measured'],
    ['GRF-21: names the missing sidecar', { health: 'unknown', reasons: [{ kind: 'no_sidecar' }] }, 'cart-v2 | no sidecar · not measured'],
    [
      'counts pods that are not ready',
      { ...versioned, health: 'not_ready', pods: { ready: 2, desired: 3 }, inbound: [http()] },
      'cart v2 | 2 of 3 pods ready',
    ],
    ['gives nothing away of what is not visible', { kind: 'restricted', name: 'secret', inbound: [http()] }, 'restricted | '],
  ])('%s', (_, overrides, text) => {
    expect(written(overrides)).toBe(text);
  });

  it('calls a workload by its own name where workloads are asked for', () => {
    expect(written({ ...versioned, inbound: [http()] }, 'workload')).toBe('cart-v2 | 10.0 rps');
  });

  it.each<[kind: GraphNode['kind'], outline: string, dashed: boolean]>([
    ['workload', 'rectangle', false],
    ['service', 'pill', false],
    ['gateway', 'pointed', false],
    ['waypoint', 'hexagon', false],
    ['store', 'barrel', false],
    ['external', 'pill', true],
    ['outside', 'pill', true],
    ['restricted', 'pill', true],
  ])('of a %s is told by its outline alone', (kind, outline, dashed) => {
    expect(plateOf(node('shop/x', { kind }), asked, usualLook, speech)).toMatchObject({ outline, dashed });
  });

  it('carries at most two badges, and none when they are off', () => {
    const busy = node('shop/x', { badges: ['fault', 'request_routing', 'retry'] });
    expect(plateOf(busy, asked, usualLook, speech).badges).toEqual(['fault', 'request_routing']);
    expect(plateOf(busy, asked, showing('rate'), speech).badges).toEqual([]);
  });

  it('GRF-23: names a rule only where its plate says nothing of what the rule does', () => {
    const signs = (...badges: GraphNode['badges']) => plateOf(node('shop/x', { badges }), asked, usualLook, speech).badges;
    expect(signs('virtual_service')).toEqual(['virtual_service']);
    expect(signs('circuit_breaker', 'virtual_service')).toEqual(['circuit_breaker', 'virtual_service']);
    expect(signs('traffic_shifting', 'virtual_service')).toEqual(['traffic_shifting']);
  });

  it('GRF-24: always carries what it is: a source of traffic, a workload entry, a mirror', () => {
    const signs = (overrides: Partial<GraphNode>) => plateOf(node('shop/x', overrides), asked, showing('rate'), speech).badges;
    expect(signs({ traits: ['traffic_source'], badges: ['request_routing'] })).toEqual(['traffic_source']);
    expect(signs({ traits: ['workload_entry', 'ambient'] })).toEqual(['workload_entry']);
    expect(signs({ badges: ['mirror', 'request_routing'] })).toEqual(['mirror']);
  });

  it('GRF-25: of a namespace that was not asked for is told apart', () => {
    expect(plateOf(node('bank/x'), asked, usualLook, speech).foreign).toBe(true);
    expect(plateOf(node('shop/x'), asked, usualLook, speech).foreign).toBe(false);
    expect(plateOf(node('bank/x'), { ...asked, namespaces: [] }, usualLook, speech).foreign).toBe(false);
  });

  it.each<[cause: GraphNode['likelyCause'], text: string]>([
    ['caller_without_proxy', 'unknown | no sidecar · 2.00 rps sent'],
    ['direct_pod_address', 'unknown | by pod address · 2.00 rps sent'],
    ['enters_by_gateway', 'unknown | 2.00 rps sent'],
  ])('GRF-58: of an end that nobody knows says the likely cause %s', (likelyCause, text) => {
    expect(written({ id: 'outside/x', kind: 'outside', name: 'unknown', likelyCause, outbound: [http({ requestsPerSecond: 2 })] })).toBe(
      text,
    );
  });

  it('GRF-02: counts no protocol that is switched off', () => {
    const both = node('shop/x', { inbound: [http({ requestsPerSecond: 24 }), tcp({ bytesPerSecond: 640_000 })] });
    const second = (look: Partial<Look>) =>
      plateOf(both, asked, { ...usualLook, ...look }, speech).second.map(({ text }) => text.replaceAll(/\s/g, ' '));
    expect(second({})).toEqual(['24.0 rps']);
    expect(second({ http: 'none' })).toEqual(['640 kB/s']);
  });

  it('keeps hostile names as text', () => {
    const name = '<img src=x onerror=alert(1)>\u202e';
    expect(plateOf(node('shop/x', { name }), { ...asked, groupBy: 'workload' }, usualLook, speech).name).toBe(name);
  });
});

import type { Ending } from '@vigla/contract/graph';
import { describe, expect, it } from 'vitest';
import { call } from '@vigla/testkit/graphs';
import { byFlags, byHosts } from './ending-groups.ts';

const ended = (code: string, requestsPerSecond: number, more: Partial<Ending> = {}): Ending => ({
  code,
  flags: '-',
  reporter: 'both',
  host: null,
  requestsPerSecond,
  ...more,
});

describe('GRF-60: how requests of a call ended', () => {
  const edge = call('shop/a', 'shop/b', {
    hosts: ['b.shop.svc.cluster.local', 'b.example'],
    endings: [
      ended('200', 6, { host: 'b.shop.svc.cluster.local' }),
      ended('200', 2, { host: 'b.example' }),
      ended('503', 1, { host: 'b.example', flags: 'UO' }),
      ended('503', 1, { host: 'b.example', flags: 'UC,URX' }),
    ],
  });

  it('GRF-60: is told by code and requested host, with flags and shares of all', () => {
    expect(byHosts(edge)).toEqual([
      {
        code: '200',
        parts: [
          { name: 'b.shop.svc.cluster.local', flags: [], share: 0.6 },
          { name: 'b.example', flags: [], share: 0.2 },
        ],
      },
      { code: '503', parts: [{ name: 'b.example', flags: ['UO', 'UC', 'URX'], share: 0.2 }] },
    ]);
  });

  it('is told by code and flag', () => {
    expect(byFlags(edge)[1]).toEqual({
      code: '503',
      parts: [
        { name: 'UO', flags: ['UO'], share: 0.1 },
        { name: 'UC,URX', flags: ['UC', 'URX'], share: 0.1 },
      ],
    });
  });

  it.each<[because: string, hosts: string[], name: string]>([
    ['the only host, where there is one', ['b.shop'], 'b.shop'],
    ['no host, where it may be one of several', ['b.shop', 'b.example'], ''],
    ['no host, where none was told', [], ''],
  ])('names %s, where an ending names none', (_, hosts, name) => {
    expect(byHosts(call('shop/a', 'shop/b', { hosts, endings: [ended('200', 1)] }))[0]?.parts[0]?.name).toBe(name);
  });

  it('is nothing where nothing flowed', () => {
    expect(byHosts(call('shop/a', 'shop/b', { endings: [] }))).toEqual([]);
  });
});

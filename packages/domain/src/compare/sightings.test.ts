import type { Comparison, Finding } from '@vigla/contract/compare';
import { at } from '@vigla/contract/units';
import { expect, it } from 'vitest';
import { type Event, nearbyChange, startsOf } from './nearby-change.ts';
import { type Counted, seenAt } from './sightings.ts';

const from = at(1000);
const plain = { kind: 'workload', namespace: 'pay', app: 'payments', cluster: null } as const;
const comparison = {
  nodes: [
    { node: { ...plain, id: 'shop/checkout', namespace: 'shop', name: 'checkout', app: 'checkout' } },
    { node: { ...plain, id: 'pay/payments-v2', name: 'payments-v2' } },
    { node: { ...plain, id: 'outside/unknown', namespace: null, name: 'unknown', app: null, kind: 'outside' } },
  ],
  edges: [
    { edge: { id: 'a', from: 'shop/checkout', to: 'pay/payments-v2', traffic: { protocol: 'http' } } },
    { edge: { id: 'b', from: 'outside/unknown', to: 'pay/payments-v2', traffic: { protocol: 'http' } } },
  ],
} as unknown as Pick<Comparison, 'nodes' | 'edges'>;

const finding = (changes: object): Finding =>
  ({
    edges: ['a'],
    aspect: 'errors',
    change: 'worse',
    rollout: null,
    before: { errorRatio: 0 },
    after: { errorRatio: 0.4 },
    ...changes,
  }) as Finding;
const series = (values: readonly (number | null)[], labels: Readonly<Record<string, string>> = {}) => ({
  labels: {
    reporter: 'source',
    source_workload_namespace: 'shop',
    source_workload: 'checkout',
    destination_workload_namespace: 'pay',
    destination_workload: 'payments-v2',
    ...labels,
  },
  values,
});
const counted = (made: Counted['made'], failed: Counted['failed'] = []): Counted => ({ from, stepSeconds: 30, made, failed });

it.each<[what: string, about: object, seen: Counted, step: number | null]>([
  ['failures: the first rise of their counter', {}, counted([series([1, 2, 3, 4])], [series([null, null, 3, 9])]), 2],
  ['failures whose counter is old: not before it rises', {}, counted([series([1, 2, 3, 4])], [series([7, 7, 7, 8])]), 3],
  ['failures after a restart: the new counter counts from nothing', {}, counted([series([1, 2, 3, 4])], [series([7, 7, 2, 2])]), 2],
  ['failures of another pair: none', {}, counted([series([1, 2])], [series([null, 3], { source_workload: 'web' })]), null],
  [
    'failures that reached nobody: by the service that was meant',
    {},
    counted(
      [series([1, 2])],
      [series([null, 3], { destination_workload: 'unknown', destination_service_name: 'payments', destination_service_namespace: 'pay' })],
    ),
    1,
  ],
  [
    'failures that were usual: when they passed half of what was added',
    { before: { errorRatio: 0.1 }, after: { errorRatio: 0.5 } },
    counted([series([0, 100, 200, 300, 400, 500])], [series([0, 10, 20, 30, 80, 130])]),
    4,
  ],
  ['a new call', { change: 'new', aspect: 'presence' }, counted([series([null, null, null, 5])]), 3],
  ['what is gone: the last time it was there', { change: 'gone', aspect: 'presence' }, counted([series([1, 2, 3, 3])]), 2],
  [
    'a new caller without a name',
    { edges: ['b'], change: 'new', aspect: 'presence' },
    counted([series([null, 5], { reporter: 'destination', source_workload: 'unknown', source_workload_namespace: 'unknown' })]),
    1,
  ],
  ['slowness: counters do not tell', { aspect: 'time' }, counted([series([1, 2])]), null],
])('dates %s', (_, about, seen, step) => {
  expect(seenAt(finding(about), comparison, seen)).toBe(step === null ? null : from + step * 30);
});

const event = (kind: string, namespace: string, name: string, when: number, how: Event['kind'] = 'changed'): Event => ({
  at: at(when),
  object: { apiVersion: 'v1', kind, namespace, name },
  by: 'kubectl-edit',
  kind: how,
});
const near = (events: readonly Event[], edge = 'a') =>
  nearbyChange({ edges: [edge], seenAt: at(2000), rollout: null }, comparison, events)?.object.name ?? null;

it.each<[what: string, events: readonly Event[], edge: string, expected: string | null]>([
  [
    'of two with its name the nearer one',
    [event('A', 'pay', 'payments', 1900), event('B', 'pay', 'payments-v2', 1800)],
    'a',
    'payments-v2',
  ],
  [
    'its own name before a nearer one of its namespace',
    [event('A', 'pay', 'other', 1999), event('B', 'pay', 'payments', 1900)],
    'a',
    'payments',
  ],
  ['nothing that came after', [event('A', 'pay', 'payments', 2001)], 'a', null],
  ['nothing of long before', [event('A', 'pay', 'payments', 1399)], 'a', null],
  ['nothing of another namespace', [event('A', 'cart', 'payments', 1990)], 'a', null],
  ['for an unknown caller, a job that has just begun', [event('CronJob', 'billing', 'batch', 1995, 'started')], 'b', 'batch'],
  ['for a known caller, no such job', [event('CronJob', 'billing', 'batch', 1995, 'started')], 'a', null],
])('puts beside a finding %s', (_, events, edge, expected) => {
  expect(near(events, edge)).toBe(expected);
});

it('takes for a start the birth of a job that a CronJob owns', () => {
  const job = (owner: string, born: string) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: 'batch-1',
      namespace: 'billing',
      creationTimestamp: born,
      ownerReferences: [{ apiVersion: 'batch/v1', kind: owner, name: 'batch', uid: 'u' }],
    },
  });
  const span = { from: at(0), to: at(100) };
  expect(startsOf([job('CronJob', '1970-01-01T00:01:00Z')], span)).toMatchObject([
    { at: 60, object: { kind: 'CronJob', name: 'batch' }, kind: 'started' },
  ]);
  expect(startsOf([job('Workflow', '1970-01-01T00:01:00Z'), job('CronJob', '1970-01-01T00:03:00Z')], span)).toEqual([]);
});

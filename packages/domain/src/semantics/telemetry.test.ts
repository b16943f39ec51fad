import type { KubeObject } from '@vigla/contract/objects';
import { expect, it } from 'vitest';
import { readTracing, type Side } from './telemetry.ts';
import type { Workload } from './workloads.ts';

const workload: Workload = {
  key: 'shop/cart-v1',
  namespace: 'shop',
  name: 'cart-v1',
  labels: { app: 'cart' },
  serviceAccount: 'cart',
  app: 'cart',
  version: 'v1',
  canonicalService: 'cart',
  canonicalRevision: 'v1',
  proxy: 'sidecar',
  pods: [],
};

const telemetry = (where: string, tracing: Readonly<Record<string, unknown>>, app?: string, minute = 0): KubeObject => ({
  apiVersion: 'telemetry.istio.io/v1',
  kind: 'Telemetry',
  metadata: { name: `t${minute}`, namespace: where, creationTimestamp: `2026-01-01T00:0${minute}:00Z` },
  spec: { ...(app !== undefined && { selector: { matchLabels: { app } } }), tracing: [tracing] },
});

const percent = (randomSamplingPercentage: number) => ({ randomSamplingPercentage });

type Row = readonly [why: string, objects: readonly KubeObject[], side: Side, samplingPercent: number | null, reports: boolean];
const rows: readonly Row[] = [
  ['nobody says anything', [], 'client', null, true],
  ['the mesh says it for all', [telemetry('istio-system', percent(5))], 'client', 5, true],
  ['the namespace is closer than the mesh', [telemetry('istio-system', percent(5)), telemetry('shop', percent(50))], 'server', 50, true],
  ['the workload is closer than the namespace', [telemetry('shop', percent(50)), telemetry('shop', percent(0), 'cart')], 'client', 0, true],
  ['another workload is not meant', [telemetry('shop', percent(50), 'till')], 'client', null, true],
  ['another namespace is not meant', [telemetry('office', percent(50))], 'client', null, true],
  [
    'what a close level leaves open a wider one says',
    [telemetry('istio-system', percent(5)), telemetry('shop', { disableSpanReporting: true })],
    'client',
    5,
    false,
  ],
  [
    'a close level can speak again where a wider one is silent',
    [telemetry('istio-system', { disableSpanReporting: true }), telemetry('shop', { disableSpanReporting: false })],
    'client',
    null,
    true,
  ],
  [
    'of two at one level the older counts',
    [telemetry('shop', percent(1), undefined, 2), telemetry('shop', percent(2), undefined, 1)],
    'client',
    2,
    true,
  ],
  ['one side can be meant alone', [telemetry('shop', { match: { mode: 'CLIENT' }, ...percent(7) })], 'client', 7, true],
  ['and the other not', [telemetry('shop', { match: { mode: 'CLIENT' }, ...percent(7) })], 'server', null, true],
  ['a fraction is a percentage', [telemetry('shop', percent(0.01))], 'client', 0.01, true],
];

it.each(rows)('tracing: %s', (_why, objects, side, samplingPercent, reports) => {
  expect(readTracing(objects, 'istio-system')(workload, side)).toEqual({ samplingPercent, reports });
});

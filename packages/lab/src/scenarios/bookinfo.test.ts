import type { KubeObject } from '@vigla/contract/objects';
import { compileMesh } from '@vigla/domain/semantics';
import { describe, expect, it } from 'vitest';
import { createTimeline } from '../flow/index.ts';
import { bookinfo } from './bookinfo.ts';

const noon = Date.UTC(2026, 2, 1, 12);
const minute = 60_000;
const moments = bookinfo.moments({ nowMs: noon, seed: 7 });
const last: readonly KubeObject[] = moments.at(-1)?.objects ?? [];
const named = (kind: string, name: string): KubeObject | undefined =>
  last.find((object) => object.kind === kind && object.metadata.name === name);

describe('the objects of the book shop', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(bookinfo.moments({ nowMs: noon, seed: 7 })).toEqual(moments);
    expect(bookinfo.moments({ nowMs: noon, seed: 8 })).not.toEqual(moments);
  });

  it('have ids, addresses and names of their own', () => {
    const unique = (values: readonly unknown[]): void => expect(new Set(values).size).toBe(values.length);
    unique(last.map(({ metadata }) => metadata.uid));
    unique(last.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`));
    unique(last.filter(({ kind }) => kind === 'Pod').map(({ status }) => status?.['podIP']));
    for (const { metadata } of last) expect(metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('were made in whole seconds, in the past, by somebody', () => {
    for (const { metadata } of last) {
      expect(metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(Date.parse(metadata.creationTimestamp ?? '')).toBeLessThan(noon);
      expect(metadata.managedFields?.length).toBeGreaterThan(0);
    }
  });

  it('tell what was changed within the last hour, when, and by whom', () => {
    const changes = last.flatMap(({ kind, metadata }) =>
      (metadata.managedFields ?? []).map(({ manager, time }) => ({
        what: `${kind} ${metadata.name}`,
        manager,
        minutesAgo: (noon - Date.parse(time ?? '')) / minute,
      })),
    );
    const recent = changes.filter(
      ({ minutesAgo, manager }) => minutesAgo < 60 && !/^(kube-|kubelet|deployment-controller|default-scheduler)/.test(manager ?? ''),
    );
    expect(recent).toEqual([
      { what: 'Deployment reviews-v3', manager: 'ci-deployer', minutesAgo: 52 },
      { what: 'VirtualService reviews', manager: 'kubectl-edit', minutesAgo: 38 },
      { what: 'DestinationRule details', manager: 'ci-deployer', minutesAgo: 21 },
    ]);
  });

  it('hang together: every pod is owned by a set that is owned by a deployment', () => {
    const pods = last.filter(({ kind }) => kind === 'Pod');
    expect(pods.length).toBeGreaterThan(14);
    for (const pod of pods) {
      const set = last.find(({ metadata }) => metadata.uid === pod.metadata.ownerReferences?.[0]?.uid);
      const deployment = last.find(({ metadata }) => metadata.uid === set?.metadata.ownerReferences?.[0]?.uid);
      expect([set?.kind, deployment?.kind]).toEqual(['ReplicaSet', 'Deployment']);
    }
  });

  it('are followed by the mesh without exception', () => {
    expect(compileMesh(last).unsupported).toEqual([]);
  });

  it('ask for a proxy where one runs', () => {
    expect(named('Namespace', 'bookinfo')?.metadata.labels).toMatchObject({ 'istio-injection': 'enabled' });
    const { workloads } = compileMesh(last).registry;
    expect(workloads.get('istio-system/istio-ingressgateway')?.proxy).toBe('gateway');
    expect(workloads.get('bookinfo/ratings-v2')?.proxy).toBe('sidecar');
    expect(workloads.get('clients/partner-feed')?.proxy).toBe('sidecar');
    expect(workloads.get('clients/legacy-shop')?.proxy).toBeNull();
  });
});

describe('the past of the book shop', () => {
  const timeline = createTimeline({ model: bookinfo.model, seed: 7, startMs: noon - 120 * minute, scrapeMs: 5000 });
  for (const { atMs, objects } of moments) timeline.configure(atMs, objects);
  const share = (ms: number): number => {
    const edges = timeline.truth(ms).filter(({ reporter, service }) => reporter === 'source' && service.startsWith('reviews.'));
    const of = (fits: (workload: string) => boolean): number =>
      edges.filter(({ destination }) => fits(destination.workload)).reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0);
    return of((workload) => workload === 'reviews-v3') / of(() => true);
  };

  it('shows the shift of traffic to the canary when it was made', () => {
    expect(share(noon - 39 * minute)).toBe(0);
    expect(share(noon - 37 * minute)).toBeCloseTo(0.2, 12);
  });

  it('shows the rollout as a pod that ends and a pod that begins', () => {
    const ups = timeline.select(
      [
        { name: '__name__', operator: '=', value: 'up' },
        { name: 'pod', operator: '=~', value: 'reviews-v3-.*' },
      ],
      noon - 120 * minute,
      noon,
    );
    const spans = ups.map((series) => series.samples(0, noon).map(({ t }) => t)).map((times) => [times[0] ?? 0, times.at(-1) ?? 0]);
    const rollout = noon - 52 * minute;
    expect(spans).toHaveLength(2);
    expect(spans[0]?.[1]).toBeLessThan(rollout);
    expect(spans[1]?.[0]).toBeGreaterThanOrEqual(rollout);
  });
});

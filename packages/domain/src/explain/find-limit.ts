import { unlimited } from '../semantics/index.ts';
import type { EdgeMatter } from './edge-matter.ts';
import { type Finding, finding, type Sourced } from './finding.ts';
import type { Mechanism } from './mechanism.ts';
import { findObject, refOf, valueAt } from './object-fields.ts';
import { refusedShare } from './queue.ts';
import { totalOf } from './reports.ts';

/** A limit of the caller's connections refuses: which rule sets it, and whether load and holding time alone explain the share. */
export function findConnectionLimit(matter: EdgeMatter, { share }: Mechanism): Finding {
  const { call, objects, edge } = matter;
  const found = call?.legs.find(
    ({ leg }) =>
      leg.pool.maxConnections < unlimited || leg.pool.http1MaxPendingRequests < unlimited || leg.pool.http2MaxRequests < unlimited,
  );
  if (!call || !found) return finding('connection_limit', null, [], [{ kind: 'before' }]);
  const { leg } = found;
  const rule = ruleBehind(matter, leg.host, leg.subset);
  const place = rule && placeOf(rule, leg.subset, 'connectionPool');
  const isHttp1 = edge.traffic.protocol === 'http' && !leg.pool.upgrades;
  const field = place && limitField(rule, place, isHttp1);
  const limits = {
    maxConnections: bounded(leg.pool.maxConnections),
    maxPending: bounded(leg.pool.http1MaxPendingRequests),
    maxRequests: bounded(leg.pool.http2MaxRequests),
  };
  const object = rule ? refOf(rule) : null;
  const evidence: Sourced[] = [
    { fact: { kind: 'connection_limit', object, field: place, subset: leg.subset, ...limits }, source: 'configuration' },
    ...queueEvidence(matter, { servers: limits.maxConnections, places: limits.maxPending ?? 0, share, isHttp1 }),
  ];
  const culprit =
    rule && object && objects.includes(rule)
      ? { kind: 'object' as const, object, field, part: partOf(place, leg.subset), certainty: 'sure' as const }
      : null;
  return finding('connection_limit', culprit, evidence, [
    { kind: 'needs_limit', name: matter.to.id },
    ...(leg.subset !== null ? [{ kind: 'which_pod' as const, code: '503', part: leg.subset }] : []),
  ]);
}

/** A block of the whole host holds for no part of it. */
export const partOf = (place: string | null, subset: string | null): string | null => (place?.startsWith('spec.subsets') ? subset : null);

const bounded = (limit: number): number | null => (limit < unlimited ? limit : null);

/** The DestinationRule that the caller's proxy follows towards a host, as the semantics tell step by step. */
export function ruleBehind({ call, objects }: EdgeMatter, host: string, subset: string | null) {
  const step = call?.steps.find(
    ({ stage, object, facts }) =>
      stage === 'destination' && object?.kind === 'DestinationRule' && facts['host'] === host && facts['subset'] === subset,
  );
  return step?.object ? (findObject(objects, step.object) ?? null) : null;
}

/** Where in a DestinationRule a block stands that holds for a subset: its own, or that of the whole host. */
export function placeOf(rule: unknown, subset: string | null, block: string): string | null {
  const candidates = [
    ...(subset === null
      ? []
      : [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `spec.subsets[${n}]`).filter((path) => valueAt(rule, `${path}.name`) === subset)),
    'spec',
  ].map((path) => `${path}.trafficPolicy`);
  for (const path of candidates) {
    if (valueAt(rule, `${path}.${block}`) !== null) return `${path}.${block}`;
    const port = [0, 1, 2, 3].find((n) => valueAt(rule, `${path}.portLevelSettings[${n}].${block}`) !== null);
    if (port !== undefined) return `${path}.portLevelSettings[${port}].${block}`;
  }
  return null;
}

/** Which of the limits is felt: of HTTP/1.1 the connections, of HTTP/2 the requests under way. */
function limitField(rule: unknown, place: string, isHttp1: boolean): string {
  const order = isHttp1
    ? ['tcp.maxConnections', 'http.http1MaxPendingRequests', 'http.http2MaxRequests']
    : ['http.http2MaxRequests', 'tcp.maxConnections', 'http.http1MaxPendingRequests'];
  const set = order.find((name) => valueAt(rule, `${place}.${name}`) !== null);
  return set === undefined ? place : `${place}.${set}`;
}

interface Queue {
  readonly servers: number | null;
  readonly places: number;
  readonly share: number;
  readonly isHttp1: boolean;
}

/** The arithmetic of the queue, where load, holding time and the number of callers are known. */
function queueEvidence({ reports, times, call }: EdgeMatter, { servers, places, share, isHttp1 }: Queue): readonly Sourced[] {
  const pods = call?.caller?.pods.filter(({ ready }) => ready).length ?? 0;
  const holdMs = times.find(({ reporter, code }) => reporter === 'destination' && code === '200')?.meanMs;
  if (!isHttp1 || servers === null || pods === 0 || holdMs === undefined || reports.source.length === 0) return [];
  const perPodPerSecond = totalOf(reports.source) / pods;
  const busy = (perPodPerSecond * holdMs) / 1000;
  const expectedShare = refusedShare(servers, places, busy);
  const model = `M/M/${servers}/${servers + places}`;
  return [{ fact: { kind: 'queue', perPodPerSecond, holdMs, busy, expectedShare, measuredShare: share, model }, source: 'arithmetic' }];
}

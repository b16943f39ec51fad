import type { KubeObject } from '@vigla/contract/objects';
import { describe, expect, it } from 'vitest';
import type { Condition, Conditions } from './conditions.ts';
import { minute, noon, rate, rule, running, shop, virtual, withObjects, words } from './test/shop.ts';
import type { Timeline } from './timeline.ts';
import type { TrueEdge } from './truth.ts';

const limited = (pool: object, more: object = {}): KubeObject =>
  rule('DestinationRule ratings', { host: 'ratings', trafficPolicy: { connectionPool: pool, ...more } });
const narrow = { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 1 } };

/** The shop with these objects, its workloads as told. */
function under(objects: readonly KubeObject[], conditions: Readonly<Record<string, Condition>> = {}): Timeline {
  const timeline = running();
  timeline.configure(noon - 3 * minute, objects, new Map(Object.entries(conditions).map(([name, one]) => [`bookinfo/${name}`, one])));
  return timeline;
}

const toRatings = (edge: TrueEdge): boolean =>
  edge.reporter === 'source' && edge.service.startsWith('ratings.') && edge.source.workload === 'reviews-v2';
const refused = (edges: readonly TrueEdge[]): number =>
  rate(edges, (edge) => toRatings(edge) && edge.flags === 'UO') / rate(edges, toRatings);

describe('limits of connections', () => {
  it('leave everything as it is where nothing comes near them', () => {
    const plain = running().truth(noon);
    const roomy = running(withObjects(limited({ tcp: { maxConnections: 5000 }, http: { http2MaxRequests: 5000 } }))).truth(noon);
    expect(roomy.map(words)).toEqual(plain.map(words));
    expect(rate(roomy, () => true)).toBeCloseTo(
      rate(plain, () => true),
      9,
    );
  });

  it('refuse at the caller alone, which has chosen a host by then', () => {
    const edges = under(withObjects(limited(narrow)), { 'ratings-v1': { latencyFactor: 200 } }).truth(noon);
    const overflow = edges.filter(({ flags }) => flags === 'UO');
    expect(new Set(overflow.map(({ reporter }) => reporter))).toEqual(new Set(['source']));
    expect(overflow.map(words)).toContain('source reviews-v2>ratings-v1 503 UO unknown');
    expect(overflow.every(({ service, destination }) => service.startsWith('ratings.') && destination.namespace === 'bookinfo')).toBe(true);
    expect(refused(edges)).toBeGreaterThan(0.1);
  });

  it('refuse what a queue of one server and one place refuses', () => {
    const timeline = under(withObjects(limited(narrow)), { 'ratings-v1': { latencyFactor: 100 }, 'ratings-v2': { latencyFactor: 100 } });
    const solution = timeline.epochAt(noon)?.solution;
    const current = solution?.currents.filter(({ hop }) => hop.caller.name === 'reviews-v2' && hop.call.host === 'ratings') ?? [];
    const pods = current[0]?.hop.caller.pods.length ?? 0;
    const asked = rate(timeline.truth(noon), toRatings) / pods;
    const holdMs = current[0]?.hop.uses[0]?.holdMs ?? 0;
    const a = (asked * holdMs) / 1000;
    // Load goes on moving a little within the minute for which the share is worked out.
    expect(refused(timeline.truth(noon))).toBeCloseTo((a * a) / (1 + a + a * a), 2);
    expect(solution?.converged).toBe(true);
  });

  it('refuse more where load rises, minute by minute', () => {
    const timeline = running(withObjects(limited(narrow)));
    const slow: Conditions = new Map([['bookinfo/ratings-v1', { latencyFactor: 60 }]]);
    timeline.configure(noon - 10 * minute, withObjects(limited(narrow)), slow, new Map([['readers', 1]]));
    timeline.configure(noon - 5 * minute, withObjects(limited(narrow)), undefined, new Map([['readers', 3]]));
    expect(refused(timeline.truth(noon))).toBeGreaterThan(1.3 * refused(timeline.truth(noon - 6 * minute)));
    expect(timeline.epochsIn(noon - 10 * minute, noon).length).toBeGreaterThanOrEqual(2);
  });

  it.each<[because: string, pool: object, refuses: boolean]>([
    ['HTTP/1.1 has no connection left', narrow, true],
    ['HTTP/1.1 may have no more requests under way', { http: { http2MaxRequests: 1 } }, true],
    ['HTTP/1.1 may wait as long as it likes', { tcp: { maxConnections: 1 } }, false],
    ['HTTP/2 needs one connection only', { tcp: { maxConnections: 1 }, http: { h2UpgradePolicy: 'UPGRADE' } }, false],
    ['a limit of 0 is none', { tcp: { maxConnections: 0 }, http: { http2MaxRequests: 0 } }, false],
  ])('%s', (_because, pool, refuses) => {
    expect(refused(under(withObjects(limited(pool)), { 'ratings-v1': { latencyFactor: 50 } }).truth(noon)) > 0).toBe(refuses);
  });

  it('refuse connections of TCP as well', () => {
    const mysql = rule('DestinationRule mysqldb', {
      host: 'mysqldb',
      trafficPolicy: { portLevelSettings: [{ port: { number: 3306 }, connectionPool: { tcp: { maxConnections: 1 } } }] },
    });
    const edges = under(withObjects(mysql), { 'mysqldb-v1': { latencyFactor: 200 } }).truth(noon);
    expect(edges.filter(({ protocol }) => protocol === 'tcp').map(words)).toContain('source ratings-v2>mysqldb-v1  UO unknown');
  });

  it('are not tried again, whatever the route says', () => {
    const rules = [limited(narrow), virtual('ratings', { retries: { attempts: 5, retryOn: '5xx,reset,connect-failure' } })];
    const edges = under(withObjects(...rules), { 'ratings-v1': { latencyFactor: 100 } }).truth(noon);
    expect(edges.filter(({ flags }) => flags.includes('UO')).map(({ flags }) => flags)).not.toContain('UO,URX');
  });

  it('answer the same whatever was asked before', () => {
    const ask = (instants: readonly number[]): string => {
      const timeline = under(withObjects(limited(narrow)), { 'ratings-v1': { latencyFactor: 100 } });
      for (const ms of instants) timeline.truth(ms);
      return JSON.stringify([noon - 2 * minute, noon].map((ms) => timeline.truth(ms)));
    };
    expect(ask([])).toBe(ask([noon - 2.5 * minute, noon - minute, noon - 2 * minute]));
  });
});

it('what is written takes effect when it was written, even if somebody has asked for later', () => {
  const told = (asked: boolean): string => {
    const timeline = under(withObjects(limited(narrow)), { 'ratings-v1': { latencyFactor: 100 } });
    if (asked) timeline.truth(noon + 20 * minute);
    if (asked) timeline.select([], noon, Infinity);
    timeline.configure(noon, withObjects(limited({ tcp: { maxConnections: 2 } })));
    const scrapes = timeline.targets().map(({ namespace, pod }) => timeline.scrape(namespace, pod, noon + 5 * minute));
    return JSON.stringify([timeline.truth(noon + minute), timeline.truth(noon - minute), scrapes]);
  };
  expect(told(true)).toBe(told(false));
});

describe('a condition', () => {
  it('adds failures before those of the application', () => {
    const edges = under(shop, { 'ratings-v2': { failures: [{ code: 500, share: 0.4 }] } }).truth(noon);
    const answers = (code: string): number =>
      rate(edges, (edge) => edge.reporter === 'destination' && edge.destination.workload === 'ratings-v2' && edge.code === code);
    const all = answers('200') + answers('500') + answers('503');
    expect(answers('500') / all).toBeCloseTo(0.4, 9);
    expect(answers('503') / all).toBeCloseTo(0.6 * 0.012, 9);
  });

  it('stays until another is told, and ends with an empty one', () => {
    const timeline = under(shop, { 'details-v1': { failures: [{ code: 500, share: 1 }] } });
    const failing = (): number => rate(timeline.truth(noon), (edge) => edge.destination.workload === 'details-v1' && edge.code === '500');
    timeline.configure(noon - 2 * minute, shop);
    expect(failing()).toBeGreaterThan(1);
    timeline.configure(noon - minute, shop, new Map());
    expect(failing()).toBe(0);
  });
});

describe('the load of a root', () => {
  it('is multiplied from an instant on, in truth, in counters and in what is asked of it', () => {
    const timeline = running();
    const before = timeline.rateAt(0, noon - 1);
    timeline.configure(noon - 5 * minute, shop, undefined, new Map([['readers', 2]]));
    expect(timeline.rateAt(0, noon - 1)).toBeCloseTo(2 * before, 9);
    expect(timeline.rateAt(0, noon - 6 * minute)).toBeLessThan(1.5 * before);
    const entering = (ms: number): number =>
      rate(timeline.truth(ms), (edge) => edge.reporter === 'source' && edge.source.workload === 'istio-ingressgateway');
    const others = [1, 2].reduce((total, root) => total + timeline.rateAt(root, noon), 0);
    expect(entering(noon)).toBeCloseTo(timeline.rateAt(0, noon) + others, 9);
    const counted = timeline
      .select(
        [
          { name: '__name__', operator: '=', value: 'istio_requests_total' },
          { name: 'reporter', operator: '=', value: 'source' },
          { name: 'source_workload', operator: '=', value: 'istio-ingressgateway' },
        ],
        0,
        noon,
      )
      .map((series) => series.window(noon - 4 * minute, noon))
      .reduce((total, window) => total + (window ? (window.last.v - window.first.v) / ((window.last.t - window.first.t) / 1000) : 0), 0);
    expect(counted / entering(noon - 2 * minute)).toBeCloseTo(1, 1);
  });
});

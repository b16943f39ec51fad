import type { KubeObject } from '@vigla/contract/objects';
import { describe, expect, it } from 'vitest';
import { createTimeline, type Timeline, type TrueEdge } from '../flow/index.ts';
import { bookinfo } from '../scenarios/index.ts';
import { cases, minute, noon, objectsOf, put, rule, running, virtual } from './test/cases.ts';
import { callsOf } from './test/balance.ts';
import { apart, objectFirst, objectLast, unrelatedTo } from './test/order.ts';
import { passages } from './test/seen.ts';

const shop = objectsOf(bookinfo);

interface Line {
  readonly name: string;
  /** Pod and labels but for the bound of a bucket. */
  readonly series: string;
  /** The bound of a bucket; NaN where it is none. */
  readonly upTo: number;
  readonly value: number;
}

/** What all pods show at noon. */
const linesOf = (timeline: Timeline): readonly Line[] =>
  timeline.targets().flatMap(({ namespace, pod }) =>
    (timeline.scrape(namespace, pod, noon) ?? []).flatMap((family) =>
      family.lines.map(({ name, labels: { le, ...labels }, value }): Line => {
        const upTo = le === '+Inf' ? Infinity : Number(le);
        return { name, series: `${namespace}/${pod}|${Object.values(labels).join('|')}`, upTo, value };
      }),
    ),
  );

describe.each(cases)('counters of $name', (one) => {
  const timeline = running(one);
  const byName = Map.groupBy(linesOf(timeline), ({ name }) => name);
  const values = (name: string): ReadonlyMap<string, number> =>
    new Map((byName.get(name) ?? []).map(({ series, value }) => [series, value]));

  it.each(['istio_request_duration_milliseconds', 'istio_request_bytes', 'istio_response_bytes'])(
    '%s: buckets rise, and the last one holds all',
    (name) => {
      const buckets = Map.groupBy(byName.get(`${name}_bucket`) ?? [], ({ series }) => series);
      const [counts, requests] = [values(`${name}_count`), values('istio_requests_total')];
      expect(buckets.size).toBeGreaterThan(5);
      for (const [series, found] of buckets) {
        const upTo = found.toSorted((a, b) => a.upTo - b.upTo).map(({ value }) => value);
        expect(upTo).toEqual(upTo.toSorted((a, b) => a - b));
        expect(upTo).toHaveLength(20);
        expect(upTo.at(-1)).toBe(counts.get(series));
        expect(upTo.at(-1)).toBe(requests.get(series));
      }
    },
  );

  it('never fall while their pod lives', () => {
    let looked = 0;
    for (const metric of ['istio_requests_total', 'istio_request_duration_milliseconds_sum', 'istio_tcp_sent_bytes_total']) {
      for (const series of timeline.select([{ name: '__name__', operator: '=', value: metric }], noon - 5 * minute, noon)) {
        const counts = series.samples(noon - 5 * minute, noon).map(({ v }) => v);
        expect(counts).toEqual(counts.toSorted((a, b) => a - b));
        looked += 1;
      }
    }
    expect(looked).toBeGreaterThan(20);
  });

  it('have as much going out as comes in: each workload calls on as often as it does for each request that reaches it', () => {
    const flows = callsOf(timeline);
    expect(flows.length).toBeGreaterThan(2);
    const odd = flows.filter(({ sent, least, most }) => sent < least - 1e-9 || sent > most + 1e-9);
    expect(odd).toEqual([]);
  });

  it('do not tell in which order things were written: what flows afterwards is the same', () => {
    const object = unrelatedTo(timeline);
    const strained = timeline.epochAt(noon)?.solution.strained ?? false;
    const [early, late] = [objectFirst, objectLast].map((order) => running(one, 7, order(object, strained)));
    expect(early && late && apart(early, late)).toEqual([]);
  });
});

describe('what comes in goes out', () => {
  const plain = shop.filter(
    ({ kind, metadata }) =>
      !['DestinationRule', 'AuthorizationPolicy'].includes(kind) && (kind !== 'VirtualService' || metadata.name === 'bookinfo'),
  );
  const timeline = running({ scenario: bookinfo, past: () => [{ atMs: noon - 30 * minute, objects: plain }] });
  const edges = timeline.truth(noon);
  const sum = (fits: (edge: TrueEdge) => boolean): number =>
    edges.filter(fits).reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0);
  const rows = [...bookinfo.model.behaviours].flatMap(([workload, operations]) => {
    const [only, more] = operations;
    return only && !more ? only.calls.map((call) => [workload.split('/')[1] ?? '', call.host, only, call.perRequest] as const) : [];
  });

  it.each(rows)('%s calls %s as often as it is called', (workload, host, { failures }, perRequest) => {
    const received = sum(({ reporter, destination }) => reporter === 'destination' && destination.workload === workload);
    const sent = sum(
      ({ reporter, source, service }) => reporter === 'source' && source.workload === workload && service.startsWith(`${host}.`),
    );
    const working = 1 - failures.reduce((total, { share }) => total + share, 0);
    expect(received).toBeGreaterThan(1);
    expect(sent).toBeCloseTo(received * working * perRequest, 9);
  });

  it('the page is asked for at the gateway and by those who have no proxy, and asks for details once each', () => {
    const rate = (id: string): number =>
      timeline.rateAt(
        bookinfo.model.roots.findIndex((root) => root.id === id),
        noon,
      );
    const pages = bookinfo.model.roots.filter(({ call }) => call.path === '/productpage').reduce((total, { id }) => total + rate(id), 0);
    expect(
      sum(
        ({ reporter, source, service }) => reporter === 'source' && source.workload === 'productpage-v1' && service.startsWith('details.'),
      ),
    ).toBeCloseTo(pages, 9);
    expect(rows.length).toBeGreaterThan(2);
  });
});

describe('the order of changes', () => {
  const fault = put(virtual('details', { fault: { abort: { httpStatus: 500, percentage: { value: 10 } } } }));
  const deny = put(rule('AuthorizationPolicy nobody', { selector: { matchLabels: { app: 'ratings' } }, action: 'DENY', rules: [{}] }));

  function told(first: typeof fault, second: typeof fault): Timeline {
    const timeline = createTimeline({ model: bookinfo.model, seed: 7, startMs: noon - 30 * minute, scrapeMs: 5000 });
    const steps: readonly (readonly [number, readonly KubeObject[]])[] = [
      [30, shop],
      [20, first(shop)],
      [10, second(first(shop))],
    ];
    for (const [minutes, objects] of steps) timeline.configure(noon - minutes * minute, objects);
    return timeline;
  }

  it('does not matter for what flows after them, nor for what is traced', () => {
    const [one, other] = [told(fault, deny), told(deny, fault)];
    const rates = (timeline: Timeline) =>
      Object.fromEntries(
        timeline.truth(noon).map(({ requestsPerSecond, ...edge }) => [JSON.stringify(edge), Math.round(requestsPerSecond * 1e9)]),
      );
    expect(rates(one)).toEqual(rates(other));
    const traced = (timeline: Timeline) =>
      passages(timeline, 20).map(({ id, exchanges }) => [id, exchanges.map(({ way }) => [way.code, way.flags, way.lastedMs])]);
    expect(traced(one)).toEqual(traced(other));
  });

  it('matters before that', () => {
    const codes = (timeline: Timeline) => new Set(timeline.truth(noon - 15 * minute).map(({ code }) => code));
    expect(codes(told(fault, deny)).has('500')).toBe(true);
    expect(codes(told(deny, fault)).has('500')).toBe(false);
  });
});

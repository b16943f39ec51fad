import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boxable,
  defaultGraphPlace,
  drawable,
  type GraphPlace,
  grpcRates,
  httpRates,
  layouts,
  panels,
  searches,
  showable,
  speeds,
  tcpRates,
  times,
  views,
  ways,
} from './graph-place.ts';
import { readGraphPlace, writeGraphPlace } from './place-in-url.ts';

const instant = fc.integer({ min: 0, max: 32_503_680_000 });
const id = fc.string({ minLength: 1, maxLength: 200 });
const places: fc.Arbitrary<GraphPlace> = fc.record({
  namespaces: fc.uniqueArray(fc.stringMatching(/^[a-z]([-a-z0-9]{0,20}[a-z0-9])?$/)),
  windowSeconds: fc.integer({ min: 15, max: 2_592_000 }),
  atEpochSeconds: fc.option(instant),
  versusEpochSeconds: fc.option(instant),
  replay: fc.option(
    fc
      .record({
        from: fc.integer({ min: 0, max: 2_000_000_000 }),
        span: fc.integer({ min: 1, max: 9999 }),
        speed: fc.constantFrom(...speeds),
      })
      .map(({ from, span, speed }) => ({ from, to: from + span, speed })),
  ),
  groupBy: fc.constantFrom('version', 'workload', 'app', 'service'),
  gather: fc.constantFrom('auto', 'none', 'cluster', 'namespace', 'app', 'label:team', 'label:app.kubernetes.io/part-of'),
  open: fc.uniqueArray(id, { maxLength: 5 }),
  show: fc.subarray([...showable]),
  time: fc.constantFrom(...times),
  throughput: fc.constantFrom(...ways),
  http: fc.constantFrom(...httpRates),
  grpc: fc.constantFrom(...grpcRates),
  tcp: fc.constantFrom(...tcpRates),
  ambient: fc.constantFrom('total', 'waypoint', 'ztunnel'),
  boxes: fc.subarray([...boxable]),
  layout: fc.constantFrom(...layouts),
  calls: fc.constantFrom(...drawable),
  find: fc.string({ maxLength: 200 }),
  hide: fc.string({ maxLength: 200 }),
  search: fc.constantFrom(...searches),
  focus: fc.option(id),
  hops: fc.integer({ min: 1, max: 10 }),
  selected: fc.option(id),
  panel: fc.constantFrom(...panels),
  trace: fc.option(fc.stringMatching(/^[0-9a-f]{1,32}$/)),
  view: fc.constantFrom(...views),
  viewport: fc.option(
    fc.record({
      x: fc.integer({ min: -99_999, max: 99_999 }),
      y: fc.integer({ min: -99_999, max: 99_999 }),
      z: fc.integer({ min: 20, max: 4000 }).map((thousandths) => thousandths / 1000),
    }),
  ),
});

describe('the graph page in a link', () => {
  it('comes back from its URL as it was', () => {
    fc.assert(
      fc.property(places, (place) => {
        const search = new URLSearchParams(writeGraphPlace(place).toString());
        expect(readGraphPlace(search)).toEqual({ place, ignored: [] });
      }),
      { numRuns: 1000 },
    );
  });

  it('survives any URL, and what it reads can be written and read again', () => {
    const parts = fc.tuple(
      fc.constantFrom(
        ...'ns w at vs play by in open show time bytes http grpc tcp ambient box layout calls find hide search'.split(' '),
        ...'focus hops sel panel trace view x y z __proto__ q'.split(' '),
      ),
      fc.oneof(
        fc.string(),
        fc.integer().map(String),
        fc.constantFrom('rate.errors', 'none', 'label:a', 'label:', '1-2-fast', '2-1-fast', 'deadbeef'),
      ),
    );
    fc.assert(
      fc.property(fc.array(parts), (given) => {
        const { place } = readGraphPlace(new URLSearchParams(given));
        expect(readGraphPlace(writeGraphPlace(place)).place).toEqual({
          ...place,
          viewport: place.viewport && readGraphPlace(writeGraphPlace(place)).place.viewport,
        });
      }),
      { numRuns: 10_000 },
    );
  });

  it('writes nothing for the plainest page', () => {
    expect(writeGraphPlace(defaultGraphPlace).toString()).toBe('');
  });

  it.each([
    ['an unknown part', 'flavour=mint', ['flavour']],
    ['a window that is no number', 'w=soon', ['w']],
    ['a window shorter than a scrape', 'w=1', ['w']],
    ['a grouping nobody has', 'by=mood', ['by']],
    ['a namespace that is PromQL', 'ns=shop&ns=%22%7D%20or%20vector(1)', ['ns']],
    ['half a viewport', 'x=3&y=4', ['x', 'y']],
    ['a zoom that shows nothing', 'x=3&y=4&z=0', ['x', 'y', 'z']],
    ['a replay that ends before it begins', 'play=200-100-fast', ['play']],
    ['a trace that is none', 'trace=%3Cscript%3E', ['trace']],
    ['a label family of another console', 'show=rate.glitter', ['show']],
  ])('passes over %s and names it', (_, search, ignored) => {
    const read = readGraphPlace(new URLSearchParams(search));
    expect(read.ignored).toEqual(ignored);
    expect(read.place).toEqual({ ...defaultGraphPlace, namespaces: search.startsWith('ns=shop') ? ['shop'] : [] });
  });
});

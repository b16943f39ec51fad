import { describe, expect, it } from 'vitest';
import type { Timeline } from '../flow/index.ts';
import { cases, noon, running } from './test/cases.ts';
import { growth, sideOf } from './test/measured.ts';
import { endingKey, passages, seenIn, sideKey, trueEnding, trueSide, type Seen } from './test/seen.ts';
import { chiSquareP, isLikely } from './test/statistics.ts';

const bounds = ['0.5', '1', '5', '10', '25', '50', '100', '250', '500', '1000', '2500', '5000', '10000', '+Inf'];

/** What is worked out once for all laws about a case. */
function observe(timeline: Timeline, seconds: number) {
  const some = passages(timeline, seconds);
  const count = some.length;
  const seen = seenIn(timeline, some);
  const truth = timeline.truth(noon, seconds * 1000);
  const rates = (keyOf: (edge: (typeof truth)[number]) => string): ReadonlyMap<string, number> => {
    const sums = new Map<string, number>();
    for (const edge of truth) sums.set(keyOf(edge), (sums.get(keyOf(edge)) ?? 0) + edge.requestsPerSecond);
    return sums;
  };
  return { count, seen, endings: rates(trueEnding), sides: rates(trueSide), bySide: Map.groupBy(seen, sideKey) };
}

describe.each(cases)('$name', (one) => {
  const timeline = running(one);
  const { seconds } = one;
  const { count, seen, endings, sides, bySide } = observe(timeline, seconds);
  /** The part of all requests that is followed. */
  const followed = count / seconds / timeline.model.roots.reduce((total, _, root) => total + timeline.rateAt(root, noon), 0);

  it('has enough requests to look at', () => {
    expect(count).toBeGreaterThan(seconds > 500 ? 5000 : 1000);
    expect(seen.length).toBeGreaterThan(count);
  });

  it('shows in traces and metrics what it is about', () => {
    const rate = (shows: string): number =>
      [...endings].reduce((total, [ending, perSecond]) => total + (ending.endsWith(` ${shows}`) ? perSecond : 0), 0);
    expect(one.shows.filter((shows) => rate(shows) === 0)).toEqual([]);
    const traced = new Set(seen.map(({ code, flags }) => `${code} ${flags}`));
    // What is rare need not be among the few that are followed.
    const due = one.shows.filter((shows) => rate(shows) * followed * seconds > 5);
    expect(due.filter((shows) => !traced.has(shows))).toEqual([]);
  });

  it('shows in traces only what the metrics know: edges, codes and flags', () => {
    const strangers = new Set(seen.map(endingKey).filter((key) => !endings.has(key)));
    expect([...strangers]).toEqual([]);
  });

  it('shows in traces every edge that is not rare in the metrics', () => {
    const traced = new Set(seen.map(endingKey));
    const missing = [...endings].filter(([key, rate]) => rate * followed * seconds > 20 && !traced.has(key));
    expect(missing.map(([key]) => key)).toEqual([]);
  });

  it('has in traces as many failures of each edge as the metrics let expect', () => {
    const unlikely = [...bySide].flatMap(([side, exchanges]) => {
      const own = [...Map.groupBy(exchanges, endingKey)];
      return own.flatMap(([ending, found]) => {
        const share = (endings.get(ending) ?? 0) / (sides.get(side) ?? 0);
        return isLikely(found.length, exchanges.length, share) ? [] : [`${ending}: ${found.length} of ${exchanges.length}, not ${share}`];
      });
    });
    expect(unlikely).toEqual([]);
  });

  it('lasts in traces as long as the histograms say', () => {
    const buckets = growth(
      timeline,
      'istio_request_duration_milliseconds_bucket',
      seconds,
      (labels) => `${sideOf(labels)} ${labels['le'] ?? ''}`,
    );
    const unlikely = [...bySide].flatMap(([side, exchanges]) => {
      const all = buckets.get(`${side} +Inf`) ?? 0;
      // Connections have no histogram.
      if (all === 0) return [];
      const upTo = bounds.map((bound) => (buckets.get(`${side} ${bound}`) ?? 0) / all);
      const counts = perBucket(exchanges);
      const p = chiSquareP(
        counts,
        upTo.map((share, i) => share - (upTo[i - 1] ?? 0)),
      );
      return p > 0.001 ? [] : [`${side}: p = ${p}, seen ${counts.join(' ')}`];
    });
    expect(unlikely).toEqual([]);
  });

  it('reports on the called side as many tries as the calling side made', () => {
    const pairs = [...sides].flatMap(([key, rate]) =>
      key.startsWith('source') && sides.has(key.replace('source', 'destination'))
        ? [{ key, rate, heard: key.replace('source', 'destination') }]
        : [],
    );
    expect(pairs.length).toBeGreaterThan(4);
    const odd = pairs.filter(({ key, rate, heard }) => {
      const tries = (sides.get(heard) ?? 0) / rate;
      const [asked, served] = [bySide.get(key)?.length ?? 0, bySide.get(heard)?.length ?? 0];
      return Math.abs(served - asked * tries) > 4 * Math.sqrt(asked * Math.abs(tries - 1)) + 1;
    });
    expect(odd).toEqual([]);
  });

  it('reports on both sides the same, to the last digit, where everything goes well', () => {
    const goesWell = (side: string): boolean =>
      [...endings.keys()]
        .filter((ending) => ending.startsWith(`${side} `))
        .every((ending) => /^ (200)? ?-$/.test(ending.slice(side.length)));
    const silent = withoutProxy(timeline);
    const clean = [...sides.keys()].filter(
      (key) =>
        key.startsWith('source') &&
        goesWell(key) &&
        goesWell(key.replace('source', 'destination')) &&
        !silent.has(/>(\S+)/.exec(key)?.[1] ?? ''),
    );
    expect(clean.length).toBeGreaterThan(1);
    const heard = clean.map((key) => [key, Math.round((sides.get(key.replace('source', 'destination')) ?? 0) * 1e9)]);
    expect(heard).toEqual(clean.map((key) => [key, Math.round((sides.get(key) ?? 0) * 1e9)]));
  });

  it('counts each request once by code and once by duration, to the bit', () => {
    const grown = (metric: string) =>
      growth(
        timeline,
        metric,
        seconds,
        (labels) => `${sideOf(labels)} ${labels['response_code'] ?? ''} ${labels['response_flags'] ?? ''} ${labels['pod'] ?? ''}`,
      );
    const counted = grown('istio_requests_total');
    expect(counted.size).toBeGreaterThan(10);
    expect(grown('istio_request_duration_milliseconds_count')).toEqual(counted);
  });
});

/** How many fall between each bound and the one before. */
function perBucket(exchanges: readonly Seen[]): readonly number[] {
  const counts = bounds.map(() => 0);
  const upTo = bounds.map((bound) => (bound === '+Inf' ? Infinity : Number(bound)));
  for (const { lastedMs } of exchanges) {
    const at = upTo.findIndex((bound) => lastedMs <= bound);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

/** Those that report nothing when they are called, by name; `unknown` for what has none. */
const withoutProxy = (timeline: Timeline): ReadonlySet<string> =>
  new Set([
    'unknown',
    ...[...(timeline.latest()?.mesh.registry.workloads.values() ?? [])].flatMap(({ name, pods }) =>
      pods.every(({ injected }) => injected) ? [] : [name],
    ),
  ]);

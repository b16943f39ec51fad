import { at, minutes } from '@vigla/contract/units';
import { describe, expect, it } from 'vitest';
import { copyingJobsQuery, countedOnce } from './counted-once.ts';
import { graphQueries } from './graph-queries.ts';
import { historyQueries } from './history-queries.ts';
import { recordingRules } from './recording-rules.ts';

const window = minutes(5);
const now = at(1000);
const many = Array.from({ length: 100 }, (_, i) => `team-${i}`);
const hostile = ['a"} or vector(1) or x{y="', 'back\\slash', 'a|b', 'line\nbreak', '.*'];

/** Text of a query outside its string literals: what Prometheus takes for PromQL. */
const outsideOfText = (query: string): string => query.replaceAll(/"(\\.|[^"\\\n])*"/g, '""');

describe('the questions of one reading', () => {
  it('are as many for a hundred namespaces as for one, or all', () => {
    for (const namespaces of [[], ['one'], many]) {
      expect(graphQueries(window, now, namespaces)).toHaveLength(6);
      expect(historyQueries({ window, gateways: [], namespaces })).toHaveLength(2);
    }
  });

  it('name what a picture lacks without them, and one instant for all', () => {
    const questions = graphQueries(window, now);
    expect(new Set(questions.map(({ name }) => name)).size).toBe(6);
    expect(new Set(questions.map((question) => question.at))).toEqual(new Set([now]));
    expect(questions.find(({ name }) => name === 'durationBuckets')?.lacks).toBe('response_times');
  });

  it('group requests by reporter and by everything a graph tells apart', () => {
    const [requests] = graphQueries(window, now);
    for (const label of [
      'reporter',
      'source_workload',
      'destination_workload',
      'destination_service',
      'response_code',
      'response_flags',
      'grpc_response_status',
      'connection_security_policy',
      'source_principal',
    ])
      expect(requests?.query).toContain(label);
    expect(requests?.query).toMatch(/\(rate\(istio_requests_total\[300s\]\)\)$/);
  });

  it('keep series at rest and every digit', () => {
    for (const { query } of graphQueries(window, now)) expect(query).not.toMatch(/> 0|round/);
  });

  it.each(hostile)('stay the same questions for a namespace called %j', (name) => {
    const queries = (namespaces: string[]) =>
      [...graphQueries(window, now, namespaces), ...historyQueries({ window, gateways: namespaces, namespaces })].map(({ query }) => query);
    expect(queries([name]).map(outsideOfText)).toEqual(queries(['harmless']).map(outsideOfText));
    for (const query of queries([name])) expect(query).not.toContain('\n');
  });

  it('match a hostile name as that name and nothing else', () => {
    const [requests] = graphQueries(window, now, ['.*|a']);
    const literal = /source_workload_namespace=~"((?:\\.|[^"\\])*)"/.exec(requests?.query ?? '')?.[1] ?? '';
    // What a PromQL string literal makes of a backslash and its follower is the follower.
    const pattern = new RegExp(`^(?:${literal.replaceAll(/\\(.)/g, '$1')})$`);
    expect(['.*|a', 'a', 'anything'].map((name) => pattern.test(name))).toEqual([true, false, false]);
  });

  it('are the same text for the same namespaces in any order', () => {
    expect(graphQueries(window, now, ['b', 'a', 'b'])).toEqual(graphQueries(window, now, ['a', 'b']));
  });

  it('of the past name gateways only when there are any', () => {
    const [without] = historyQueries({ window, gateways: [] });
    const [withOne] = historyQueries({ window, gateways: ['istio-ingressgateway'] });
    expect(without.query).not.toContain('"door"');
    expect(withOne.query).toContain('"door", "yes", "source_workload", "istio-ingressgateway"');
  });
});

describe('proxies that several jobs scrape', () => {
  it('count once where their pod is named, and as they are where it is not', () => {
    const dropped = 'max without (job, instance, endpoint, container, service)';
    expect(countedOnce('sum by (reporter) (rate(istio_requests_total{source_workload="a"}[60s]))')).toBe(
      `sum by (reporter) ((${dropped} (rate(istio_requests_total{source_workload="a",pod!=""}[60s])) or rate(istio_requests_total{source_workload="a",pod=""}[60s])))`,
    );
  });

  it('are asked of every rate of the mesh, and of nothing else', () => {
    for (const { name, query } of graphQueries(window, now)) {
      const rates = query.split('rate(istio_').length - 1;
      expect([name, countedOnce(query).split('max without').length - 1]).toEqual([name, rates]);
    }
    expect(countedOnce(copyingJobsQuery())).toBe(copyingJobsQuery());
  });
});

describe('the recording rules', () => {
  const rules = recordingRules({ intervalSeconds: 30, rangeSeconds: 60 });

  it('record everything that the questions of a reading by rules ask for, and nothing else', () => {
    const recorded = { intervalSeconds: 30, rangeSeconds: 60, since: now };
    const asked = graphQueries(window, now, [], recorded).flatMap(({ query, lean }) =>
      `${query} ${lean?.query ?? ''}`.match(/vigla:\w+(:rate)?/g),
    );
    expect(new Set(rules.map(({ record }) => record))).toEqual(new Set(asked.flatMap((name) => name ?? [])));
  });

  it('keep who reports and both ends, and no single pod', () => {
    const rates = rules.filter(({ record }) => record.endsWith(':rate')).map(({ expr }) => expr);
    expect(rates).toHaveLength(9);
    for (const expr of rates) {
      expect(expr).toMatch(/\breporter\b.*\bsource_workload\b.*\bdestination_workload\b.*\[60s\]/);
      expect(expr).not.toMatch(/\b(pod|instance)\b/);
    }
  });
});

import { at, minutes } from '@vigla/contract/units';
import { describe, expect, it } from 'vitest';
import { elementQueries } from './element-queries.ts';
import { callSelectors, nodeSelectors, type Reported } from './element-selectors.ts';
import { narrowed } from './narrow.ts';

const node = (name: string, changes: Partial<Reported> = {}): Reported => ({
  id: `shop/${name}`,
  kind: 'workload',
  namespace: 'shop',
  name,
  app: null,
  ...changes,
});
const unknown = node('unknown', { id: 'outside/unknown', kind: 'outside', namespace: null });
const hidden = node('', { id: 'restricted/in', kind: 'restricted', namespace: null });
const entering = node('entering', { id: 'outside/unknown:entering', kind: 'outside', namespace: null });
const host = node('api.partner.example', { id: 'outside/api.partner.example', kind: 'external', namespace: null });
const unreached = 'destination_workload="unknown",destination_service=~"[^.]+\\\\.(shop)\\\\.svc([.:].*)?"';

describe('a narrowed question', () => {
  it('keeps its own matchers and asks each place once', () => {
    expect(narrowed('sum by (a) (rate(x{app="z"}[60s])) or sum(rate(y[60s]))', ['a="1"', 'b="2"'])).toBe(
      'sum by (a) (rate(x{app="z",a="1"}[60s]) or rate(x{app="z",b="2"}[60s])) or sum(rate(y{a="1"}[60s]) or rate(y{b="2"}[60s]))',
    );
  });

  it('is none where there is no rate to narrow', () => {
    expect(narrowed('max(timestamp(x))', ['a="1"'])).toBeNull();
  });
});

describe('the questions of an element', () => {
  it('leave no rate of the whole mesh', () => {
    for (const { query } of elementQueries(minutes(1), at(1000), nodeSelectors([node('web')]))) {
      const rates = query.match(/rate\([^[]*\[/g) ?? [];
      expect(rates.length).toBeGreaterThan(0);
      expect(rates).toEqual(rates.filter((rate) => rate.includes('="web"') || rate.includes('destination_workload="unknown"')));
    }
  });

  it.each<[what: string, selectors: readonly string[], expected: readonly string[]]>([
    [
      'a call: both ends, and requests that reached nobody',
      callSelectors([node('web')], [node('api')]),
      [
        'source_workload_namespace="shop",source_workload="web",destination_workload_namespace="shop",destination_workload="api"',
        `source_workload_namespace="shop",source_workload="web",${unreached}`,
      ],
    ],
    [
      'a call from nobody known: of callers without a name, to the called end',
      callSelectors([unknown], [node('api')]),
      [
        'source_workload_namespace=~"unknown|",destination_workload_namespace="shop",destination_workload="api"',
        `source_workload_namespace=~"unknown|",${unreached}`,
      ],
    ],
    [
      'a call from whom the reader may not see, or that only passes a service: what the called end gets',
      callSelectors([hidden], [node('api')]),
      callSelectors(null, [node('api')]),
    ],
    ['what enters by a gateway: all of the gateway', callSelectors([entering], [node('gate')]), nodeSelectors([node('gate')])],
    [
      'a call to where the reader may not look: all of the calling end',
      callSelectors([node('web')], [hidden]),
      ['source_workload_namespace="shop",source_workload="web"'],
    ],
    [
      'a name outside: by either label that proxies write it under',
      nodeSelectors([host]),
      [
        'destination_service=~"(api\\\\.partner\\\\.example)([.:].*)?"',
        'destination_service_name=~"(api\\\\.partner\\\\.example)([.:].*)?"',
      ],
    ],
    [
      'many nodes: by their namespaces',
      callSelectors(
        ['a', 'b', 'c', 'd', 'e'].map((name) => node(name, { namespace: name })),
        [node('api')],
      ).slice(0, 1),
      ['source_workload_namespace=~"a|b|c|d|e",destination_workload_namespace="shop",destination_workload="api"'],
    ],
    [
      'many versions of one application: by its name',
      callSelectors(
        ['a', 'b', 'c', 'd', 'e'].map((name) => node(name, { app: 'web' })),
        [hidden],
      ),
      ['source_workload_namespace=~"shop",source_canonical_service="web"'],
    ],
    [
      'a call to nobody known: of requests that reached nobody',
      callSelectors([node('web')], [{ ...unknown, id: 'outside/unknown:target' }]),
      [
        'source_workload_namespace="shop",source_workload="web",destination_workload_namespace=~"unknown|",destination_workload=~"unknown|"',
      ],
    ],
    [
      'a hostile name: that name as text',
      callSelectors([node('a"} or up{x="')], [hidden]),
      ['source_workload_namespace="shop",source_workload="a\\"} or up{x=\\""'],
    ],
    ['what may not be seen: nothing', nodeSelectors([hidden]), []],
  ])('name of %s', (_, selectors, expected) => {
    expect(selectors).toEqual(expected);
  });
});

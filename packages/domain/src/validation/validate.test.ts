import type { IstioObject } from '@vigla/contract/istio';
import { bookinfoObjects, networking, reviewsRoute, reviewsRule } from '@vigla/testkit/bookinfo';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFacts } from '../inventory/index.ts';
import { validate } from './validate.ts';

const facts = readFacts([...bookinfoObjects, networking('ServiceEntry', 'pay', { hosts: ['*.pay.example'] })]);
const to = (host: string, subset?: string, weight?: number) => ({
  destination: { host, ...(subset && { subset }) },
  ...(weight !== undefined && { weight }),
});
const route = (...http: unknown[]) => networking('VirtualService', 'reviews', { hosts: ['reviews'], http });
const rule = (...subsets: unknown[]) => networking('DestinationRule', 'reviews', { host: 'reviews', subsets });
const check = (objects: readonly IstioObject[], neighbours: readonly IstioObject[] = [], known: typeof facts | null = facts) =>
  validate(objects, { neighbours, facts: known }).map(({ rule: id, severity, path }) => [id, severity, path]);

it('finds nothing wrong with what works', () => {
  expect(check([reviewsRoute, reviewsRule])).toEqual([]);
});

describe('a host', () => {
  it.each<[host: string, found: boolean]>([
    ['reviews', true],
    ['reviews.bookinfo', true],
    ['reviews.bookinfo.svc.cluster.local', true],
    ['api.pay.example', true],
    ['ghost', false],
    ['ghost.bookinfo.svc.cluster.local', false],
    ['reviews.hidden.svc.cluster.local', true],
    ['reviews.nowhere', false],
    ['pay.example', false],
  ])('%s is known: %s', (host, found) => {
    expect(check([route({ route: [to(host)] })])).toEqual(found ? [] : [['KIA1101', 'error', 'spec.http[0].route[0].destination.host']]);
  });
  it('is looked for in mirrors and rules too', () => {
    expect(check([route({ route: [to('reviews')], mirror: { host: 'ghost' }, mirrors: [{ destination: { host: 'ghost' } }] })])).toEqual([
      ['KIA1101', 'error', 'spec.http[0].mirrors[0].destination.host'],
      ['KIA1101', 'error', 'spec.http[0].mirror.host'],
    ]);
    expect(check([networking('DestinationRule', 'x', { host: 'ghost' })])).toEqual([['KIA0202', 'error', 'spec.host']]);
  });
  it('is not missed where nobody knows what there is', () => {
    expect(check([route({ route: [to('ghost')] })], [], null)).toEqual([]);
  });
});

describe('a subset', () => {
  const v9 = { name: 'v9', labels: { version: 'v9' } };
  it('must be defined by somebody', () => {
    expect(check([route({ route: [to('reviews', 'v1')] })])).toEqual([['KIA1107', 'error', 'spec.http[0].route[0].destination.subset']]);
    expect(check([route({ route: [to('reviews', 'v1')] })], [reviewsRule])).toEqual([]);
    expect(
      check(
        [route({ route: [to('reviews', 'v1')] })],
        [
          networking('DestinationRule', 'all', {
            host: '*.bookinfo.svc.cluster.local',
            subsets: [{ name: 'v1', labels: { version: 'v1' } }],
          }),
        ],
      ),
    ).toEqual([]);
  });
  it('is looked for in the rule as it will be, not as it was', () => {
    expect(check([reviewsRoute, rule({ name: 'v1', labels: { version: 'v1' } })], [reviewsRule])).toContainEqual([
      'KIA1107',
      'error',
      'spec.http[0].route[0].destination.subset',
    ]);
  });
  it('without pods is an error while requests are sent to it', () => {
    expect(check([rule(v9)])).toEqual([['KIA0203', 'info', 'spec.subsets[0]']]);
    expect(check([rule(v9)], [route({ route: [to('reviews', 'v9')] })])).toEqual([['KIA0203', 'error', 'spec.subsets[0]']]);
  });
});

it.each<[because: string, weights: (number | undefined)[], expected: string[][]]>([
  ['make 100', [80, 20], []],
  ['make 90', [80, 10], [['VIG-WEIGHTS', 'warning', 'spec.http[0].route']]],
  ['are all nothing', [0, 0], [['SCH-VS-40', 'error', 'spec.http[0].route']]],
  ['are half of one', [50], [['KIA1104', 'warning', 'spec.http[0].route[0].weight']]],
  ['are not given for one', [undefined], []],
])('weights that %s', (_, weights, expected) => {
  expect(check([route({ route: weights.map((weight) => to('reviews', undefined, weight)) })])).toEqual(expected);
});

describe('two routes for one host', () => {
  const other = (name: string, creationTimestamp: string, spec: object = {}): IstioObject => ({
    ...networking('VirtualService', name, { hosts: ['reviews.bookinfo.svc.cluster.local'], http: [{ route: [to('reviews')] }], ...spec }),
    metadata: { name, namespace: 'bookinfo', creationTimestamp },
  });
  it('are an error for the younger, which proxies ignore', () => {
    expect(check([route({ route: [to('reviews')] })], [other('older', '2020-01-01T00:00:00Z')])).toEqual([
      ['KIA1106', 'error', 'spec.hosts[0]'],
    ]);
  });
  it('are a warning for the older, and say who wins', () => {
    const [found] = validate([route({ route: [to('reviews')] })], { neighbours: [other('younger', '2030-01-01T00:00:00Z')], facts });
    expect(found).toMatchObject({ severity: 'warning', facts: { other: 'bookinfo/younger', wins: 'bookinfo/reviews' } });
  });
  it('are none of each other’s business at different gateways', () => {
    expect(check([route({ route: [to('reviews')] })], [other('older', '2020-01-01T00:00:00Z', { gateways: ['door'] })])).toEqual([]);
  });
  it('are the same object after an edit', () => {
    expect(check([route({ route: [to('reviews')] })], [route({ route: [to('reviews')] })])).toEqual([]);
  });
});

describe('a rule that no request reaches', () => {
  const open = { route: [to('reviews')] };
  const jason = { match: [{ headers: { who: { exact: 'jason' } }, name: 'a' }], ...open };
  it.each<[because: string, rules: object[], expected: string[][]]>([
    ['an open rule comes first', [open, jason], [['IST0130', 'warning', 'spec.http[1]']]],
    ['there are two open rules', [open, open], [['IST0130', 'warning', 'spec.http[1]']]],
    [
      'the same condition came before, under another name',
      [jason, { match: [{ name: 'b', headers: { who: { exact: 'jason' } } }], ...open }],
      [['IST0130', 'warning', 'spec.http[1]']],
    ],
    [
      'one of its conditions came before',
      [jason, { match: [...jason.match, { uri: { prefix: '/x' } }], ...open }],
      [['IST0131', 'info', 'spec.http[1].match[0]']],
    ],
    ['the open rule comes last', [jason, open], []],
  ])('when %s', (_, rules, expected) => {
    expect(check([route(...rules)])).toEqual(expected);
  });
});

it('survives objects of any shape', () => {
  const spec = fc.dictionary(fc.constantFrom('hosts', 'host', 'http', 'tcp', 'tls', 'gateways', 'subsets'), fc.jsonValue());
  fc.assert(
    fc.property(fc.constantFrom('VirtualService', 'DestinationRule'), spec, spec, (kind, a, b) => {
      expect(() => validate([networking(kind, 'a', a)], { neighbours: [networking('DestinationRule', 'b', b)], facts })).not.toThrow();
    }),
  );
});

import { describe, expect, it } from 'vitest';
import { call, graphOf, node } from '@vigla/testkit/graphs';
import { pathThrough } from './path.ts';

/*  door -> web -> api -> db
 *           \-> search        other -> db        */
const graph = graphOf(
  ['door', 'web', 'api', 'db', 'search', 'other'].map((name) => node(`shop/${name}`)),
  [
    ['door', 'web'],
    ['web', 'api'],
    ['api', 'db'],
    ['web', 'search'],
    ['other', 'db'],
  ].map(([from, to]) => call(`shop/${from}`, `shop/${to}`)),
);
const names = (ids: ReadonlySet<string>) => [...ids].map((id) => id.replaceAll('shop/', '').replace(':http', '')).sort();

describe('the path through a selection', () => {
  it.each([
    ['a node in the middle', 'shop/api', ['api', 'db', 'door', 'web']],
    ['the door', 'shop/door', ['api', 'db', 'door', 'search', 'web']],
    ['the store', 'shop/db', ['api', 'db', 'door', 'other', 'web']],
    ['a call', 'shop/web>shop/api:http', ['api', 'db', 'door', 'web']],
  ])('runs from door to store through %s', (_, selected, nodes) => {
    expect(names(pathThrough(graph, [selected])?.nodes ?? new Set())).toEqual(nodes);
  });

  it('GRF-39: leaves out calls that do not lead through it', () => {
    expect(names(pathThrough(graph, ['shop/api'])?.edges ?? new Set())).toEqual(['api>db', 'door>web', 'web>api']);
  });

  it('is the union over the members of a box', () => {
    expect(names(pathThrough(graph, ['shop/search', 'shop/other'])?.nodes ?? new Set())).toEqual(['db', 'door', 'other', 'search', 'web']);
  });

  it('ends where calls go in a circle', () => {
    const circle = graphOf([node('a/x'), node('a/y')], [call('a/x', 'a/y'), call('a/y', 'a/x')]);
    expect(pathThrough(circle, ['a/x'])?.edges.size).toBe(2);
  });

  it('is nothing when the selected one has gone', () => {
    expect(pathThrough(graph, ['shop/gone'])).toBeNull();
  });
});

import type { TrafficGraph } from '@vigla/contract/graph';
import { at } from '@vigla/contract/units';
import { call, node } from '@vigla/testkit/graphs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedSecondsAgo, completeFind, findElements, hideElements, operands, parseFind, plainSetting, rankNodes } from './index.ts';
import { smallMesh } from './test/small-mesh.ts';

const graph = smallMesh();

function found(text: string, setting = plainSetting): readonly string[] {
  const parsed = parseFind(text);
  if (parsed.kind !== 'parsed') throw new Error(`${text}: ${parsed.kind === 'wrong' ? JSON.stringify(parsed.problem) : parsed.kind}`);
  return [...findElements(graph, parsed.expression, setting)].sort();
}

const [web, checkout, pay1, pay2, store, batch, card] = [
  'shop/web',
  'orders/checkout',
  'payments/pay-v1',
  'payments/pay-v2',
  'payments/ledger-db',
  'billing/batch',
  'outside/card.example',
];
const [enters, good, bad, stored, plain, leaves] = [
  'shop/web>orders/checkout:http',
  'orders/checkout>payments/pay-v1:grpc',
  'orders/checkout>payments/pay-v2:http',
  'payments/pay-v1>payments/ledger-db:tcp',
  'billing/batch>payments/pay-v1:http',
  'payments/pay-v2>outside/card.example:http',
];

describe('GRF-29: the grammar of find and hide', () => {
  it.each<[because: string, text: string, ids: readonly string[]]>([
    ['"and" binds closer than "or"', 'app = pay and version = v1 or name = web', [pay1, web]],
    ['parentheses say otherwise', 'app = pay and (version = v1 or name = web)', [pay1]],
    ['"not" binds closest', 'not version = v1 and app = pay', [pay2]],
    ['"!" is "not"', '!version = v1 and app = pay', [pay2]],
    ['a negated parenthesis', 'not (namespace = payments or namespace = orders or outside)', [web, batch]],
    ['"is" and "has" say nothing', 'is healthy and has ts', [pay1]],
    ['letters of any size', 'NS = Payments AND Version = V2', [pay2]],
    ['quotes keep spaces and joints', 'name = "nobody or else" or name = "web"', [web]],
    ['bare words are parts of a name or a namespace', 'pay v2', [pay2]],
    ['node terms alone mark nodes alone', 'ns = orders', [checkout]],
    ['call terms alone mark calls alone', 'http > 1', [enters, bad, leaves]],
    ['both alternatives mark their own', 'ns = orders or %httperr > 10', [checkout, bad]],
    ['a term of calls holds for a node when it holds for one of its calls', 'ns = orders and %httperr > 10', [checkout, bad]],
    ['a term of nodes holds for a call when it holds for one of its ends', 'version = v1 and mtls < 100', [pay1, plain]],
    ['what is said of both marks both', 'errors > 10%', [pay2, bad]],
    ['what is said of both, and where', 'errors > 10% and ns = payments', [pay2, bad]],
    ['what is said of both, and how', 'rate < 1 and protocol = http', [plain]],
    ['"name" may be joined by "and"', 'name contains pay and version = v2', [pay2]],
  ])('%s: %s', (_, text, ids) => {
    expect(found(text)).toEqual([...ids].sort());
  });
});

describe('GRF-30: the operators', () => {
  it.each<[text: string, ids: readonly string[]]>([
    ['version != v1 and app = pay', [pay2]],
    ['name contains pa and node = workload', [pay1, pay2]],
    ['name *= check', [checkout]],
    ['name startswith che', [checkout]],
    ['name ^= che', [checkout]],
    ['workload endswith -v2', [pay2]],
    ['workload $= -v2', [pay2]],
    ['workload !contains pay and ns = payments', [store]],
    ['workload !*= pay and ns = payments', [store]],
    ['workload not contains pay and ns = payments', [store]],
    ['workload not startswith pay and ns = payments', [store]],
    ['workload !startswith pay and ns = payments', [store]],
    ['workload !^= pay and ns = payments', [store]],
    ['workload !endswith -v1 and app = pay', [pay2]],
    ['workload !$= -v1 and app = pay', [pay2]],
    ['rt > 1s', [bad]],
    ['rt > 1000', [bad]],
    ['rt > 1 s', [bad]],
    ['rt >= 1.2 s and rt <= 1200 ms', [bad]],
    ['tcpin > 1 MB', [store]],
    ['tcpin > 1MB/s', [store]],
    ['tcpin > 2000000', []],
    ['errors > 1 % and node = workload and version = v2', [pay2, bad]],
    ['http = 0.8', [plain]],
    ['http != 0.8 and http < 4.5', [leaves]],
    ['rt = NaN', [stored, plain]],
    ['http != NaN', [enters, bad, plain, leaves]],
    ['version = NaN and ns = payments', [store]],
  ])('%s', (text, ids) => {
    expect(found(text)).toEqual([...ids].sort());
  });

  it('takes what was not measured for neither side of a comparison', () => {
    expect(found('not rt > 1s')).toEqual([enters, good, leaves].sort());
    expect(found('rt > 1s or rt <= 1s')).not.toContain(stored);
  });
});

describe('GRF-31: what nodes are asked', () => {
  it.each<[text: string, ids: readonly string[]]>([
    ['app = pay', [pay1, pay2]],
    ['cluster = east', [web]],
    ['grpcin > 0', [pay1]],
    ['grpcout >= 15', [checkout]],
    ['httpin >= 24', [checkout]],
    ['httpout > 20', [web]],
    ['label:team = money', [pay1, pay2]],
    ['label:team', [pay1, pay2]],
    ['not label:team and ns = payments', [store]],
    ['namespace = shop', [web]],
    ['ns = shop', [web]],
    ['node = unknown or node = service', [card]],
    ['node = svc', [card]],
    ['node = wl and ns = shop', [web]],
    ['operation = checkout', []],
    ['op = checkout', []],
    ['rank = 1', [pay1, checkout]],
    ['rankin = 1', [pay1]],
    ['rankout = 1', [checkout]],
    ['service = pay', [pay1, pay2]],
    ['svc = pay', [pay1, pay2]],
    ['tcpout > 0', [pay1]],
    ['wl = pay-v1', [pay1]],
    ['circuitbreaker', [pay2]],
    ['cb', [pay2]],
    ['dead', []],
    ['fi', [checkout]],
    ['faultinjection', [checkout]],
    ['healthy', [web, pay1, store, card]],
    ['!healthy', [checkout, pay2]],
    ['idle', []],
    ['inaccessible', []],
    ['mirroring', [checkout]],
    ['outside', [card]],
    ['outsider', [card]],
    ['rr', [pay2]],
    ['requestrouting', [pay2]],
    ['rto', [checkout]],
    ['requesttimeout', [checkout]],
    ['outofmesh', [batch]],
    ['om', [batch]],
    ['!sidecar', [batch]],
    ['!sc', [batch]],
    ['serviceentry', [card]],
    ['se', [card]],
    ['tcptrafficshifting', [store]],
    ['tcpts', [store]],
    ['trafficshifting', [pay1]],
    ['ts', [pay1]],
    ['trafficsource', [web, batch]],
    ['root', [web, batch]],
    ['virtualservice', [pay1, pay2, store, checkout]],
    ['vs', [pay1, pay2, store, checkout]],
    ['workloadentry', [batch]],
    ['we', [batch]],
    ['kind = store', [store]],
    ['health = degraded and node = workload', [checkout, enters]],
  ])('%s', (text, ids) => {
    expect(found(text)).toEqual([...ids].sort());
  });

  it('knows whose configuration was written by name, application or service', () => {
    const written = (namespace: string, name: string, ago: number) => ({
      at: at(graph.at - ago),
      object: { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', namespace, name },
      by: 'kubectl-edit',
      kind: 'changed' as const,
    });
    const ago = changedSecondsAgo(graph, [
      written('payments', 'pay', 1790),
      written('payments', 'pay', 9000),
      written('shop', 'pay', 5),
      written('orders', 'checkout', -5),
    ]);
    expect([...ago]).toEqual([
      [pay1, 1790],
      [pay2, 1790],
    ]);
  });

  it('asks how long ago configuration was changed, where the page knows', () => {
    const setting = { ...plainSetting, changedSecondsAgo: new Map([[pay2, 1790]]) };
    expect(found('since < 30 min', setting)).toEqual([pay2]);
    expect(found('since < 30 min')).toEqual([]);
  });
});

describe('GRF-32: what calls are asked', () => {
  it.each<[text: string, ids: readonly string[]]>([
    ['destprincipal contains /sa/pay', [good, bad]],
    ['sourceprincipal endswith /sa/checkout', [good, bad]],
    ['grpc > 1', [good]],
    ['%grpcerr = 0', [good]],
    ['%grpcerror = 0', [good]],
    ['%grpctraffic = 100', [good]],
    ['http >= 24', [enters]],
    ['%httperr > 10', [bad]],
    ['%httperror > 10', [bad]],
    ['%httptraffic >= 100 and ns = shop', [enters, web]],
    ['mtls', [enters, good, bad, stored]],
    ['!mtls', [plain]],
    ['mtls < 100', [plain]],
    ['protocol = grpc', [good]],
    ['responsetime > 1 s', [bad]],
    ['tcp > 1 MB', [stored]],
    ['throughput > 10 kB', [enters]],
    ['traffic and protocol = tcp', [stored]],
    ['p50 > 500 ms', [bad]],
    ['p99 > 2 s', [bad]],
  ])('%s', (text, ids) => {
    expect(found(text)).toEqual([...ids].sort());
  });

  it('means by rt and throughput what the page shows', () => {
    expect(found('rt > 1 s', { ...plainSetting, time: 'p50' })).toEqual([]);
    expect(found('throughput > 10 kB', { ...plainSetting, throughput: 'response' })).toEqual([]);
  });

  it('asks how compared elements differ', () => {
    const differences = new Map([[bad, 'worse' as const]]);
    expect(found('change = worse', { ...plainSetting, differences })).toEqual([bad]);
  });
});

describe('what cannot be understood', () => {
  it.each<[text: string, kind: string, at: number, word: string, nearest: string | null]>([
    ['namspace = orders', 'operand_unknown', 0, 'namspace', 'namespace'],
    ['err = 5', 'operand_unknown', 0, 'err', 'errors'],
    ['health = failin', 'value_unknown', 9, 'failin', 'failing'],
    ['rate >', 'value_expected', 6, '', null],
    ['rate', 'operator_expected', 4, '', null],
    ['rate > fast', 'number_expected', 7, 'fast', null],
    ['rate > 5 MB', 'unit_unknown', 9, 'MB', null],
    ['rt > 5MB', 'unit_unknown', 5, '5MB', null],
    ['rate contains 5', 'operator_unfit', 5, 'contains', null],
    ['name > b', 'operator_unfit', 5, '>', null],
    ['rank > 101', 'out_of_range', 7, '101', null],
    ['name = a and', 'term_expected', 12, '', null],
    ['or name = a', 'term_expected', 0, 'or', null],
    ['(name = a', 'parenthesis_open', 0, '(', null],
    ['name = a)', 'parenthesis_stray', 8, ')', null],
    ['name = "a', 'quote_open', 7, 'a', null],
    ['name = a b', 'joint_expected', 9, 'b', null],
    ['healthy = 1', 'joint_expected', 8, '=', null],
    ['name = and', 'value_expected', 7, 'and', null],
  ])('%s: says %s at %i', (text, kind, position, word, nearest) => {
    const parsed = parseFind(text);
    expect(parsed).toMatchObject({ kind: 'wrong', problem: { kind, at: position, word, nearest } });
  });

  it('is not read beyond 500 characters', () => {
    expect(parseFind('a'.repeat(501))).toMatchObject({ kind: 'wrong', problem: { kind: 'too_long', at: 500 } });
    expect(parseFind('('.repeat(500))).toMatchObject({ kind: 'wrong' });
    expect(parseFind(`${'!'.repeat(499)}a`).kind).toBe('parsed');
  });

  it('is nothing when empty', () => {
    expect(parseFind('  ')).toEqual({ kind: 'empty' });
  });
});

describe('GRF-28: what hide takes out', () => {
  const hidden = (text: string) => {
    const reduced = hideElements(graph, new Set(found(text)));
    return {
      nodes: reduced.graph.nodes.map(({ id }) => id),
      edges: reduced.graph.edges.map(({ id }) => id),
      counts: [reduced.nodes, reduced.edges],
    };
  };

  it('is the marked node, its calls, and what loses its last call by it', () => {
    const left = hidden('name = pay-v1');
    expect(left.nodes).not.toContain(pay1);
    expect(left.nodes).not.toContain(store);
    expect(left.nodes).not.toContain(batch);
    expect(left.edges).toEqual([enters, bad, leaves]);
    expect(left.counts).toEqual([3, 3]);
  });

  it('is the marked call, and an end that has no other', () => {
    const left = hidden('protocol = tcp');
    expect(left.nodes).not.toContain(store);
    expect(left.nodes).toContain(pay1);
  });

  it('is not a node that had no calls before', () => {
    const alone = { ...graph, nodes: [...graph.nodes, node('shop/alone')] };
    expect(hideElements(alone, new Set([bad])).graph.nodes.map(({ id }) => id)).toContain('shop/alone');
  });

  it('GRF-35: is every healthy call, or every call, on request; nodes stay', () => {
    const troubled = hideElements(graph, new Set(), 'troubled').graph;
    expect(troubled.edges.map(({ id }) => id).sort()).toEqual([enters, bad].sort());
    expect(troubled.nodes).toHaveLength(graph.nodes.length);
    expect(hideElements(graph, new Set(), 'none').graph.edges).toEqual([]);
  });
});

describe('GRF-17: rank', () => {
  const calls = (...pairs: readonly (readonly [string, string])[]) => ({
    nodes: [...new Set(pairs.flat())].map((id) => node(id)),
    edges: pairs.map(([from, to]) => call(from, to)),
  });

  it('is 1 for the most calls, shared by equals', () => {
    const ranks = rankNodes(calls(['a', 'b'], ['a', 'c'], ['b', 'c'], ['c', 'd']), 'both');
    expect([...ranks]).toEqual([
      ['a', 2],
      ['b', 2],
      ['c', 1],
      ['d', 3],
    ]);
  });

  it('counts calls in, or calls out, alone', () => {
    const fan = calls(['a', 'b'], ['a', 'c'], ['b', 'c']);
    expect(rankNodes(fan, 'outbound').get('a')).toBe(1);
    expect(rankNodes(fan, 'inbound').get('a')).toBe(3);
  });

  it('never leaves 1 to 100', () => {
    const many = calls(
      ...Array.from({ length: 150 }, (_, i) => Array.from({ length: i }, (__, j) => [`n${i}`, `leaf${i}-${j}`] as const)).flat(),
    );
    const ranks = [...rankNodes(many, 'outbound').values()];
    expect(Math.min(...ranks)).toBe(1);
    expect(Math.max(...ranks)).toBe(100);
  });
});

describe('GRF-34: completion', () => {
  const offers = (text: string) => completeFind(graph, text, text.length).offers.map((offer) => offer.text);
  it.each<[because: string, text: string, first: readonly string[]]>([
    ['operands that begin so', 'name', ['namespace']],
    ['operators behind an operand', 'name ', ['=', '!=', 'contains']],
    ['those of numbers for numbers', 'rate ', ['=', '!=', '>']],
    ['values of this graph', 'ns = ', ['billing', 'orders', 'payments']],
    ['values that begin so', 'ns = pa', ['payments']],
    ['all choices', 'health = ', ['healthy', 'degraded', 'failing']],
    ['units behind a number', 'rt > 5 ', ['ms', 's', 'and', 'or']],
    ['joints behind a term', 'healthy ', ['and', 'or']],
    ['operands behind a joint', 'healthy and vers', ['version']],
    ['operands within a parenthesis', '(vers', ['version']],
  ])('offers %s', (_, text, first) => {
    expect(offers(text).slice(0, first.length)).toEqual(first);
  });

  it('says which part of the text an offer replaces', () => {
    expect(completeFind(graph, 'healthy and vers = v1', 16)).toMatchObject({ from: 12, to: 16 });
  });
});

const word = fc.constantFrom(...operands.flatMap(({ name, aliases }) => [name, ...aliases]), 'label:team', 'pay', 'nobody');
const operator = fc.constantFrom(
  '=',
  '!=',
  '>',
  '>=',
  '<',
  '<=',
  'contains',
  '!contains',
  '*=',
  '^=',
  '$=',
  'not startswith',
  'endswith',
  '!$=',
);
const value = fc.oneof(
  fc.constantFrom('v1', 'payments', 'NaN', '5', '1 MB', '10%', '1s', '"a b"', 'failing'),
  fc.integer({ min: -5, max: 200 }).map(String),
);
const { expression } = fc.letrec<{ expression: string; term: string }>((tie) => ({
  term: fc.oneof(
    word,
    fc.tuple(word, operator, value).map((parts) => parts.join(' ')),
    fc.tuple(fc.constantFrom('!', 'not ', '(', 'is '), tie('expression')).map((parts) => parts.join('')),
  ),
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('term'),
    fc.tuple(tie('expression'), fc.constantFrom(' and ', ' or ', ' ', ') and '), tie('expression')).map((parts) => parts.join('')),
    fc.tuple(tie('expression')).map(([inner]) => `(${inner})`),
  ),
}));
const anything = fc.oneof({ weight: 4, arbitrary: expression }, { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 80 }) });

/** What must be true of any text, whatever it says. */
function answerTo(text: string): { readonly ids: ReadonlySet<string>; readonly reduced: TrafficGraph } {
  const parsed = parseFind(text);
  const ids = parsed.kind === 'parsed' ? findElements(graph, parsed.expression) : new Set<string>();
  return { ids, reduced: hideElements(graph, ids).graph };
}

describe('any expression', () => {
  const known = new Set([...graph.nodes, ...graph.edges].map(({ id }) => id));

  it('GRF-27: 10,000 of find neither throw nor hang, and mark only what is there', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect([...answerTo(text).ids].filter((id) => !known.has(id))).toEqual([]);
      }),
      { numRuns: 10_000 },
    );
  });

  it('GRF-28: 10,000 of hide neither throw nor hang, and leave no call without its ends', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { ids, reduced } = answerTo(text);
        const left = new Set(reduced.nodes.map(({ id }) => id));
        expect(reduced.edges.every(({ from, to }) => left.has(from) && left.has(to))).toBe(true);
        expect([...reduced.nodes, ...reduced.edges].some(({ id }) => ids.has(id))).toBe(false);
      }),
      { numRuns: 10_000 },
    );
  });

  it('that is wrong is wrong within its text', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const parsed = parseFind(text);
        const { at: position, length } = parsed.kind === 'wrong' ? parsed.problem : { at: 0, length: 0 };
        expect(position + length).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('is completed without a fuss, at any place', () => {
    fc.assert(
      fc.property(anything, fc.nat(100), (text, cursor) => {
        const { from, to } = completeFind(graph, text, Math.min(cursor, text.length));
        expect(from).toBeLessThanOrEqual(to);
      }),
    );
  });
});

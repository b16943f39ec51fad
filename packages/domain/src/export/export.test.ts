import { type GraphEdge, type GraphNode, NodeKind, type Traffic, type TrafficGraph } from '@vigla/contract/graph';
import { Health } from '@vigla/contract/health';
import { at } from '@vigla/contract/units';
import { call, graphOf as made, http, node } from '@vigla/testkit/graphs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExportTexts } from './boxed.ts';
import { edgesCsv, nodesCsv } from './csv.ts';
import { toDot } from './dot.ts';
import { toMermaid } from './mermaid.ts';

const silent: Partial<Traffic> = {
  requestsPerSecond: null,
  requests: null,
  failed: null,
  errorRatio: null,
  averageMs: null,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
};

/** A workload by hand. */
const nodeOf = (id: string, overrides: Partial<GraphNode> = {}): GraphNode => node(id, { namespace: 'shop', ...overrides });

/** A call by hand, of which nothing was measured unless said. */
const callOf = (from: string, to: string, traffic: Partial<Traffic> = {}, overrides: Partial<GraphEdge> = {}): GraphEdge =>
  call(from, to, { id: `${from}>${to}`, traffic: http({ ...silent, ...traffic }), mtlsRatio: null, ...overrides });

/** A graph by hand, of noon on 21 November 2026. Its nodes carry no sums. */
const graphOf = (nodes: readonly GraphNode[], edges: readonly GraphEdge[]): TrafficGraph => ({
  ...made(nodes, edges, { at: at(1_795_262_400), namespaces: ['shop'], newestSampleAt: null }),
  nodes: [...nodes],
});

/** Pieces that end strings, statements, cells and lines in one language or another. */
const traps = [
  '"',
  '\\',
  '\n',
  '\r',
  "'",
  ';',
  '#',
  '|',
  '-->',
  '->',
  ']',
  '}',
  '{',
  '`',
  '<b>',
  '%%',
  '\\N',
  '=1+1',
  '@x',
  '\u0000',
  'end',
  '\u2028',
];
const anyName = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...traps, 'a', ' ', 'é', '日')).map((parts) => parts.join('')),
);

/** Graphs whose every name may be anything at all. */
const hostileGraph = fc
  .array(
    fc.record({
      name: anyName,
      namespace: fc.option(anyName),
      kind: fc.constantFrom(...NodeKind.options),
      health: fc.constantFrom(...Health.options),
    }),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .chain((drawn) => {
    const nodes = drawn.map(({ name: title, ...rest }, index) =>
      nodeOf(`${index}/${title}`, { ...rest, name: title, app: title, version: title }),
    );
    const ids = nodes.map(({ id }) => id);
    const edge = fc
      .tuple(fc.constantFrom(...ids), fc.constantFrom(...ids, 'somewhere else'), fc.constantFrom(...Health.options), anyName)
      .map(([from, to, health, host]) => callOf(from, to, {}, { health, hosts: [host] }));
    return fc.array(edge, { maxLength: 12 }).map((edges) => graphOf(nodes, edges));
  });

describe('CSV', () => {
  /** Reads RFC 4180, strictly: a quote may stand only where the grammar has one. */
  function readCsv(text: string): readonly (readonly string[])[] {
    const rows: string[][] = [];
    let row: string[] = [];
    const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy;
    let end = 0;
    for (const [all, content = '', after] of text.matchAll(cell)) {
      end += all.length;
      row.push(content.startsWith('"') ? content.slice(1, -1).replaceAll('""', '"') : content);
      if (after === '\r\n') {
        rows.push(row);
        row = [];
      }
    }
    expect(end).toBe(text.length);
    return rows;
  }

  const two = graphOf(
    [nodeOf('web', { pods: { ready: 2, desired: 3 } }), nodeOf('cart', { namespace: 'orders' })],
    [callOf('web', 'cart', { requestsPerSecond: 4.8, requests: 1440, failed: 265, errorRatio: 265 / 1440 }, { health: 'failing' })],
  );

  it('has a line for each call, dated in UTC, with what was not measured left empty', () => {
    const [head = [], line = []] = readCsv(edgesCsv(two));
    const of = (column: string): string | undefined => line[head.indexOf(column)];
    expect(of('at')).toBe('2026-11-21T12:00:00Z');
    expect([of('from'), of('to'), of('to_namespace')]).toEqual(['web', 'cart', 'orders']);
    expect([of('requests_per_second'), of('failed'), of('health')]).toEqual(['4.8', '265', 'failing']);
    expect([of('p95_ms'), of('mtls_ratio'), of('bytes_per_second')]).toEqual(['', '', '']);
  });

  it('has a line for each node', () => {
    const [head = [], ...lines] = readCsv(nodesCsv(two));
    expect(lines.map((line) => [line[head.indexOf('name')], line[head.indexOf('pods_ready')]])).toEqual([
      ['web', '2'],
      ['cart', ''],
    ]);
  });

  it.each(['=HYPERLINK("http://evil")', '+1', '-1', '@SUM(A1)', '\t=1', ' =1'])('defuses %j, which a spreadsheet would run', (name) => {
    const [head = [], line = []] = readCsv(nodesCsv(graphOf([nodeOf('a', { name })], [])));
    expect(line[head.indexOf('name')]).toBe(`'${name}`);
  });

  it('keeps rows and columns whatever things are called', () => {
    fc.assert(
      fc.property(hostileGraph, (graph) => {
        for (const [text, count] of [
          [edgesCsv(graph), graph.edges.length],
          [nodesCsv(graph), graph.nodes.length],
        ] as const) {
          const rows = readCsv(text);
          expect(rows).toHaveLength(count + 1);
          expect(new Set(rows.map(({ length }) => length)).size).toBe(1);
          expect(rows.flat().filter((cell) => /^\s*[=+@-]/.test(cell))).toEqual([]);
        }
      }),
    );
  });
});

const texts: ExportTexts = { node: ({ name, version }) => `${name} ${version ?? ''}`, edge: ({ hosts }) => hosts.join(' ') };
const shop = graphOf(
  [nodeOf('web', { version: 'v3' }), nodeOf('cart-redis', { kind: 'store' }), nodeOf('outside', { namespace: null, kind: 'outside' })],
  [callOf('outside', 'web', {}, { hosts: ['24.0 rps'], health: 'failing' }), callOf('web', 'cart-redis', { protocol: 'tcp' })],
);

describe('Graphviz', () => {
  const id = 'n\\d+';
  const string = '"(?:[^"\\\\\\n]|\\\\["\\\\])*"';
  const value = `(?:[A-Za-z0-9]+|\\d+|${string})`;
  const attributes = `\\[[a-z]+=${value}(?:, [a-z]+=${value})*\\]`;
  /** Every line that we write is one of these statements, with strings closed on it. */
  const statement = new RegExp(
    `^(digraph traffic \\{| *subgraph cluster_\\d+ \\{| *\\}| *[a-z]+=${value};| *(?:node|edge|${id}) ${attributes};| *${id} -> ${id} ${attributes};)$`,
  );

  it('has boxes, shapes by kind and labels', () => {
    const dot = toDot(shop, 'Graph at 12:00', texts);
    expect(dot).toContain('subgraph cluster_0 {\n    label="shop";');
    expect(dot).toContain('n1 [label="cart-redis ", shape=cylinder, color=gray50];');
    expect(dot).toContain('n2 -> n0 [label="24.0 rps", color=red3, penwidth=3];');
    expect(dot).toContain('label="Graph at 12:00";');
  });

  it('stays a sequence of whole statements whatever things are called', () => {
    fc.assert(
      fc.property(hostileGraph, fc.string({ unit: 'binary' }), (graph, title) => {
        const lines = toDot(graph, title, texts).trimEnd().split('\n');
        expect(lines.filter((line) => !statement.test(line))).toEqual([]);
        expect(lines.filter((line) => line.endsWith('{'))).toHaveLength(lines.filter((line) => /^ *\}$/.test(line)).length);
      }),
    );
  });
});

describe('Mermaid', () => {
  const id = 'n\\d+';
  const string = '"(?:[\\p{L}\\p{N} .,:/·_%-]|#\\d+;)+"';
  const shape = `(?:\\[${string}\\]|\\(\\[${string}\\]\\)|>${string}\\]|\\{\\{${string}\\}\\}|\\[\\(${string}\\)\\]|\\[/${string}/\\]|\\[\\[${string}\\]\\])`;
  const statement = new RegExp(
    `^(flowchart LR|  subgraph b\\d+ \\[${string}\\]|  end| +${id}${shape}|  ${id} (?:-->|==>|-\\.->)(?:\\|${string}\\|)? ${id}` +
      `|  classDef [a-z]+ [a-z0-9: ,-]+;|  class ${id}(?:,${id})* [a-z]+;|  linkStyle \\d+(?:,\\d+)* [a-z0-9:,-]+;)$`,
    'u',
  );

  it('has boxes, shapes by kind and labels', () => {
    const mermaid = toMermaid(shop, 'Graph at 12:00', texts);
    expect(mermaid).toContain('  subgraph b0 ["shop"]\n    n0["web v3"]\n    n1[("cart-redis ")]\n  end\n');
    expect(mermaid).toContain('  n2 ==>|"24.0 rps"| n0\n  n0 -.-> n1\n');
    expect(mermaid).toContain('  linkStyle 0 stroke:firebrick,stroke-width:3px;');
  });

  it('writes what could mean something as numbers', () => {
    expect(toMermaid(graphOf([nodeOf('a', { name: '"]; click' })], []), '', { ...texts, node: ({ name }) => name })).toContain(
      'n0["#34;#93;#59; click"]',
    );
  });

  it('stays a sequence of whole statements whatever things are called', () => {
    fc.assert(
      fc.property(hostileGraph, fc.string({ unit: 'binary' }), (graph, title) => {
        const [comment = '', ...lines] = toMermaid(graph, title, texts).trimEnd().split('\n');
        expect(comment).toMatch(/^%% [^%{}]*$/);
        expect(lines.filter((line) => !statement.test(line))).toEqual([]);
      }),
    );
  });
});

import * as z from 'zod';
import type { Endpoint } from '../http/index.ts';
import { Problem, problemStatus } from '../problem/index.ts';

const json = (schema: z.ZodType, io: 'input' | 'output') => ({
  'application/json': { schema: z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'openapi-3.0' }) },
});

/** The OpenAPI 3.0 document of the given rows. Deterministic: the same rows give the same document. */
export function openApi(rows: readonly Endpoint[], version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const row of rows) {
    const path = row.path.replaceAll(/:([a-zA-Z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [row.method.toLowerCase()]: operation(row) };
  }
  const problem = json(Problem, 'output')['application/json'].schema;
  return { openapi: '3.0.3', info: { title: 'Vigla', version }, paths, components: { schemas: { Problem: problem } } };
}

function operation(row: Endpoint) {
  const content = json(row.response, 'output')['application/json'];
  return {
    summary: row.summary,
    'x-access': row.access,
    parameters: [...parameters(row.params, 'path'), ...parameters(row.query, 'query')],
    ...(row.body && { requestBody: { required: true, content: json(row.body, 'input') } }),
    responses: {
      200: { description: 'OK', content: row.kind === 'stream' ? { 'text/event-stream': content } : { 'application/json': content } },
      ...Object.fromEntries(statuses(row).map(([status, codes]) => [status, { description: codes.join(', '), content: problemContent }])),
    },
  };
}

const problemContent = { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } };

function statuses({ problems }: Endpoint): readonly (readonly [number, readonly string[]])[] {
  const byStatus = new Map<number, string[]>();
  for (const code of [...problems, 'internal' as const]) {
    byStatus.set(problemStatus[code], [...(byStatus.get(problemStatus[code]) ?? []), code]);
  }
  return [...byStatus].sort(([a], [b]) => a - b);
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query') {
  if (!schema) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', target: 'openapi-3.0' });
  return Object.entries(properties).map(([name, shape]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: shape,
  }));
}

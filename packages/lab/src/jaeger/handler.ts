import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Timeline } from '../flow/index.ts';
import { dependencies } from './dependencies.ts';
import { BadRequest, isTraceId, readIds, readSearch, refuseUnknown } from './parameters.ts';
import { reportedIn } from './reach.ts';
import { isTraced } from './sampler.ts';
import { searchTraces } from './search.ts';
import { jaegerTrace, type Trace } from './span.ts';
import { originOf } from './trace-id.ts';
import { walk } from './walk.ts';

interface Problem {
  readonly code?: number;
  readonly msg: string;
  readonly traceID?: string;
}

interface Answer {
  readonly status: number;
  readonly data: unknown;
  readonly total: number;
  readonly errors: readonly Problem[] | null;
}

interface Asked {
  readonly timeline: Timeline;
  readonly query: URLSearchParams;
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

/** Jaeger's query API over a timeline. Nothing is stored: traces are worked out again from their ids. */
export function createJaegerHandler({ timeline, now }: { readonly timeline: Timeline; readonly now: () => number }) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const { status, data, total, errors } = await answerTo(request, { timeline, nowMs: now(), signal: gone.signal });
    if (response.destroyed) return;
    const body = JSON.stringify({ data, total, limit: 0, offset: 0, errors }, null, isPretty(request) ? 4 : 0);
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}

const isPretty = ({ url = '' }: IncomingMessage): boolean => /[?&]prettyPrint=(true|1)(&|$)/.test(url);

async function answerTo(request: IncomingMessage, asked: Omit<Asked, 'query'>): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return failed(405, `method ${request.method ?? ''} is not allowed`);
  if (!URL.canParse(request.url ?? '', 'http://lab')) return failed(400, 'the address cannot be read');
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://lab');
  try {
    return await route(decode(pathname.split('/').slice(1)), { ...asked, query: searchParams });
  } catch (error) {
    if (error instanceof BadRequest) return failed(400, error.message);
    // The caller went away during a search: there is nobody left to answer.
    if (asked.signal.aborted) return failed(499, 'the caller went away');
    return failed(500, error instanceof Error ? error.message : String(error));
  }
}

function decode(parts: readonly string[]): readonly string[] {
  try {
    return parts.map((part) => decodeURIComponent(part));
  } catch (cause) {
    throw new BadRequest('the path is not well-formed', { cause });
  }
}

const lists: Readonly<Record<string, (asked: Asked) => Answer | Promise<Answer>>> = {
  services,
  operations,
  traces,
  dependencies: ({ timeline, query, nowMs }) => ({ ...found(dependencies(timeline, query, nowMs)), total: 0 }),
};

function route([api, noun = '', name, rest, more]: readonly string[], asked: Asked): Answer | Promise<Answer> {
  const list = Object.hasOwn(lists, noun) ? lists[noun] : undefined;
  // Source: a Jaeger without a store for metrics says so with 501.
  if (api === 'api' && noun === 'metrics') return failed(501, 'the lab has no span metrics: ask its Prometheus');
  if (api !== 'api' || !list || more !== undefined)
    return failed(
      404,
      `the lab serves ${Object.keys(lists)
        .map((one) => `/api/${one}`)
        .join(', ')}`,
    );
  if (name === undefined) return list(asked);
  if (noun === 'services' && rest === 'operations') return operationNames(asked, name);
  return noun === 'traces' && rest === undefined ? traceById(asked, name) : failed(404, 'not found');
}

const found = (data: readonly unknown[], errors: Answer['errors'] = null): Answer => ({ status: 200, data, total: data.length, errors });
const failed = (code: number, msg: string): Answer => ({ status: code, data: null, total: 0, errors: [{ code, msg }] });
/** Source: Jaeger counts services and operations in its envelope, and leaves 0 for traces and dependencies. */
const foundTraces = (data: readonly Trace[], errors: Answer['errors'] = null): Answer => ({
  ...found(data.map(jaegerTrace), errors),
  total: 0,
});
const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();

function services({ timeline, nowMs }: Asked): Answer {
  return found(sorted(reportedIn(timeline, nowMs).map(({ service }) => service)));
}

const operationNames = ({ timeline, nowMs }: Asked, service: string): Answer =>
  found(sorted(reportedIn(timeline, nowMs).flatMap((one) => (one.service === service ? [one.operation] : []))));

function operations({ timeline, query, nowMs }: Asked): Answer {
  refuseUnknown(query, new Set(['service', 'spanKind']));
  const service = query.get('service');
  const kind = query.get('spanKind');
  if (!service) throw new BadRequest("parameter 'service' is required");
  const own = reportedIn(timeline, nowMs).filter((one) => one.service === service && (!kind || one.kind === kind));
  return found(own.map(({ operation, kind: spanKind }) => ({ name: operation, spanKind })));
}

async function traces(asked: Asked): Promise<Answer> {
  const ids = readIds(asked.query);
  if (ids.length > 0) {
    const known = ids.map((id) => ({ id, trace: byId(asked, id) }));
    const errors = known.flatMap(({ id, trace }) => (trace ? [] : [{ msg: 'trace not found', traceID: id }]));
    return foundTraces(
      known.flatMap(({ trace }) => trace ?? []),
      errors.length > 0 ? errors : null,
    );
  }
  const { traces: fitting, looked, complete } = await searchTraces(asked.timeline, readSearch(asked.query, asked.nowMs), asked.signal);
  const errors = complete
    ? null
    : [{ code: 206, msg: `the search stopped after looking at ${looked} requests; ask for a shorter span of time` }];
  return foundTraces(fitting, errors);
}

function traceById(asked: Asked, id: string): Answer {
  if (!isTraceId(id)) return failed(400, `'${id}' is not a trace id: expected up to 32 hexadecimal digits`);
  // Its id says when a trace was: the hints `start` and `end` are not needed, and spans need no adjusting for `raw`.
  refuseUnknown(asked.query, new Set(['start', 'end', 'raw', 'prettyPrint']));
  const trace = byId(asked, id);
  return trace ? foundTraces([trace]) : failed(404, 'trace not found');
}

function byId({ timeline, nowMs }: Asked, id: string): Trace | undefined {
  const origin = originOf(id, timeline.seed);
  return origin && origin.ms <= nowMs && isTraced(timeline, origin) ? walk(timeline, origin) : undefined;
}

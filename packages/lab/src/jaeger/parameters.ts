import type { Search } from './search.ts';

/** A request that Jaeger would refuse, or that this lab cannot answer. */
export class BadRequest extends Error {}

const known = new Set([
  'service',
  'operation',
  'start',
  'end',
  'limit',
  'lookback',
  'minDuration',
  'maxDuration',
  'tags',
  'tag',
  'traceID',
  'prettyPrint',
]);

/** Source: Jaeger's defaults: two days back, a hundred traces. */
const defaults = { lookbackMs: 2 * 86_400_000, limit: 100 } as const;

/** Reads a search. Fails: BadRequest naming the parameter. */
export function readSearch(query: URLSearchParams, nowMs: number): Search {
  refuseUnknown(query, known);
  const service = query.get('service');
  if (!service) throw new BadRequest("parameter 'service' is required");
  const toMs = Math.min(micros(query, 'end') ?? nowMs, nowMs);
  const minDurationUs = query.get('minDuration') ? duration(query.get('minDuration') ?? '', 'minDuration') : 0;
  const maxDurationUs = query.get('maxDuration') ? duration(query.get('maxDuration') ?? '', 'maxDuration') : Infinity;
  if (maxDurationUs < minDurationUs) throw new BadRequest("'maxDuration' should be greater than 'minDuration'");
  return {
    service,
    operation: query.get('operation') || null,
    toMs,
    fromMs: micros(query, 'start') ?? toMs - lookbackMs(query),
    limit: limit(query.get('limit')),
    minDurationUs,
    maxDurationUs,
    tags: tags(query),
  };
}

/** Where a search says when it starts, its lookback is a note for the reader only: Jaeger's pages send `custom`. */
const lookbackMs = (query: URLSearchParams): number => {
  const written = query.get('lookback');
  return written ? duration(written, 'lookback') / 1000 : defaults.lookbackMs;
};

/** The ids of traces that are asked for one by one. Fails: BadRequest for what is none. */
export function readIds(query: URLSearchParams): readonly string[] {
  const ids = query.getAll('traceID');
  if (ids.length > 0) refuseUnknown(query, known);
  const wrong = ids.find((id) => !isTraceId(id));
  if (wrong !== undefined) throw new BadRequest(`cannot parse traceID param: '${wrong}' is not up to 32 hexadecimal digits`);
  return ids;
}

export const isTraceId = (id: string): boolean => /^[0-9a-f]{1,32}$/i.test(id);

/** Refuses parameters that would be ignored: an answer must not pretend to have honoured them. */
export function refuseUnknown(query: URLSearchParams, allowed: ReadonlySet<string>): void {
  const unknown = [...query.keys()].find((name) => !allowed.has(name));
  if (unknown !== undefined) throw new BadRequest(`parameter '${unknown}' is not supported by the lab`);
}

function micros(query: URLSearchParams, name: string): number | undefined {
  const written = query.get(name);
  if (written === null || written === '') return undefined;
  if (!/^\d{1,17}$/.test(written)) throw new BadRequest(`unable to parse param '${name}': expected microseconds since the epoch`);
  return Number(written) / 1000;
}

const unitUs: Readonly<Record<string, number>> = { d: 8.64e10, h: 3.6e9, m: 6e7, s: 1e6, ms: 1000, us: 1, µs: 1, ns: 0.001 };

function duration(written: string, name: string): number {
  if (!/^(\d+(\.\d+)?(ms|us|µs|ns|d|h|m|s))+$/.test(written))
    throw new BadRequest(`unable to parse param '${name}': expected a duration such as 1.2s or 100ms`);
  return [...written.matchAll(/(\d+(?:\.\d+)?)(ms|us|µs|ns|d|h|m|s)/g)].reduce(
    (total, [, amount, unit]) => total + Number(amount) * (unitUs[unit ?? ''] ?? 0),
    0,
  );
}

function limit(written: string | null): number {
  if (written === null || written === '') return defaults.limit;
  const value = Number(written);
  if (!Number.isInteger(value) || value < 1 || value > 1500)
    throw new BadRequest("unable to parse param 'limit': expected a whole number from 1 to 1500");
  return value;
}

function tags(query: URLSearchParams): Readonly<Record<string, string>> {
  const single = query.getAll('tag').map((written): readonly [string, string] => {
    const colon = written.indexOf(':');
    if (colon < 1) throw new BadRequest(`malformed 'tag' parameter, expecting key:value, received: ${written}`);
    return [written.slice(0, colon), written.slice(colon + 1)];
  });
  return { ...query.getAll('tags').reduce((all, written) => ({ ...all, ...jsonTags(written) }), {}), ...Object.fromEntries(single) };
}

function jsonTags(written: string): Readonly<Record<string, string>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(written);
  } catch (cause) {
    throw new BadRequest("malformed 'tags' parameter, expecting a JSON map of strings", { cause });
  }
  const pairs = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? Object.entries(parsed) : null;
  if (!pairs?.every((pair): pair is [string, string] => typeof pair[1] === 'string'))
    throw new BadRequest("malformed 'tags' parameter, expecting a JSON map of strings");
  return Object.fromEntries(pairs);
}

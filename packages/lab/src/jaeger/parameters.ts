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

/** Reads a search. Fails: BadRequest naming the parameter. */
export function readSearch(query: URLSearchParams, nowMs: number): Search {
  refuseUnknown(query, known);
  const service = query.get('service');
  if (!service) throw new BadRequest("parameter 'service' is required");
  const toMs = Math.min(micros(query, 'end') ?? nowMs, nowMs);
  const lookbackUs = duration(query.get('lookback') ?? '1h', 'lookback');
  return {
    service,
    operation: query.get('operation') || null,
    toMs,
    fromMs: micros(query, 'start') ?? toMs - lookbackUs / 1000,
    limit: limit(query.get('limit')),
    minDurationUs: query.get('minDuration') ? duration(query.get('minDuration') ?? '', 'minDuration') : 0,
    maxDurationUs: query.get('maxDuration') ? duration(query.get('maxDuration') ?? '', 'maxDuration') : Infinity,
    tags: tags(query),
  };
}

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

const unitUs: Readonly<Record<string, number>> = { h: 3.6e9, m: 6e7, s: 1e6, ms: 1000, us: 1, µs: 1, ns: 0.001 };

function duration(written: string, name: string): number {
  if (!/^(\d+(\.\d+)?(ms|us|µs|ns|h|m|s))+$/.test(written))
    throw new BadRequest(`unable to parse param '${name}': expected a duration such as 1.2s or 100ms`);
  return [...written.matchAll(/(\d+(?:\.\d+)?)(ms|us|µs|ns|h|m|s)/g)].reduce(
    (total, [, amount, unit]) => total + Number(amount) * (unitUs[unit ?? ''] ?? 0),
    0,
  );
}

function limit(written: string | null): number {
  if (written === null || written === '') return 20;
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

import type { Protocol } from '@vigla/contract/graph';

/** How many failing requests of one family are put up with. Units: ratios 0..1 of all requests of the protocol. */
export interface Tolerance {
  readonly protocols: readonly Protocol[];
  /** Codes of the family: HTTP status, gRPC status, "-" for no answer. */
  readonly codes: RegExp;
  readonly direction: 'inbound' | 'outbound' | 'both';
  readonly degraded: number;
  readonly failing: number;
  /** The window must hold enough requests to be sure of the share. Otherwise the share itself counts, be it of two requests. */
  readonly surely: boolean;
}

/** A server's own failures count from one in a thousand; a caller's mistakes (4xx) only when they are many. */
export const defaultTolerances: readonly Tolerance[] = [
  { protocols: ['http'], codes: /^(5\d\d|-)$/, direction: 'both', degraded: 0.001, failing: 0.1, surely: true },
  { protocols: ['http'], codes: /^4\d\d$/, direction: 'both', degraded: 0.1, failing: 0.2, surely: true },
  { protocols: ['grpc'], codes: /^([1-9]|1[0-6]|[45]\d\d|-)$/, direction: 'both', degraded: 0.001, failing: 0.1, surely: true },
];

/** Kiali's own limits, by the share itself: any failure degrades. Source: Kiali's documentation of health configuration, "default rate". */
export const kialiTolerances: readonly Tolerance[] = [
  { protocols: ['http'], codes: /^5\d\d$/, direction: 'both', degraded: 0, failing: 0.1, surely: false },
  { protocols: ['http'], codes: /^4\d\d$/, direction: 'both', degraded: 0.1, failing: 0.2, surely: false },
  { protocols: ['grpc'], codes: /^([1-9]|1[0-6])$/, direction: 'both', degraded: 0, failing: 0.1, surely: false },
  { protocols: ['http', 'grpc'], codes: /^-$/, direction: 'both', degraded: 0, failing: 0.1, surely: false },
];

/** The annotation by which owners of a workload or service set their own tolerances. Source: Kiali's documentation of `health.kiali.io/rate`. */
export const toleranceAnnotation = 'health.kiali.io/rate';

/**
 * Reads `code,degraded,failing,protocol,direction;...` with thresholds in percent; null when no part is usable.
 * Total: parts that make no sense are left out. Patterns are digits, X, dots, classes and alternatives only, so that an
 * annotation cannot make matching slow.
 */
export function readTolerances(annotation: string): readonly Tolerance[] | null {
  const read = annotation.split(';').map(readPart);
  const good = read.filter((tolerance) => tolerance !== null);
  return good.length > 0 ? good : null;
}

function readPart(part: string): Tolerance | null {
  const [code, degraded, failing, protocol, direction, ...rest] = part.split(',').map((field) => field.trim());
  if (code === undefined || direction === undefined || rest.length > 0) return null;
  return readTolerance({ code, degraded: degraded ?? '', failure: failing ?? '', protocol: protocol ?? '', direction });
}

/** One tolerance as it is written: thresholds in percent, patterns of words and alternatives. */
export interface WrittenTolerance {
  readonly code: string;
  readonly degraded: string;
  readonly failure: string;
  readonly protocol: string;
  readonly direction: string;
}

/** Reads one tolerance; null where it makes no sense. Patterns are as in `readTolerances`. */
export function readTolerance({ code, degraded, failure, protocol, direction }: WrittenTolerance): Tolerance | null {
  const codes = pattern(code);
  const limits = [ratio(degraded), ratio(failure)] as const;
  const protocols = protocolsOf(protocol);
  const way = directionOf(direction);
  if (!codes || !protocols || !way || limits[0] === null || limits[1] === null || limits[0] > limits[1]) return null;
  return { protocols, codes, direction: way, degraded: limits[0], failing: limits[1], surely: true };
}

function pattern(code: string): RegExp | null {
  if (!/^(\d|[xX.|-]|\\d|\[[\d-]+\])+$/.test(code) || code.length > 64) return null;
  try {
    return new RegExp(`^(${code.replaceAll(/[xX]/g, '\\d')})$`);
  } catch (cause) {
    // A class such as [9-0] is well formed to the check above and still no pattern.
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

function ratio(percent: string | undefined): number | null {
  const n = Number(percent);
  return percent !== undefined && percent !== '' && n >= 0 && n <= 100 ? n / 100 : null;
}

function protocolsOf(text: string): readonly Protocol[] | null {
  const known = (['http', 'grpc'] as const).filter((protocol) => anchored(text).test(protocol));
  return known.length > 0 ? known : null;
}

function directionOf(text: string): Tolerance['direction'] | null {
  const inbound = anchored(text).test('inbound');
  const outbound = anchored(text).test('outbound');
  if (inbound && outbound) return 'both';
  return inbound ? 'inbound' : outbound ? 'outbound' : null;
}

/** Words and alternatives, or "everything". */
const anchored = (text: string): RegExp => (text === '.*' ? /^/ : /^[a-z|]+$/.test(text) ? new RegExp(`^(${text})$`) : /(?!)/);

import type { GraphEdge, Protocol } from '@vigla/contract/graph';
import { isFailure } from '../health/index.ts';
import type { Sample } from '../samples/index.ts';

/** One way in which requests ended, as one side told it. */
export interface Told {
  readonly code: string;
  /** Envoy's flags, none for "-". */
  readonly flags: readonly string[];
  readonly perSecond: number;
}

/** What each side's proxies say of one call, before anything is settled between them. Empty: that side told nothing. */
export interface Reports {
  readonly source: readonly Told[];
  readonly destination: readonly Told[];
  readonly waypoint: readonly Told[];
}

/** Reads the answer to `callOutcomesQuery`. */
export function readReports(samples: readonly Sample[], protocol: Protocol): Reports {
  const side = (reporter: string): readonly Told[] => {
    const told = new Map<string, Told>();
    for (const { labels, value } of samples) {
      if (labels['reporter'] !== reporter || !(value >= 0)) continue;
      const code = codeOf(labels, protocol);
      const flags = flagsOf(labels['response_flags'] ?? '-');
      const key = `${code} ${flags.join()}`;
      told.set(key, { code, flags, perSecond: (told.get(key)?.perSecond ?? 0) + value });
    }
    return [...told.values()].filter(({ perSecond }) => perSecond > 0);
  };
  return { source: side('source'), destination: side('destination'), waypoint: side('waypoint') };
}

/** The same out of an edge as it is drawn, for when the series themselves cannot be had. */
export function reportsOfEdge({ endings }: GraphEdge): Reports {
  const told = (...reporters: readonly string[]): readonly Told[] =>
    endings
      .filter(({ reporter }) => reporters.includes(reporter))
      .map(({ code, flags, requestsPerSecond }) => ({ code, flags: flagsOf(flags), perSecond: requestsPerSecond }));
  return { source: told('source', 'both'), destination: told('destination', 'both'), waypoint: told('waypoint') };
}

export const totalOf = (told: readonly Told[]): number => told.reduce((sum, { perSecond }) => sum + perSecond, 0);

/** Those that failed. */
export const failedOf = (told: readonly Told[], protocol: Protocol): readonly Told[] =>
  told.filter(({ code }) => isFailure(protocol, code));

const flagsOf = (written: string): readonly string[] =>
  written
    .split(',')
    .map((flag) => flag.trim())
    .filter((flag) => flag !== '-' && flag !== '');

function codeOf(labels: Sample['labels'], protocol: Protocol): string {
  const code = labels['response_code'] ?? '0';
  if (code === '0' || code === '') return '-';
  const status = labels['grpc_response_status'];
  return protocol === 'grpc' && status !== undefined && status !== '' && !/^[45]\d\d$/.test(code) ? status : code;
}

/** Codes that occurred, most frequent first, `200, 404`. */
export const codesIn = (told: readonly Told[]): string => {
  const byCode = new Map<string, number>();
  for (const { code, perSecond } of told) byCode.set(code, (byCode.get(code) ?? 0) + perSecond);
  return [...byCode]
    .sort(([, a], [, b]) => b - a)
    .map(([code]) => code)
    .join(', ');
};

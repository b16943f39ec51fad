import type { LogLine } from '../../kubernetes/index.ts';

/** A line of an access log, taken apart. */
export interface Written {
  readonly atMs: number;
  readonly startMs: number;
  readonly request: string;
  readonly code: number;
  readonly flags: string;
  readonly details: string;
  readonly transport: string;
  readonly received: number;
  readonly sent: number;
  readonly durationMs: number;
  readonly upstreamMs: string;
  readonly forwardedFor: string;
  readonly requestId: string;
  readonly authority: string;
  readonly host: string;
  readonly cluster: string;
  readonly local: string;
  readonly asked: string;
  readonly from: string;
  readonly serverName: string;
  readonly route: string;
}

const format =
  /^\[(\S+)\] "([^"]*)" (\d+) (\S+) (\S+) - "([^"]*)" (\d+) (\d+) (\d+) (\d+|-) "([^"]*)" "([^"]*)" "([^"]*)" "([^"]*)" "([^"]*)" (\S+) (\S+) (\S+) (\S+) (\S+) (\S+)$/;

/** Reads a line of an access log; undefined for lines about the proxy itself. Fails: a line that is neither. */
export function written({ atMs, text }: LogLine): Written | undefined {
  if (/^\d{4}-\S+Z\t(info|warn|error)\t/.test(text)) return undefined;
  const parts = format.exec(text);
  if (!parts) throw new Error(`This is not a line of an access log: ${text}`);
  const part = (n: number): string => parts[n] ?? '';
  return {
    atMs,
    startMs: Date.parse(part(1)),
    request: part(2),
    code: Number(part(3)),
    flags: part(4),
    details: part(5),
    transport: part(6),
    received: Number(part(7)),
    sent: Number(part(8)),
    durationMs: Number(part(9)),
    upstreamMs: part(10),
    forwardedFor: part(11),
    requestId: part(13),
    authority: part(14),
    host: part(15),
    cluster: part(16),
    local: part(17),
    asked: part(18),
    from: part(19),
    serverName: part(20),
    route: part(21),
  };
}

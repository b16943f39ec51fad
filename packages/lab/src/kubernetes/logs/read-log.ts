import type { LogLine } from './pod-logs.ts';

/** The lines of a span of time. */
export type ReadLines = (fromMs: number, toMs: number) => readonly LogLine[];

const smallestMs = 60_000;

/** The lines of a span, or its last ones. Long spans are read piece by piece, so that nobody holds hours of lines at once. */
export function* readLog(read: ReadLines, fromMs: number, toMs: number, tailLines?: number): Generator<readonly LogLine[]> {
  if (tailLines !== undefined) {
    yield lastLines(read, fromMs, toMs, tailLines);
    return;
  }
  const pieceMs = 10 * smallestMs;
  for (let begin = fromMs; begin < toMs; begin += pieceMs) yield read(begin, Math.min(begin + pieceMs, toMs));
}

/** Looks back further and further until there are enough lines. */
function lastLines(read: ReadLines, fromMs: number, toMs: number, count: number): readonly LogLine[] {
  let found: readonly LogLine[] = [];
  let end = toMs;
  for (let stepMs = smallestMs; found.length < count && end > fromMs; stepMs *= 2) {
    const begin = Math.max(fromMs, end - stepMs);
    found = [...read(begin, end), ...found];
    end = begin;
  }
  return count === 0 ? [] : found.slice(-count);
}

/** A line as it is sent, stamped to the nanosecond where that is wanted. */
export const written = ({ atMs, text }: LogLine, timestamps: boolean): string =>
  `${timestamps ? `${new Date(atMs).toISOString().slice(0, 23)}${nanoseconds(atMs)}Z ` : ''}${text}\n`;

/** What lies below the millisecond. */
const nanoseconds = (atMs: number): string => String(Math.floor((atMs - Math.floor(atMs)) * 1e6)).padStart(6, '0');

import { readFileSync } from 'node:fs';
import type { SourceState } from '@vigla/contract/mesh';
import type { SourceName } from '@vigla/contract/problem';
import type { EpochSeconds } from '@vigla/contract/units';
import { Agent, fetch } from 'undici';
import { authorizationOf, type UpstreamCredentials } from './authorization.ts';
import { createInFlight } from './in-flight.ts';
import { readLimited } from './read-limited.ts';
import { createSourceRecord, shownUrl, type SourceRecord } from './source-record.ts';
import { createTurns } from './turns.ts';
import { describe, isQuestionsFault, refusal, unavailable } from './upstream-failures.ts';

/** How an upstream is reached. */
export interface UpstreamOptions {
  readonly url: string;
  readonly timeoutMs: number;
  readonly concurrency?: number;
  readonly maxBytes?: number;
  readonly credentials?: UpstreamCredentials | undefined;
  readonly caFile?: string | undefined;
  readonly now: () => EpochSeconds;
  /** Called after each request, for the server's own figures. */
  readonly onRequest?: ((source: SourceName, outcome: 'ok' | 'failed', seconds: number) => void) | undefined;
}

/** One kind of question, with its answers understood. Fails as AppError: source_unavailable, source_timeout. */
export type Question<T> = (search: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<T>;

/** A JSON API over HTTP that we only read from. */
export interface Upstream {
  /** How to ask at `path`. `read` gives null for an answer that is not `what`. Identical questions that overlap are asked, and read, once. */
  readonly question: <T>(path: string, what: string, read: (body: unknown) => T | null) => Question<T>;
  readonly record: SourceRecord;
  readonly state: () => SourceState;
  close(): Promise<void>;
}

/** What is particular to one kind of upstream. `wordsOf`: takes its own words out of an answer that tells of a failure. */
export interface Kind {
  readonly source: SourceName;
  readonly title: string;
  readonly wordsOf: (body: unknown) => string | null;
}

const megabyte = 1024 * 1024;

export function createUpstream({ source, title, wordsOf }: Kind, options: UpstreamOptions): Upstream {
  const { url, timeoutMs, concurrency = 8, maxBytes = 128 * megabyte, credentials = {}, caFile, now, onRequest } = options;
  const named = { source, title, url: shownUrl(url) };
  const agent = new Agent({ connections: concurrency, ...(caFile !== undefined && { connect: { ca: readFileSync(caFile, 'utf8') } }) });
  const turns = createTurns(concurrency);
  const record = createSourceRecord(source, named.url, now);

  async function ask(target: string, signal: AbortSignal): Promise<unknown> {
    const headers = { accept: 'application/json', ...(await authorizationOf(credentials)) };
    const reply = await fetch(target, { signal, dispatcher: agent, redirect: 'error', headers });
    const body = parse(await readLimited(reply.body, maxBytes));
    if (!reply.ok) throw refusal(named, reply.status, wordsOf(body));
    if (body === undefined) throw unavailable(named, 'sent an answer that is not JSON, or only a part of one.');
    return body;
  }

  async function inTime<T>(gone: AbortSignal, job: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const late = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([gone, late]);
    const begun = performance.now();
    record.asked();
    try {
      const answer = await turns.take(signal, () => job(signal));
      record.answered();
      onRequest?.(source, 'ok', (performance.now() - begun) / 1000);
      return answer;
    } catch (cause) {
      // Nobody waits any more: that says nothing about the upstream.
      if (gone.aborted) throw cause;
      const failed = describe(named, cause, { aborted: late.aborted, afterMs: timeoutMs });
      if (isQuestionsFault(failed)) record.answered();
      else record.failed(failed.message);
      onRequest?.(source, 'failed', (performance.now() - begun) / 1000);
      throw failed;
    }
  }

  return {
    question(path, what, read) {
      const flights = createInFlight<NonNullable<ReturnType<typeof read>>>();
      return (search, signal) => {
        const target = `${url}${path}?${new URLSearchParams(search).toString()}`;
        return flights.join(target, signal, (gone) =>
          inTime(gone, async (soon) => {
            const answer = read(await ask(target, soon));
            if (answer === null || answer === undefined) throw unavailable(named, `sent an answer that is not ${what}.`);
            return answer;
          }),
        );
      };
    },
    record,
    state: () => record.state(),
    close: () => agent.destroy(),
  };
}

/** Undefined for text that is not JSON; JSON itself cannot say undefined. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

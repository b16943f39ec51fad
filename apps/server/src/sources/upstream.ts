import { readFileSync } from 'node:fs';
import type { SourceState } from '@vigla/contract/mesh';
import type { SourceName } from '@vigla/contract/problem';
import type { EpochSeconds } from '@vigla/contract/units';
import { Agent, fetch } from 'undici';
import { authorizationOf, type UpstreamCredentials } from './authorization.ts';
import { createInFlight } from './in-flight.ts';
import { type BodyReader, parseJson, whole } from './read-body.ts';
import { readLimited } from './read-limited.ts';
import { createSourceRecord, shownUrl, type SourceRecord } from './source-record.ts';
import { createTurns } from './turns.ts';
import { describe, isQuestionsFault, type Named, refusal, unavailable } from './upstream-failures.ts';

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

interface Path {
  readonly path: string;
  readonly what: string;
  /** Small: it waits for no turn and not for long. */
  readonly probe?: boolean;
}

/** What to ask. `read` gives null for an answer that is not `what`; `arrive` reads an answer that may be too large to be read whole. */
type Form<T> = Path & ({ readonly read: (body: unknown) => T | null } | { readonly arrive: BodyReader<T> });

/** A JSON API over HTTP that we only read from. */
export interface Upstream {
  /** Identical questions that overlap are asked, and their answer is read, once. */
  readonly question: <T extends object>(form: Form<T>) => Question<T>;
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

const probeMs = 5000;
const megabyte = 1024 * 1024;

export function createUpstream({ source, title, wordsOf }: Kind, options: UpstreamOptions): Upstream {
  const { url, timeoutMs, concurrency = 8, caFile, now } = options;
  const named = { source, title, url: shownUrl(url) };
  // Beyond the turns there is room for a probe.
  const agent = new Agent({ connections: concurrency + 1, ...(caFile !== undefined && { connect: { ca: readFileSync(caFile, 'utf8') } }) });
  const turns = createTurns(concurrency);
  const record = createSourceRecord(source, named.url, now);
  const ask = createAsk({ named, agent, wordsOf }, options);
  const watched = createWatched({ named, record }, options);

  return {
    question<T extends object>(form: Form<T>) {
      const { path, what, probe = false } = form;
      const read = 'arrive' in form ? form.arrive : whole(form.read);
      const flights = createInFlight<T>();
      const patienceMs = probe ? Math.min(probeMs, timeoutMs) : timeoutMs;
      return (search, signal) => {
        const target = `${url}${path}?${new URLSearchParams(search).toString()}`;
        const askAndRead = async (soon: AbortSignal) => {
          const answer = await ask(target, soon, read);
          if (answer === null) throw unavailable(named, `sent an answer that is not ${what}.`);
          return answer;
        };
        const job = (soon: AbortSignal) => (probe ? askAndRead(soon) : turns.take(soon, () => askAndRead(soon)));
        return flights.join(target, signal, (gone) => watched(gone, patienceMs, job));
      };
    },
    record,
    state: () => record.state(),
    close: () => agent.destroy(),
  };
}

interface Line {
  readonly named: Named;
  readonly agent: Agent;
  readonly wordsOf: Kind['wordsOf'];
}

/** One request and its answer, understood. Follows no redirect: it would carry our credentials to somebody else. */
function createAsk({ named, agent, wordsOf }: Line, { credentials = {}, maxBytes = 512 * megabyte }: UpstreamOptions) {
  return async <T>(target: string, signal: AbortSignal, read: BodyReader<T>): Promise<T | null> => {
    const headers = { accept: 'application/json', ...(await authorizationOf(credentials)) };
    const reply = await fetch(target, { signal, dispatcher: agent, redirect: 'error', headers });
    if (!reply.ok) throw refusal(named, reply.status, wordsOf(parseJson(await readLimited(reply.body, maxBytes))));
    const answer = await read(reply.body, maxBytes);
    if (answer === undefined) throw unavailable(named, 'sent an answer that is not JSON, or only a part of one.');
    return answer;
  };
}

/** Gives a job its time and keeps the record of what came of it. */
function createWatched({ named, record }: { readonly named: Named; readonly record: SourceRecord }, { onRequest }: UpstreamOptions) {
  return async <T>(gone: AbortSignal, patienceMs: number, job: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const late = AbortSignal.timeout(patienceMs);
    const begun = performance.now();
    const tell = (outcome: 'ok' | 'failed'): void => onRequest?.(named.source, outcome, (performance.now() - begun) / 1000);
    record.asked();
    try {
      const answer = await job(AbortSignal.any([gone, late]));
      record.answered();
      tell('ok');
      return answer;
    } catch (cause) {
      // Nobody waits any more: that says nothing about the upstream.
      if (gone.aborted) throw cause;
      const failed = describe(named, cause, { aborted: late.aborted, afterMs: patienceMs });
      if (isQuestionsFault(failed)) record.answered();
      else record.failed(failed.message);
      tell('failed');
      throw failed;
    }
  };
}

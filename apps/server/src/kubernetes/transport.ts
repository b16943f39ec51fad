import { request as send } from 'undici';
import { AppError, type Credentials } from '../http/index.ts';
import type { KubernetesRequest } from '../sources/index.ts';
import type { Cluster } from './cluster.ts';
import { refusal, silence } from './failures.ts';
import type { Pulse } from './pulse.ts';
import { readBody } from './read-body.ts';
import { warningsOf } from './warnings.ts';

/** An answer of the API server that is not a failure. */
export interface Answer {
  readonly body: unknown;
  readonly warnings: readonly string[];
}

/** Requests to the API server; every failure leaves here as an AppError, except that the caller's own abort stays an abort. */
export interface Transport {
  ask(credentials: Credentials, request: KubernetesRequest, signal?: AbortSignal): Promise<Answer>;
  /** With the server's own credentials, an answer that is read as it arrives. */
  read<T>(request: KubernetesRequest, reader: BodyReader<T>, signal: AbortSignal): Promise<T>;
  /** The answer as it comes in, for watches. Silence longer than `silenceMs` ends it with an error. */
  stream(request: KubernetesRequest, silenceMs: number, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
}

type BodyReader<T> = (body: AsyncIterable<Uint8Array>) => Promise<T>;

interface Line {
  readonly cluster: Cluster;
  readonly pulse: Pulse;
  readonly timeoutMs: number;
}

export function createTransport(line: Line): Transport {
  return {
    ask: (credentials, asked, signal) => exchange(line, { credentials, asked, reader: readBody }, signal),
    async read(asked, reader, signal) {
      const { body } = await exchange(line, { credentials: { way: 'local' }, asked, reader }, signal);
      return body;
    },
    async stream(asked, silenceMs, signal) {
      try {
        const answer = await open(line, { way: 'local' }, asked, { signal, silenceMs });
        if (answer.statusCode >= 300) throw refusal(answer.statusCode, await understood(line, readBody(answer.body)), asked);
        return heardChunks(line, answer.body, signal);
      } catch (error) {
        throw failure(line, error, signal);
      }
    },
  };
}

interface Exchange<T> {
  readonly credentials: Credentials;
  readonly asked: KubernetesRequest;
  readonly reader: BodyReader<T>;
}

/** One request and the whole of its answer, within the time for one. */
async function exchange<T>(line: Line, { credentials, asked, reader }: Exchange<T>, signal: AbortSignal | undefined) {
  const deadline = AbortSignal.timeout(line.timeoutMs);
  const patience = { signal: signal ? AbortSignal.any([signal, deadline]) : deadline, silenceMs: line.timeoutMs };
  try {
    const answer = await open(line, credentials, asked, patience);
    if (answer.statusCode >= 300) throw refusal(answer.statusCode, await understood(line, readBody(answer.body)), asked);
    return { body: await understood(line, reader(answer.body)), warnings: warningsOf(answer.headers['warning']) };
  } catch (error) {
    throw failure(line, error, signal);
  }
}

interface Patience {
  readonly signal: AbortSignal;
  readonly silenceMs: number;
}

/** Sends one request and waits for the head of the answer. */
async function open(line: Line, credentials: Credentials, asked: KubernetesRequest, { signal, silenceMs }: Patience) {
  const { cluster, pulse, timeoutMs } = line;
  pulse.asked();
  const { dispatcher, headers } = await passageFor(line, credentials);
  const answer = await send(`${cluster.url}${asked.path}${queryOf(asked.query)}`, {
    dispatcher,
    method: asked.method,
    headers: { accept: 'application/json', 'user-agent': 'vigla', ...bodyHeaders(asked), ...headers },
    ...(asked.body !== undefined && { body: JSON.stringify(asked.body) }),
    signal,
    headersTimeout: timeoutMs,
    bodyTimeout: silenceMs,
  });
  feel(line, answer.statusCode, { way: credentials.way, method: asked.method });
  return answer;
}

/** What a helper program of the kubeconfig has to say about its failure is for the log alone. */
const passageFor = ({ cluster, pulse }: Line, credentials: Credentials) =>
  cluster.passage(credentials).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    const detail = `The credentials of the kubeconfig cannot be had${code}. Does kubectl work with it?`;
    pulse.missed(detail);
    throw new AppError('source_unavailable', detail, { source: 'kubernetes', cause });
  });

interface Question {
  readonly way: Credentials['way'];
  readonly method: KubernetesRequest['method'];
}

/**
 * Any answer shows that the API server is there, unless it fails to read or refuses the server itself.
 * A write that fails with 500 says nothing about it: a webhook that cannot be reached looks like that.
 */
function feel({ cluster, pulse }: Line, status: number, { way, method }: Question): void {
  if (status === 401 && way === 'local') {
    cluster.refused();
    pulse.missed('The cluster does not accept the credentials of the kubeconfig.');
  } else if (status > 500 || (status === 500 && method === 'GET')) pulse.missed(`The cluster answers with status ${status}.`);
  else pulse.heard();
}

/** What answers and cannot be understood is no API server. */
async function understood<T>({ pulse }: Line, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError) pulse.missed(error.message);
    throw error;
  }
}

/** An AppError for whatever went wrong; the caller's own abort stays what it is. */
function failure({ cluster, pulse, timeoutMs }: Line, error: unknown, signal: AbortSignal | undefined): unknown {
  if (error instanceof AppError) return error;
  if (signal?.aborted) return signal.reason;
  const silent = silence(error, cluster.url, timeoutMs);
  pulse.missed(silent.message);
  return silent;
}

async function* heardChunks(line: Line, body: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      line.pulse.heard();
      yield chunk;
    }
  } catch (error) {
    throw failure(line, error, signal);
  }
}

const bodyHeaders = ({ body, contentType }: KubernetesRequest) =>
  body === undefined ? {} : { 'content-type': contentType ?? 'application/json' };
const queryOf = (query: KubernetesRequest['query']): string => (query ? `?${new URLSearchParams(query).toString()}` : '');

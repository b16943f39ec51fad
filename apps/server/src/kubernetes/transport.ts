import { type Dispatcher, request as send } from 'undici';
import { AppError, type Credentials } from '../http/index.ts';
import type { KubernetesRequest } from '../sources/index.ts';
import type { Cluster } from './cluster.ts';
import { refusal, silence } from './failures.ts';
import type { Pulse } from './pulse.ts';
import { warningsOf } from './warnings.ts';

/** An answer of the API server that is not a failure. */
export interface Answer {
  readonly body: unknown;
  readonly warnings: readonly string[];
}

/** Requests to the API server; every failure leaves here as an AppError, except that the caller's own abort stays an abort. */
export interface Transport {
  ask(credentials: Credentials, request: KubernetesRequest, signal?: AbortSignal): Promise<Answer>;
  /** The answer as it comes in, for watches. Silence longer than `silenceMs` ends it with an error. */
  stream(request: KubernetesRequest, silenceMs: number, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
}

/** Larger than any page of a list we ask for; beyond it something is wrong with the answer. */
const maxAnswerBytes = 64 * 1024 * 1024;

export function createTransport(cluster: Cluster, pulse: Pulse, { timeoutMs }: { readonly timeoutMs: number }): Transport {
  /** What a helper program of the kubeconfig has to say about its failure is for the log alone. */
  const passageFor = (credentials: Credentials) =>
    cluster.passage(credentials).catch((cause: unknown) => {
      const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
      const detail = `The credentials of the kubeconfig cannot be had${code}. Does kubectl work with it?`;
      pulse.missed(detail);
      throw new AppError('source_unavailable', detail, { source: 'kubernetes', cause });
    });

  /** Counts, addresses and sends one request; what fails before there is an answer fails here. */
  async function open(credentials: Credentials, asked: KubernetesRequest, signal: AbortSignal, bodyTimeout: number) {
    pulse.asked();
    const { dispatcher, headers } = await passageFor(credentials);
    const answer = await send(`${cluster.url}${asked.path}${queryOf(asked.query)}`, {
      dispatcher,
      method: asked.method,
      headers: { accept: 'application/json', 'user-agent': 'vigla', ...bodyHeaders(asked), ...headers },
      ...(asked.body !== undefined && { body: JSON.stringify(asked.body) }),
      signal,
      headersTimeout: timeoutMs,
      bodyTimeout,
    });
    if (answer.statusCode >= 500) pulse.missed(`answers with status ${answer.statusCode}`);
    else pulse.heard();
    if (answer.statusCode === 401 && credentials.way === 'local') {
      cluster.refused();
      pulse.missed('does not accept the credentials of the kubeconfig');
    }
    return answer;
  }

  const failed = (error: unknown, signal: AbortSignal | undefined): unknown => {
    if (error instanceof AppError) return error;
    if (signal?.aborted) return signal.reason;
    const failure = silence(error, cluster.url, timeoutMs);
    pulse.missed(failure.message);
    return failure;
  };

  return {
    async ask(credentials, asked, signal) {
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await open(credentials, asked, signal ? AbortSignal.any([signal, deadline]) : deadline, timeoutMs);
        const body = await readBody(answer.body);
        if (answer.statusCode >= 300) throw refusal(answer.statusCode, body, asked);
        return { body, warnings: warningsOf(answer.headers['warning']) };
      } catch (error) {
        throw failed(error, signal);
      }
    },
    async stream(asked, silenceMs, signal) {
      try {
        const answer = await open({ way: 'local' }, asked, signal, silenceMs);
        if (answer.statusCode >= 300) throw refusal(answer.statusCode, await readBody(answer.body), asked);
        return heardChunks(answer.body, pulse, (error) => failed(error, signal));
      } catch (error) {
        throw failed(error, signal);
      }
    },
  };
}

async function* heardChunks(
  body: AsyncIterable<Uint8Array>,
  pulse: Pulse,
  failed: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      pulse.heard();
      yield chunk;
    }
  } catch (error) {
    throw failed(error);
  }
}

async function readBody(body: Dispatcher.ResponseData['body']): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxAnswerBytes)
      throw new AppError('source_unavailable', `The cluster's answer is larger than ${maxAnswerBytes} bytes.`, { source: 'kubernetes' });
  }
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch (error) {
    throw new AppError(
      'source_unavailable',
      'What answers at the address of the cluster does not speak JSON. Is it a Kubernetes API server?',
      {
        source: 'kubernetes',
        cause: error,
      },
    );
  }
}

const bodyHeaders = ({ body, contentType }: KubernetesRequest) =>
  body === undefined ? {} : { 'content-type': contentType ?? 'application/json' };
const queryOf = (query: KubernetesRequest['query']): string => (query ? `?${new URLSearchParams(query).toString()}` : '');

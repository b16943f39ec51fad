import type { Endpoint, RequestOf, ResponseOf } from '@vigla/contract/http';
import { Problem } from '@vigla/contract/problem';
import type { Transport } from '../host/index.ts';
import { ProblemError } from './problem-error.ts';
import { type Parts, requestUrl } from './request-url.ts';

interface CallOptions {
  readonly signal?: AbortSignal;
  /** The session's value; needed by every row that is not a GET. */
  readonly csrf?: string;
}

/**
 * Asks the server one row of the API.
 *
 * Fails: with ProblemError for everything but an abort, which stays an AbortError.
 */
export async function call<E extends Endpoint>(
  transport: Transport,
  row: E,
  request: RequestOf<E>,
  { signal, csrf }: CallOptions = {},
): Promise<ResponseOf<E>> {
  const parts = request as Parts;
  const { status, text } = await send(transport, requestUrl(row, parts), {
    method: row.method,
    headers: {
      accept: 'application/json',
      ...(parts.body !== undefined && { 'content-type': 'application/json' }),
      ...(csrf !== undefined && { 'x-vigla-csrf': csrf }),
      ...transport.headers(),
    },
    ...(parts.body !== undefined && { body: JSON.stringify(parts.body) }),
    ...(signal && { signal }),
  });
  const answer = parse(text, status);
  if (status >= 400) throw problemOf(answer, status);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the wire: the row's schema is this type, and the server has parsed by it
  if (!transport.checkAnswers) return answer as ResponseOf<E>;
  const checked = row.response.safeParse(answer);
  if (!checked.success) throw new ProblemError('unreadable', `${row.method} ${row.path}: ${whatDiffers(checked.error)}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed by the row's own schema, whose type is lost in the generic row
  return checked.data as ResponseOf<E>;
}

async function send({ fetch, baseUrl }: Transport, path: string, init: RequestInit): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(`${baseUrl}${path}`, init);
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ProblemError('unreachable', cause instanceof Error ? cause.message : String(cause), null, { cause });
  }
}

function parse(text: string, status: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new ProblemError('unreadable', `HTTP ${status} with a body that is not JSON`, null, { cause });
  }
}

function problemOf(answer: unknown, status: number): ProblemError {
  const parsed = Problem.safeParse(answer);
  return parsed.success
    ? new ProblemError(parsed.data.code, parsed.data.detail, parsed.data)
    : new ProblemError('unreadable', `HTTP ${status} without an explanation`);
}

/** The first place where an answer is not as agreed, and how many more there are: all of them would fill the page. */
function whatDiffers({
  issues,
}: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}): string {
  const [first] = issues;
  const more = issues.length > 1 ? ` (+${issues.length - 1})` : '';
  return first ? `${first.path.map(String).join('.')}: ${first.message}${more}` : '';
}

import { timingSafeEqual } from 'node:crypto';
import type { Endpoint } from '@vigla/contract/http';
import type { FastifyRequest } from 'fastify';
import { AppError } from './app-error.ts';
import type { Identity } from './caller.ts';
import type { SessionKeeper } from './session-keeper.ts';

/** Decides, before anything of a request is read, whether it may go on to its row. */
export interface Gate {
  /** The caller of a row that wants one, null for a public row. Fails: wrong_origin, not_signed_in, read_only. */
  admit(row: Endpoint, request: FastifyRequest): Promise<Identity | null>;
}

/** The only gate: every row goes through it by its `access`, every method but GET by its origin too. */
export const createGate = (keeper: SessionKeeper, { readOnly }: { readonly readOnly: boolean }): Gate => ({
  async admit(row, request) {
    if (row.method !== 'GET') checkOrigin(keeper, request);
    if (row.access === 'public') return null;
    const identity = await keeper.identify(request);
    if (!identity) throw new AppError('not_signed_in', 'Sign in first: this request came without a session that is still good.');
    if (row.access === 'write' && readOnly)
      throw new AppError('read_only', 'This server was started read-only: it changes nothing in the cluster.');
    return identity;
  },
});

/**
 * Refuses a request that another site made a browser send. A browser adds Origin to every such request, and no other site
 * can read the session's csrf value. Tools that send no Origin still need the value.
 */
function checkOrigin(keeper: SessionKeeper, request: FastifyRequest): void {
  const { origin, host } = request.headers;
  if (origin !== undefined && originHost(origin) !== host?.toLowerCase()) {
    throw new AppError('wrong_origin', 'This request came from a page of another site and was not carried out.');
  }
  const sent = request.headers['x-vigla-csrf'];
  if (typeof sent !== 'string' || !same(sent, keeper.csrfOf(request))) {
    throw new AppError(
      'wrong_origin',
      'The header x-vigla-csrf is missing or old. Read the session again (GET /api/v1/session) and send its csrf value.',
    );
  }
}

/** Null for what is no origin: "null" itself, as sandboxed pages send it, and anything that is not a URL. */
const originHost = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

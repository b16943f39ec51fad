import type { FastifyRequest } from 'fastify';
import { AppError, type Credentials } from '../http/index.ts';

/**
 * The credentials a proxy such as the OpenShift console's sends along, with whom its user impersonates; null when there are none.
 * Fails: invalid_request for an impersonation we could only pass on in part, because a part of it might allow more than the whole.
 */
export function bearerOf({ headers, raw }: FastifyRequest): (Credentials & { readonly way: 'token' }) | null {
  const [, token] = /^Bearer ([\x21-\x7e]+)$/i.exec(headers.authorization ?? '') ?? [];
  if (token === undefined) return null;
  const user = headers['impersonate-user'];
  const groups = allOf(raw.rawHeaders, 'impersonate-group');
  const other = Object.keys(headers).find((name) => name === 'impersonate-uid' || name.startsWith('impersonate-extra-'));
  if (other !== undefined || (user === undefined && groups.length > 0)) {
    throw new AppError(
      'invalid_request',
      `Cannot act for somebody else by ${other ?? 'a group alone'}: only Impersonate-User with Impersonate-Group is passed on.`,
    );
  }
  return typeof user === 'string' ? { way: 'token', token, impersonate: { user, groups } } : { way: 'token', token };
}

/** Every value of a header that is sent several times; Node joins them with commas, which names may contain. Shape: name, value, name, value. */
const allOf = (rawHeaders: readonly string[], name: string): readonly string[] =>
  rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name);

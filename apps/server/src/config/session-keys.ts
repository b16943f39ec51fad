import { failed, ok, type Result } from '@vigla/domain/result';
import type { Mistake } from './mistake.ts';

/**
 * The keys in a session key file: one a line, the first one seals and every one opens, so that a new one can be put on top.
 * Fails: when there is none or one is too short to be a secret.
 */
export function readSessionKeys(file: string, text: string): Result<readonly string[], Mistake> {
  const where = `session.keyFile ${file}`;
  const keys = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (keys.length === 0)
    return failed([{ where, what: 'is empty: write a key of at least 32 characters into it, for example with "openssl rand -base64 32"' }]);
  const short = keys.flatMap((key, i) => (key.length < 32 ? [i + 1] : []));
  return short.length === 0
    ? ok(keys)
    : failed(short.map((line) => ({ where, what: `has a key of fewer than 32 characters in line ${line}` })));
}

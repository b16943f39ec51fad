import type { Identity, SessionKeeper } from '../http/index.ts';

/** A caller of this name, as the session room would know them. */
export const identityOf = (username: string): Identity => ({
  person: { username, groups: [] },
  credentials: { way: 'token', token: `token-of-${username}` },
  key: `key-of-${username}`,
});

/** Takes the header `x-test-user` at its word. Everybody's csrf value is `csrf-of-<name>`. */
export const fakeKeeper: SessionKeeper = {
  identify: async ({ headers }) => (typeof headers['x-test-user'] === 'string' ? identityOf(headers['x-test-user']) : null),
  csrfOf: ({ headers }) => `csrf-of-${String(headers['x-test-user'] ?? 'nobody')}`,
};

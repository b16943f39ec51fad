import { readFile } from 'node:fs/promises';

/** Where an upstream's secrets lie. They are read for each request, so that rotating them needs no restart. */
export interface UpstreamCredentials {
  readonly tokenFile?: string | undefined;
  readonly username?: string | undefined;
  readonly passwordFile?: string | undefined;
}

/** The header that goes with these credentials; none without any. */
export async function authorizationOf({ tokenFile, username, passwordFile }: UpstreamCredentials): Promise<Record<string, string>> {
  if (tokenFile !== undefined) return { authorization: `Bearer ${(await readFile(tokenFile, 'utf8')).trim()}` };
  if (username === undefined || passwordFile === undefined) return {};
  const pair = `${username}:${(await readFile(passwordFile, 'utf8')).replace(/\r?\n$/, '')}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

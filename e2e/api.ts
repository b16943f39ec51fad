import type { Endpoint, RequestOf, ResponseOf } from '@vigla/contract/http';

/** An answer of the API as it came. */
export interface Answered {
  readonly status: number;
  readonly text: string;
}

interface Sent {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** A tool that talks to a server's API with a bearer token, or with none. */
export interface Client {
  /** The answer as it came, whatever it is. */
  raw<E extends Endpoint>(row: E, sent: RequestOf<E>): Promise<Answered>;
  /** A good answer, checked against the contract. Fails: with the problem's own words. */
  ask<E extends Endpoint>(row: E, sent: RequestOf<E>): Promise<ResponseOf<E>>;
}

/** Talks to the server at `url` as the holder of `token`; without one as whoever opens it on this machine. */
export function clientOf(url: string, token?: string): Client {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const csrf = async (): Promise<string> => {
    const session = (await (await fetch(`${url}/api/v1/session`, { headers })).json()) as { csrf: string };
    return session.csrf;
  };
  const raw = async (row: Endpoint, sent: Sent): Promise<Answered> => {
    const answer = await fetch(`${url}${pathOf(row, sent)}`, {
      method: row.method,
      headers: {
        ...headers,
        ...(row.method !== 'GET' && { 'x-vigla-csrf': await csrf() }),
        ...(sent.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(sent.body !== undefined && { body: JSON.stringify(sent.body) }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  return {
    raw: (row, sent) => raw(row, sent),
    ask: async <E extends Endpoint>(row: E, sent: RequestOf<E>) => {
      const { status, text } = await raw(row, sent);
      if (status !== 200) throw new Error(`${row.method} ${row.path}: ${status} ${text}`);
      return row.response.parse(JSON.parse(text)) as ResponseOf<E>;
    },
  };
}

/** The address of a row: its path filled in, its query appended, lists repeated. */
export function pathOf(row: Endpoint, { params = {}, query = {} }: Sent): string {
  const path = row.path.replaceAll(/:([a-zA-Z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = Object.entries(query).flatMap(([key, value]) => [value].flat().map((one) => [key, String(one)]));
  return search.length === 0 ? path : `${path}?${new URLSearchParams(search).toString()}`;
}

import { known, type Known } from './known.ts';
import type { Call } from './request.ts';

/** A token that a request carries, as far as policies look at it. */
export interface Token {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
  /** Client it was issued to, claim `azp`; null when the token does not say. */
  readonly presenter: string | null;
  readonly claims: Readonly<Record<string, unknown>>;
  /** Whether it is expired or its signature is of nobody that the issuer's keys name. */
  readonly valid: boolean;
  /** Where in the request it is; after `Bearer` in the header `authorization` unless told otherwise. */
  readonly place?: TokenPlace;
}

/** A place in a request. Names of headers are lower-case. */
export interface TokenPlace {
  readonly in: 'header' | 'parameter' | 'cookie';
  readonly name: string;
  /** What stands before the token; empty for nothing. */
  readonly prefix: string;
}

/**
 * A bundle of similar requests and what is known of them. `known(null)` is the sure absence of a token, `unknown` is
 * that nobody looked: the two never mean the same.
 */
export interface RequestClass {
  readonly host: string;
  readonly port: number;
  readonly protocol: Call['protocol'];
  readonly method: Known<string>;
  /** With its query, if it has one. */
  readonly path: Known<string>;
  /** Names are lower-case. */
  readonly headers: Known<Readonly<Record<string, string>>>;
  readonly token: Known<Token | null>;
  /** Address of the direct peer; null where it has none. */
  readonly sourceIp: Known<string | null>;
  /** Address of the original client, as X-Forwarded-For or the PROXY protocol tells. */
  readonly remoteIp: Known<string | null>;
  /** Name the TLS client asks for; null for plain text. */
  readonly sni: Known<string | null>;
}

/** A call of which everything is known. It carries no token unless one is given, and comes straight from its peer. */
export const classOf = (call: Call, { token = null, ip = null }: { token?: Token | null; ip?: string | null } = {}): RequestClass => ({
  host: call.host,
  port: call.port,
  protocol: call.protocol,
  method: known(call.method),
  path: known(call.path),
  headers: known(call.headers),
  token: known(token),
  sourceIp: known(ip),
  remoteIp: known(ip),
  sni: known(null),
});

/** A part of a class in which nothing is a distribution any more. `share` of the whole, 0..1. */
export interface ClassPart {
  readonly share: number;
  readonly request: RequestClass;
}

const attributes = ['method', 'path', 'headers', 'token', 'sourceIp', 'remoteIp', 'sni'] as const;

/**
 * Splits a class along its distributions; attributes are taken to be independent of each other, which nothing seen
 * alone can tell. Shares add up to 1.
 */
export function split(request: RequestClass): readonly ClassPart[] {
  let parts: readonly ClassPart[] = [{ share: 1, request }];
  for (const name of attributes) {
    const attribute: Known<unknown> = request[name];
    if (attribute.kind !== 'distribution') continue;
    parts = parts.flatMap(({ share, request: part }) =>
      attribute.values.map((one) => ({ share: share * one.share, request: { ...part, [name]: known(one.value) } })),
    );
  }
  return parts;
}

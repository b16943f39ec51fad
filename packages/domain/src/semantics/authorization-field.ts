import type { Arrival } from './authorization-arrival.ts';
import { compileRange } from './authorization-cidr.ts';
import type { IdentityContext } from './authorization-identity.ts';
import { asked, type Known, type Tri } from './known.ts';
import type { Token } from './request-class.ts';

/** Whether requests fit one value of a field. Their token must be one that was verified before. */
export type Test = (arrival: Arrival) => Tri;

/** A field of a rule: what its values mean. */
export interface Field {
  /** Asks for something that only requests of HTTP have. */
  readonly http: boolean;
  /** Compiles one value; undefined when proxies do not take it. */
  readonly compile: (wanted: string, context: IdentityContext) => Test | undefined;
}

type Compile<T> = (wanted: string, context: IdentityContext) => ((given: T) => boolean) | undefined;

const field = <T>(http: boolean, compile: Compile<T>, ask: (arrival: Arrival, fits: (given: T) => boolean) => Tri): Field => ({
  http,
  compile: (wanted, context) => {
    const fits = compile(wanted, context);
    return fits && ((arrival) => ask(arrival, fits));
  },
});

/** A field that looks at the peer's certificate. Plain text has none and fits nothing. */
export const identityField = (compile: Compile<string>): Field =>
  field(false, compile, ({ peer }, fits) => asked(peer.identity, 'source identity', (given) => given !== null && fits(given)));

/** A field that looks at an address. */
export const addressField = (name: string, read: (arrival: Arrival) => Known<string | null>): Field =>
  field(false, compileRange, (arrival, fits) => asked(read(arrival), name, (given) => given !== null && fits(given)));

/** A field that looks at a part of the request that every request has. */
export const requestField = (name: string, read: (arrival: Arrival) => Known<string>, compile: Compile<string>): Field =>
  field(true, compile, (arrival, fits) => asked(read(arrival), name, fits));

/** A field that looks into the verified token. Without one it fits nothing. */
export const tokenField = (compile: Compile<Token>): Field =>
  field(true, compile, ({ request }, fits) => asked(request.token, 'token', (given) => given !== null && fits(given)));

/** A field that looks at the server's name in the TLS handshake; plain text has none. */
export const serverNameField = (compile: Compile<string>): Field =>
  field(false, compile, ({ request }, fits) => asked(request.sni, 'sni', (given) => given !== null && fits(given)));

/** A field that looks at a header; one that is not there fits nothing, not even a star. */
export const headerField = (header: string, compile: Compile<string>): Field =>
  field(true, compile, ({ request }, fits) =>
    asked(request.headers, `header ${header}`, (headers) => {
      const given = Object.hasOwn(headers, header) ? headers[header] : undefined;
      return given !== undefined && fits(given);
    }),
  );

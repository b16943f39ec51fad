import type { Call, Token } from '@vigla/domain/semantics';

/**
 * The token that a call carries in its header `authorization`; null when it carries none.
 *
 * A rule of this lab: signatures are taken on trust and tokens never expire, so a token is invalid only when it cannot be read.
 */
export function bearerOf({ headers }: Call): Token | null {
  const written = /^Bearer (.*)$/.exec(headers['authorization'] ?? '')?.[1];
  if (written === undefined) return null;
  const claims = claimsIn(written);
  return {
    issuer: textOf(claims?.['iss']) ?? '',
    subject: textOf(claims?.['sub']) ?? '',
    audiences: [claims?.['aud']].flat().filter((one) => typeof one === 'string'),
    presenter: textOf(claims?.['azp']) ?? null,
    claims: claims ?? {},
    valid: claims !== undefined,
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The middle of `HEADER.PAYLOAD.SIGNATURE`; undefined when it is not of that form. */
function claimsIn(written: string): Readonly<Record<string, unknown>> | undefined {
  const parts = written.split('.');
  if (parts.length !== 3) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? { ...claims } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

import { compileText } from './authorization-text.ts';
import { isTree, list, text } from './read.ts';
import type { Token } from './request-class.ts';

type Fits = (token: Token) => boolean;

/**
 * Compiles a request principal, `ISSUER/SUBJECT`, cut at the last slash because issuers have slashes of their own.
 * Source: Istio's generator of request principals. A star counts at one end of the whole only: at the start in the issuer, at
 * the end in the subject; without a slash it is the other part that may be anything.
 */
export function compileRequestPrincipal(wanted: string): Fits {
  const slash = wanted.lastIndexOf('/');
  const [issuer, subject] = slash < 0 ? withoutSlash(wanted) : [wanted.slice(0, slash), wanted.slice(slash + 1)];
  const leading = wanted.startsWith('*');
  const fitsIssuer = slash < 0 || leading ? compileText(issuer) : equals(issuer);
  const fitsSubject = slash < 0 || (wanted.endsWith('*') && !leading) ? compileText(subject) : equals(subject);
  return (token) => fitsIssuer(token.issuer) && fitsSubject(token.subject);
}

function withoutSlash(wanted: string): readonly [issuer: string, subject: string] {
  if (wanted.startsWith('*')) return ['*', wanted];
  return [wanted, wanted.endsWith('*') ? '*' : ''];
}

const equals =
  (wanted: string) =>
  (given: string): boolean =>
    given === wanted;

/** Compiles an audience: one that fits is enough. */
export function compileAudience(wanted: string): Fits {
  const fits = compileText(wanted);
  return ({ audiences }) => audiences.some(fits);
}

/** Compiles a presenter, claim `azp`. */
export function compilePresenter(wanted: string): Fits {
  const fits = compileText(wanted);
  return ({ presenter }) => presenter !== null && fits(presenter);
}

/** The names in `[a][b]`; undefined when it is not of that form. */
export const claimPath = (brackets: string): readonly string[] | undefined =>
  /^(\[[^[\]]+\])+$/.test(brackets) ? brackets.slice(1, -1).split('][') : undefined;

/** Compiles a value of a claim: a text that fits, or a list with one that does. Numbers and truth values fit nothing. */
export const compileClaim =
  (path: readonly string[]) =>
  (wanted: string): Fits => {
    const fits = compileText(wanted);
    return (token) => {
      const claim = path.reduce<unknown>((place, name) => (isTree(place) && Object.hasOwn(place, name) ? place[name] : undefined), {
        iss: token.issuer,
        sub: token.subject,
        aud: token.audiences,
        azp: token.presenter ?? undefined,
        ...token.claims,
      });
      const given = [text(claim), ...list(claim).map(text)];
      return given.some((one) => one !== undefined && fits(one));
    };
  };

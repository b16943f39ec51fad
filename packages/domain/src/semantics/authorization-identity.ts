import { compileText } from './authorization-text.ts';
import { fullMatch } from './regex.ts';

type Fits = (identity: string) => boolean;

/** What the reading of an identity depends on besides the identity. */
export interface IdentityContext {
  /** Namespace of the policy: service accounts without one belong to it. */
  readonly namespace: string;
  /** The mesh's own trust domain, then its aliases. */
  readonly trustDomains: readonly string[];
}

/**
 * Compiles a principal, `trust-domain/ns/NAMESPACE/sa/ACCOUNT`, also for the mesh's other trust domains.
 * Source: Istio's generator of principals: one with a leading star becomes a regular expression, in which a dot is any sign.
 */
export function compilePrincipal(wanted: string, { trustDomains }: IdentityContext): Fits {
  const all = withAliases(wanted, trustDomains).map(compileOne);
  return (identity) => all.some((fits) => fits(identity));
}

function compileOne(wanted: string): Fits {
  const pattern = wanted !== '*' && wanted.startsWith('*') ? fullMatch(`.*${wanted.slice(1)}`) : undefined;
  return pattern ? (identity) => pattern.test(identity) : compileText(wanted);
}

/**
 * The principals that one stands for: where its trust domain is one of the mesh's, or `cluster.local`, it means all of them.
 * Source: Istio concept, trust domain migration.
 */
function withAliases(principal: string, trustDomains: readonly string[]): readonly string[] {
  const [domain = '', ...rest] = principal.split('/');
  if (rest.length !== 4 || domain === '*') return [principal];
  const own = compileText(domain);
  if (domain !== 'cluster.local' && !trustDomains.some(own)) return [principal];
  return trustDomains.map((one) => (domain.startsWith('*') && own(one) ? principal : [one, ...rest].join('/')));
}

/**
 * Compiles a namespace, with stars anywhere. Undefined for what cannot be followed.
 * Source: Istio's generator of namespaces: the value stands inside the expression `.+/ns/VALUE/.+`, and a star may reach over slashes.
 */
export function compileNamespace(wanted: string): Fits | undefined {
  const pattern = fullMatch(`.*/ns/${wanted.replaceAll('*', '.*')}/.*`);
  return pattern && ((identity) => pattern.test(identity));
}

/** Compiles a service account, `ACCOUNT` or `NAMESPACE/ACCOUNT`. It has no wildcards. */
export function compileAccount(wanted: string, { namespace }: IdentityContext): Fits {
  const full = wanted.includes('/') ? wanted : `${namespace}/${wanted}`;
  return (identity) => /^[^/]+\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(identity)?.slice(1).join('/') === full;
}

/** Compiles a trust domain. The name of one of the mesh's own means all of them. */
export function compileTrustDomain(wanted: string, { trustDomains }: IdentityContext): Fits {
  const all = (trustDomains.includes(wanted) ? trustDomains : [wanted]).map(compileText);
  return (identity) => all.some((fits) => fits(identity.split('/', 1)[0] ?? ''));
}

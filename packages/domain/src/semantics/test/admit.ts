import type { KubeObject } from '@vigla/contract/objects';
import type { Admission } from '../authorization-admission.ts';
import type { Arrival } from '../authorization-arrival.ts';
import type { Verdict } from '../authorization-verdict.ts';
import { compileMesh, type Mesh } from '../compile-mesh.ts';
import { known, unknown, type Known } from '../known.ts';
import type { Token } from '../request-class.ts';
import type { Workload } from '../workloads.ts';
import { istio, workload } from './draw.ts';

type Unknown = typeof unknown;

/** What a test says of requests; the rest is a GET of `/` by the product page over mTLS, without a token. */
export interface Given {
  /** Null for plain text. */
  readonly identity?: string | null | Unknown;
  readonly protocol?: 'http' | 'grpc' | 'tcp';
  readonly host?: string;
  readonly port?: number;
  readonly method?: string | Unknown;
  readonly path?: string | Unknown;
  readonly headers?: Readonly<Record<string, string>> | Unknown;
  readonly token?: Token | null | Unknown;
  readonly sourceIp?: string | null | Unknown;
  readonly remoteIp?: string | null | Unknown;
  readonly destinationIp?: string | null | Unknown;
  readonly sni?: string | null | Unknown;
}

export const page = 'cluster.local/ns/bookinfo/sa/productpage';

const lift = <T>(value: T | Unknown): Known<T> => (isUnknown(value) ? unknown : known(value));
const isUnknown = (value: unknown): value is Unknown => value === unknown;

/** Requests as they come in. */
export const arriving = (given: Given = {}): Arrival => ({
  peer: { identity: lift<string | null>(given.identity === undefined ? page : given.identity) },
  port: given.port ?? 9080,
  destinationIp: lift<string | null>(given.destinationIp === undefined ? '10.0.0.1' : given.destinationIp),
  request: {
    host: given.host ?? 'reviews',
    port: 9080,
    protocol: given.protocol ?? 'http',
    method: lift(given.method ?? 'GET'),
    path: lift(given.path ?? '/'),
    headers: lift<Readonly<Record<string, string>>>(given.headers ?? {}),
    token: lift<Token | null>(given.token === undefined ? null : given.token),
    sourceIp: lift<string | null>(given.sourceIp === undefined ? '10.1.2.3' : given.sourceIp),
    remoteIp: lift<string | null>(given.remoteIp === undefined ? '203.0.113.7' : given.remoteIp),
    sni: lift<string | null>(given.sni === undefined ? 'outbound_.9080_._.reviews.bookinfo.svc.cluster.local' : given.sni),
  },
});

/** A token of the shop's own issuer, or what the test says instead. */
export const token = (more: Partial<Token> = {}): Token => ({
  issuer: 'https://id.example.com',
  subject: 'jason',
  audiences: ['reviews'],
  presenter: 'shop',
  claims: {},
  valid: true,
  ...more,
});

type Spec = Readonly<Record<string, unknown>>;

export const allow = (...rules: readonly object[]): Spec => ({ rules });
export const deny = (...rules: readonly object[]): Spec => ({ action: 'DENY', rules });
export const audit = (...rules: readonly object[]): Spec => ({ action: 'AUDIT', rules });
export const custom = (provider: string, ...rules: readonly object[]): Spec => ({ action: 'CUSTOM', provider: { name: provider }, rules });
export const from = (...all: readonly object[]) => ({ from: all.map((source) => ({ source })) });
export const to = (...all: readonly object[]) => ({ to: all.map((operation) => ({ operation })) });
export const when = (key: string, values: readonly string[], notValues?: readonly string[]) => ({
  when: [{ key, ...(values.length > 0 && { values }), ...(notValues && { notValues }) }],
});

/** A policy of the shop's namespace. */
export const policy = (spec: Spec, name = 'bookinfo/policy', annotations: Record<string, string> = {}): KubeObject =>
  istio(`AuthorizationPolicy ${name}`, spec, { annotations });

/** Rules about tokens, of the shop's namespace unless told otherwise. */
export const tokens = (spec: Spec, name = 'bookinfo/tokens'): KubeObject => istio(`RequestAuthentication ${name}`, spec);

/** The rule that takes the shop's own tokens. */
export const ownTokens = tokens({ jwtRules: [{ issuer: 'https://id.example.com', jwks: '{"keys":[{"kty":"RSA"}]}' }] });

/** A mesh with the reviews of the shop and these objects, and its reviews. */
export function withReviews(objects: readonly KubeObject[]): { readonly mesh: Mesh; readonly reviews: Workload } {
  const mesh = compileMesh([...workload('bookinfo/reviews-v1', { labels: { tier: 'middle' } }), ...objects]);
  const reviews = mesh.registry.workloads.get('bookinfo/reviews-v1');
  if (!reviews) throw new Error('The mesh has lost its workload.');
  return { mesh, reviews };
}

/** What the reviews make of requests. */
export function admit(objects: readonly KubeObject[], given: Given = {}): Admission {
  const { mesh, reviews } = withReviews(objects);
  return mesh.admit(reviews, arriving(given));
}

/** A case of a decision table. `source`: where the fact is from. */
export type Case = readonly [
  because: string,
  source: string,
  policies: Spec | readonly KubeObject[],
  given: Given,
  verdict: Verdict['verdict'],
  reason?: Verdict['reason'] | readonly string[],
];

const isObjects = (policies: Spec | readonly KubeObject[]): policies is readonly KubeObject[] => Array.isArray(policies);

/** What a case comes to, in the columns of the table; `reason` is the names of what is missing where the table says so. */
export function outcome([, , policies, given, , expected]: Case): { readonly verdict: string; readonly reason?: unknown } {
  const { authorization } = admit(isObjects(policies) ? policies : [policy(policies)], given);
  const { verdict, reason, missing } = authorization;
  return { verdict, ...(expected !== undefined && { reason: typeof expected === 'string' ? reason : missing }) };
}

/** What the table says a case comes to. */
export const expected = ([, , , , verdict, reason]: Case): { readonly verdict: string; readonly reason?: unknown } => ({
  verdict,
  ...(reason !== undefined && { reason }),
});

import type { KubeObject } from '@vigla/contract/objects';
import { at, type Json } from '../json/json.ts';
import { groupVersion } from '../resources/resource.ts';
import { parseFieldSelector } from '../selectors/fields.ts';
import { parseLabelSelector } from '../selectors/labels.ts';
import { badRequest, expired, notFound, StatusError } from '../status/status.ts';
import type { Store } from '../store/store.ts';
import { type Call, inVersion, type Target } from './call.ts';

/** The one object a request names. Fails: NotFound. */
export function readOne(store: Store, { resource, namespace, name = '' }: Target): KubeObject {
  const found = store.get(resource, namespace, name);
  if (!found) throw notFound(resource, name);
  return found;
}

/** Which objects a request is about, by its selectors. */
export function selection({ target, query }: Pick<Call, 'target' | 'query'>): (object: KubeObject) => boolean {
  const fitsLabels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fitsFields = parseFieldSelector(target.resource, query.get('fieldSelector') ?? '');
  return (object) =>
    (target.namespace === undefined || object.metadata.namespace === target.namespace) &&
    (target.name === undefined || object.metadata.name === target.name) &&
    fitsLabels(object.metadata.labels) &&
    fitsFields(object);
}

interface Page {
  readonly items: readonly KubeObject[];
  readonly metadata: Json;
}

/** One page of a list. Following pages show the moment of the first. Fails: Expired where that moment is forgotten. */
export function readPage(call: Pick<Call, 'store' | 'target' | 'query'>): Page {
  const { store, target, query } = call;
  const from = query.get('continue') ? readToken(query.get('continue') ?? '') : undefined;
  const version = from?.version ?? exactVersion(query) ?? store.version();
  checkNotFuture(store, query);
  const all =
    version === store.version() ? store.list(target.resource, target.namespace) : store.listAt(target.resource, version, target.namespace);
  if (!all)
    throw expired(
      from
        ? 'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.'
        : 'The resourceVersion for the provided list is too old.',
    );
  const fits = all.filter(selection(call));
  const rest = from ? fits.filter((object) => orderKey(object) > from.after) : fits;
  const limit = naturalNumber(query, 'limit');
  const items = limit > 0 ? rest.slice(0, limit) : rest;
  const last = items.at(-1);
  const left = rest.length - items.length;
  const selects = Boolean(query.get('labelSelector') || query.get('fieldSelector'));
  return {
    items: items.map((object) => inVersion(target, object)),
    metadata: {
      resourceVersion: String(version),
      ...(left > 0 && last
        ? { continue: writeToken({ version, after: orderKey(last) }), ...(selects ? {} : { remainingItemCount: left }) }
        : {}),
    },
  };
}

/** The page as a list object. */
export const asList = ({ resource, version }: Target, { items, metadata }: Page): Json => ({
  kind: `${resource.kind}List`,
  apiVersion: groupVersion(resource.group, version),
  metadata,
  items,
});

interface Token {
  readonly version: number;
  readonly after: string;
}

/** The order of a list; the store sorts by the same key. */
const orderKey = ({ metadata }: KubeObject): string => `${metadata.namespace ?? ''}/${metadata.name}`;
const writeToken = (token: Token): string => Buffer.from(JSON.stringify(token)).toString('base64url');

function readToken(token: string): Token {
  try {
    const read: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    const [version, after] = [at(read, 'version'), at(read, 'after')];
    if (Number.isSafeInteger(version) && typeof after === 'string') return { version: Number(version), after };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw badRequest('continue: the token is not one this server gave out');
}

/** A number in the query that is 0 where it is not given. Fails: BadRequest for anything that is no number. */
export function naturalNumber(query: URLSearchParams, name: string): number {
  const value = query.get(name) ?? '';
  if (value === '') return 0;
  if (!/^\d{1,15}$/.test(value)) throw badRequest(`${name}: "${value}" is not a whole number of at least 0`);
  return Number(value);
}

function exactVersion(query: URLSearchParams): number | undefined {
  const match = query.get('resourceVersionMatch') ?? '';
  if (match !== '' && match !== 'Exact' && match !== 'NotOlderThan')
    throw badRequest(`resourceVersionMatch: unsupported value "${match}": supported values: "Exact", "NotOlderThan"`);
  if (match !== '' && !query.get('resourceVersion')) throw badRequest('resourceVersionMatch: forbidden unless resourceVersion is given');
  return match === 'Exact' ? naturalNumber(query, 'resourceVersion') : undefined;
}

/** Refuses a version that no write has reached yet, in the words clients know. */
export function checkNotFuture(store: Store, query: URLSearchParams): void {
  const wanted = naturalNumber(query, 'resourceVersion');
  if (wanted <= store.version()) return;
  const message = 'Too large resource version';
  throw new StatusError(504, 'Timeout', `Timeout: Too large resource version: ${wanted}, current: ${store.version()}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message }],
    retryAfterSeconds: 1,
  });
}

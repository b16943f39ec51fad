import type { Right } from '@vigla/contract/problem';
import { AppError } from '../http/index.ts';
import type { KubernetesRequest } from '../sources/index.ts';

/** The parts of a Kubernetes `Status` that say why. */
interface Status {
  readonly message: string;
  readonly causes: readonly { readonly field: string; readonly message: string }[];
}

/** The point in history a list or watch asked to go on from is no longer kept: start over with a fresh list. */
export class HistoryGone extends AppError {}

/** What a refusal of the API server means to a caller. `body` is the parsed answer, normally a Status object; its words are shown. */
export function refusal(status: number, body: unknown, asked: KubernetesRequest): AppError {
  const said = statusOf(body);
  const words = said.message.slice(0, 2000);
  const source = 'kubernetes' as const;
  switch (status) {
    case 401:
      return new AppError('not_signed_in', 'The cluster does not accept these credentials, or no longer. Sign in again.', { source });
    case 403:
      return forbidden(words, asked);
    case 404:
      return new AppError('not_found', words || `The cluster has nothing at ${asked.path}.`, { source });
    case 409:
      return new AppError('conflict', words || 'Somebody changed the object meanwhile. Load it again and repeat the change.', { source });
    case 410:
      return new HistoryGone('source_unavailable', words || 'The cluster no longer keeps that point of its history.', { source });
    case 400:
    case 413:
    case 415:
    case 422:
      return new AppError('rejected_by_cluster', words || `The cluster rejects this with status ${status}.`, {
        source,
        ...(said.causes.length > 0 && { fields: said.causes.map(({ field, message }) => ({ path: field, message })) }),
      });
    default:
      return new AppError('source_unavailable', `The cluster answers with status ${status}${words ? `: ${words}` : '.'}`, { source });
  }
}

/** What it means that no answer came: refused connection, bad certificate, timeout. */
export function silence(error: unknown, url: string, timeoutMs: number): AppError {
  const { name, code, cause } = errorParts(error);
  const source = 'kubernetes' as const;
  if (name === 'TimeoutError' || timeouts.has(code)) {
    return new AppError('source_timeout', `The cluster at ${url} did not answer within ${timeoutMs / 1000} s.`, { source, cause: error });
  }
  const why = code || cause || name;
  return new AppError('source_unavailable', `The cluster at ${url} cannot be reached (${why}).`, { source, cause: error });
}

const timeouts: ReadonlySet<string> = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

function errorParts(error: unknown): { name: string; code: string; cause: string } {
  if (!(error instanceof Error)) return { name: 'Error', code: '', cause: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { name: error.name, code, cause: error.cause instanceof Error ? error.cause.message : error.message };
}

function forbidden(words: string, asked: KubernetesRequest): AppError {
  const missing = rightIn(words) ?? rightFor(asked);
  return new AppError('forbidden', words || 'The cluster does not allow this.', { source: 'kubernetes', ...(missing && { missing }) });
}

/** The right a refusal names: `cannot update resource "x" in API group "g" in the namespace "n"`. */
function rightIn(words: string): Right | undefined {
  const named = /cannot (\S+) resource "([^"]*)" in API group "([^"]*)"(?: in the namespace "([^"]*)")?/.exec(words);
  if (!named) return undefined;
  const [, verb = '', resource = '', group = '', namespace] = named;
  return { verb, group, resource, namespace: namespace ?? null };
}

/** The right a request needs, read from its path, for authorizers that refuse in words of their own. */
export function rightFor({ method, path, query }: KubernetesRequest): Right | undefined {
  const at = /^(?:\/api\/[^/]+|\/apis\/([^/]+)\/[^/]+)(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path);
  if (!at) return undefined;
  const [, group = '', namespace, resource = '', name, subresource] = at;
  const verb = verbOf(method, name !== undefined, query?.['watch'] === 'true');
  return { verb, group, resource: subresource ? `${resource}/${subresource}` : resource, namespace: namespace ?? null };
}

function verbOf(method: KubernetesRequest['method'], named: boolean, watching: boolean): string {
  switch (method) {
    case 'GET':
      return watching ? 'watch' : named ? 'get' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return named ? 'delete' : 'deletecollection';
  }
}

function statusOf(body: unknown): Status {
  const status = recordOf(body);
  const { causes } = recordOf(status['details']);
  return {
    message: textOf(status['message']),
    causes: (Array.isArray(causes) ? causes : [])
      .map(recordOf)
      .map(({ field, message }) => ({ field: textOf(field), message: textOf(message) }))
      .filter(({ message }) => message !== ''),
  };
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

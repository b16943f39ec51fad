import type { ProblemCode, Right } from '@vigla/contract/problem';
import { AppError } from '../http/index.ts';
import type { KubernetesRequest } from '../sources/index.ts';
import { recordOf, recordsOf, textOf } from './json.ts';

/** The parts of a Kubernetes `Status` that say why. */
interface Status {
  readonly message: string;
  readonly causes: readonly { readonly field: string; readonly message: string }[];
}

/** The point in history a list or watch asked to go on from is no longer kept: start over with a fresh list. */
export class HistoryGone extends AppError {}

/** What a refusal of the API server means to a caller. `body` is the parsed answer, normally a Status object; its words are shown. */
export function refusal(status: number, body: unknown, asked: KubernetesRequest): AppError {
  const { message, causes } = statusOf(body);
  const words = message.slice(0, 2000);
  const failure = failures[status] ?? {
    code: status >= 500 || status === 429 ? 'source_unavailable' : 'rejected_by_cluster',
    else: `The cluster answers with status ${status}.`,
  };
  if (status === 410) return new HistoryGone('source_unavailable', words || failure.else, { source: 'kubernetes' });
  const missing = status === 403 ? (rightIn(words) ?? rightFor(asked)) : undefined;
  const fields = failure.code === 'rejected_by_cluster' ? causes.map((cause) => ({ path: cause.field, message: cause.message })) : [];
  return new AppError(failure.code, (status === 401 ? '' : words) || failure.else, {
    source: 'kubernetes',
    ...(missing && { missing }),
    ...(fields.length > 0 && { fields }),
  });
}

/** Statuses with a meaning of their own, and what is said when the cluster says nothing. */
const failures: Readonly<Record<number, { readonly code: ProblemCode; readonly else: string }>> = {
  401: { code: 'not_signed_in', else: 'The cluster does not accept these credentials, or no longer. Sign in again.' },
  403: { code: 'forbidden', else: 'The cluster does not allow this.' },
  404: { code: 'not_found', else: 'The cluster has nothing there.' },
  409: { code: 'conflict', else: 'Somebody changed the object meanwhile. Load it again and repeat the change.' },
  410: { code: 'source_unavailable', else: 'The cluster no longer keeps that point of its history.' },
};

/** What it means that no answer came: refused connection, bad certificate, timeout. */
export function silence(error: unknown, url: string, timeoutMs: number): AppError {
  const { name, code, cause } = errorParts(error);
  const source = 'kubernetes' as const;
  if (name === 'TimeoutError' || timeouts.has(code)) {
    return new AppError('source_timeout', `The cluster at ${url} did not answer within ${timeoutMs / 1000} s.`, { source, cause: error });
  }
  const why = code === '' || code.startsWith('UND_ERR') ? cause || name : code;
  return new AppError('source_unavailable', `The cluster at ${url} cannot be reached (${why}).`, { source, cause: error });
}

const timeouts: ReadonlySet<string> = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

function errorParts(error: unknown): { name: string; code: string; cause: string } {
  if (!(error instanceof Error)) return { name: 'Error', code: '', cause: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { name: error.name, code, cause: error.cause instanceof Error ? error.cause.message : error.message };
}

/** The right a refusal names: `cannot update resource "x" in API group "g" in the namespace "n"`. */
function rightIn(words: string): Right | undefined {
  const named = /cannot (\S+) resource "([^"]*)" in API group "([^"]*)"(?: in the namespace "([^"]*)")?/.exec(words);
  if (!named) return undefined;
  const [, verb = '', resource = '', group = '', namespace] = named;
  return { verb, group, resource, namespace: namespace ?? null };
}

/** The right a request needs, read from its path, for authorizers that refuse in words of their own. */
function rightFor({ method, path, query }: KubernetesRequest): Right | undefined {
  const at = /^(?:\/api\/[^/]+|\/apis\/([^/]+)\/[^/]+)(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path);
  if (!at) return undefined;
  const [, group = '', namespace, resource = '', name, subresource] = at;
  const verb = verbOf(method, name !== undefined, query?.['watch'] === 'true');
  return { verb, group, resource: subresource ? `${resource}/${subresource}` : resource, namespace: namespace ?? null };
}

function verbOf(method: KubernetesRequest['method'], named: boolean, watching: boolean): string {
  const verbs = {
    GET: watching ? 'watch' : named ? 'get' : 'list',
    POST: 'create',
    PUT: 'update',
    PATCH: 'patch',
    DELETE: named ? 'delete' : 'deletecollection',
  };
  return verbs[method];
}

function statusOf(body: unknown): Status {
  const status = recordOf(body);
  return {
    message: textOf(status['message']),
    causes: recordsOf(recordOf(status['details'])['causes'])
      .map(({ field, message }) => ({ field: textOf(field), message: textOf(message) }))
      .filter(({ message }) => message !== ''),
  };
}

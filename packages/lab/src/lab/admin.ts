import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Directed, Refusal, StoryRuns } from './run-stories.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const statuses: Readonly<Record<Refusal['code'], number>> = {
  unknown_story: 404,
  other_scenario: 409,
  already_running: 409,
  not_running: 409,
};

const failure = (status: number, code: string, message: string, headers?: Answer['headers']): Answer => ({
  status,
  body: { error: { code, message } },
  ...(headers && { headers }),
});

/**
 * Directs the lab: `GET /admin/stories`, `POST /admin/stories/{id}/start` and `/stop`. Answers JSON, also for failures.
 *
 * Only who holds the key may ask, and no page in a browser, whatever it holds: what browsers add to requests is refused,
 * and no answer allows another origin to read it.
 */
export function createAdminHandler({ stories, key }: { readonly stories: StoryRuns; readonly key: string }) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const { status, body, headers } = answerTo(request, stories, key);
    request.resume();
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    });
    response.end(`${JSON.stringify(body, null, 2)}\n`);
  };
}

function answerTo({ headers, method = 'GET', url = '/' }: IncomingMessage, stories: StoryRuns, key: string): Answer {
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined)
    return failure(403, 'browsers_not_allowed', 'The lab is not directed from a browser.');
  if (!isKey(headers.authorization, key))
    return failure(401, 'key_needed', "Send the header that is in the lab's file admin-header.", { 'www-authenticate': 'Bearer' });
  const path = url.split('?')[0] ?? '/';
  if (path === '/admin/stories') return method === 'GET' ? { status: 200, body: { stories: stories.list() } } : wrongMethod(method, 'GET');
  const [, id = '', what] = /^\/admin\/stories\/([a-z0-9-]+)\/(start|stop)$/.exec(path) ?? [];
  if (what === undefined)
    return failure(404, 'unknown_path', `There is nothing at ${path}; there are /admin/stories and /admin/stories/{id}/start or /stop.`);
  if (method !== 'POST') return wrongMethod(method, 'POST');
  return directed(id, what === 'start' ? stories.start(id) : stories.stop(id), stories);
}

function directed(id: string, done: Directed, stories: StoryRuns): Answer {
  if (!done.ok) return failure(statuses[done.refusal.code], done.refusal.code, done.refusal.message);
  return { status: 200, body: { story: stories.list().find((one) => one.id === id), left: done.left } };
}

const wrongMethod = (method: string, allow: string): Answer =>
  failure(405, 'wrong_method', `This is asked with ${allow}, not with ${method}.`, { allow });

/** Compares digests, so that the time it takes tells nothing. */
function isKey(given: string | undefined, key: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given ?? ''), digest(`Bearer ${key}`));
}

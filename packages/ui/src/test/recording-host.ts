import type { Endpoint } from '@vigla/contract/http';
import { getSession, type Session } from '@vigla/contract/session';
import type { Host } from '../host/index.ts';

/** A request as the server would have seen it. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a test lets the server say to one row: a value, or a function of the request. `status` defaults to 200. */
export interface Reply {
  readonly status?: number;
  readonly body: unknown;
}
type Answering = Reply | ((sent: Sent) => Reply | Promise<Reply>);
export type Answers = ReadonlyMap<Endpoint, Answering>;

/** A table of answers, row by row. */
export const answering = (...rows: readonly (readonly [Endpoint, Answering])[]): Answers => new Map(rows);

/** The instant at which every test of a view happens: 22 Nov 2026, 14:32:10 UTC. */
export const testNowMs = Date.UTC(2026, 10, 22, 14, 32, 10);

export const testSession: Session = {
  person: { username: 'maria.lind', groups: [] },
  way: 'local',
  ways: ['local'],
  personas: [],
  readOnly: false,
  demo: false,
  csrf: 'csrf-of-this-session',
};

/** A host that answers from a table and keeps what was sent to it. A row that is not in the table gets an honest 404. */
export function recordingHost(answers: Answers, changes: Partial<Host> = {}): { readonly host: Host; readonly sent: Sent[] } {
  const sent: Sent[] = [];
  const known = answering([getSession, { body: testSession }], ...answers);
  const reply = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const request: Sent = {
      method: init.method ?? 'GET',
      url,
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
      headers: Object.fromEntries(new Headers(init.headers)),
    };
    sent.push(request);
    init.signal?.throwIfAborted();
    const found = [...known].find(([row]) => row.method === request.method && patternOf(row).test(url.split('?')[0] ?? ''))?.[1];
    if (!found) return json(404, { code: 'not_found', detail: `The test answers nothing to ${request.method} ${url}.` });
    const { status = 200, body } = typeof found === 'function' ? await found(request) : found;
    return json(status, body);
  };
  return { sent, host: { ...plainHost(reply), ...changes } };
}

const plainHost = (reply: (url: string, init?: RequestInit) => Promise<Response>): Host => ({
  transport: {
    baseUrl: '',
    fetch: (input, init) => reply(input instanceof Request ? input.url : String(input), init),
    headers: () => ({}),
    checkAnswers: true,
  },
  href: ({ page }) => `/${page}`,
  canWrite: true,
  refreshMs: 60_000,
  theme: 'light',
  i18nNamespace: 'vigla',
  layoutWorker: () => {
    throw new Error('This test lends no worker.');
  },
  clock: () => testNowMs,
});

const patternOf = ({ path }: Endpoint): RegExp => new RegExp(`^${path.replaceAll(/:[a-zA-Z]+/g, '[^/]+')}$`);

const json = (status: number, body: unknown): Response =>
  typeof body === 'string'
    ? new Response(body, { status })
    : new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

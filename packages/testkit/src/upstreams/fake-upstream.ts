import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** One request as an upstream received it. */
export interface Question {
  readonly method: string;
  readonly path: string;
  readonly search: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** How an upstream misbehaves, or a plain answer. `silence`: takes the question and never answers. `cut`: ends in the middle of the body. */
export type Behaviour =
  | { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly raw: string }
  | { readonly endless: string }
  | 'silence'
  | 'cut'
  | 'hang up';

/** An HTTP server on a free loopback port that does what it is told. Dispose to stop it. */
export interface FakeUpstream extends AsyncDisposable {
  readonly url: string;
  /** Every question so far, oldest first. */
  readonly questions: readonly Question[];
  /** How many askers went away before they had their answer. */
  readonly abandoned: () => number;
  /** Resolves when so many questions have come in all. */
  asked(times: number): Promise<void>;
  /** Resolves when so many askers have gone away. */
  left(times: number): Promise<void>;
  /** Stops listening, as in an outage; `resume` listens on the same port again. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

export async function fakeUpstream(behave: (question: Question) => Behaviour | Promise<Behaviour>): Promise<FakeUpstream> {
  const questions: Question[] = [];
  const news = new EventEmitter();
  let abandoned = 0;

  const server = createServer((request, response) => {
    response.once('close', () => {
      if (response.writableFinished) return;
      abandoned++;
      news.emit('change');
    });
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const question = await read(request);
    questions.push(question);
    news.emit('change');
    play(await behave(question), response);
  }

  const until = async (reached: () => boolean): Promise<void> => {
    while (!reached()) await once(news, 'change');
  };
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };

  await listen(0);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    questions,
    abandoned: () => abandoned,
    asked: (times) => until(() => questions.length >= times),
    left: (times) => until(() => abandoned >= times),
    pause: stop,
    resume: () => listen(port),
    [Symbol.asyncDispose]: stop,
  };
}

async function read(request: IncomingMessage): Promise<Question> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://upstream');
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
  await once(request, 'end');
  for (const [name, value] of new URLSearchParams(body)) searchParams.append(name, value);
  return { method: request.method ?? '', path: pathname, search: searchParams, headers: request.headers };
}

function play(behaviour: Behaviour, response: ServerResponse): void {
  if (behaviour === 'silence') return;
  if (behaviour === 'hang up') return void response.destroy();
  const json = { 'content-type': 'application/json' };
  if (behaviour === 'cut') {
    response.writeHead(200, { ...json, 'content-length': '1000' });
    response.write('{"status":"success","data":{"resultType":"vector","result":[{"metric":{');
    setImmediate(() => response.destroy());
  } else if ('raw' in behaviour) {
    response.writeHead(200, json).end(behaviour.raw);
  } else if ('endless' in behaviour) {
    response.writeHead(200, json);
    pour(behaviour.endless, response);
  } else {
    response.writeHead(behaviour.status, { ...json, ...behaviour.headers }).end(JSON.stringify(behaviour.body));
  }
}

/** Writes the same text for ever, as fast as it is read. */
function pour(text: string, response: ServerResponse): void {
  while (!response.destroyed && response.write(text));
  if (!response.destroyed) response.once('drain', () => pour(text, response));
}

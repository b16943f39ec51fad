import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** What the bridge needs to stand between a page, a plugin and its backend. */
export interface BridgeOptions {
  /** Where Vigla's server listens: it serves both the plugin's files and its API. */
  readonly server: string;
  /** The bearer token of whoever is signed in to the console. */
  readonly token: string;
  readonly releaseVersion?: string;
  /** Kinds that the cluster serves, `group/version/Kind`. */
  readonly models?: readonly string[];
}

const csrf = randomBytes(16).toString('hex');
const pluginPath = /^\/api\/plugins\/vigla\/(?<rest>.*)$/;
const proxyPath = /^\/api\/proxy\/plugin\/vigla\/server\/(?<rest>.*)$/;

/**
 * The console's own server, as much of it as a plugin meets: page with nonce and CSP (enforced here, stricter than the
 * product's report-only), plugin files, words, and the plugin proxy with its CSRF check and header rules.
 * Source: OpenShift console bridge, 4.22.
 */
export async function startBridge(options: BridgeOptions): Promise<{ url: string; violations: readonly string[]; close(): Promise<void> }> {
  const violations: string[] = [];
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, options, violations).catch((error: unknown) => {
      outgoing.writeHead(502, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    violations,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => {
        server.close(done);
      });
    },
  };
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, options: BridgeOptions, violations: string[]): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://bridge');
  const plugin = pluginPath.exec(url.pathname)?.groups?.['rest'];
  const proxied = proxyPath.exec(url.pathname)?.groups?.['rest'];
  if (url.pathname === '/csp-report') return report(incoming, outgoing, violations);
  if (plugin !== undefined) return forward(incoming, outgoing, `${options.server}/plugin/${plugin}${url.search}`, {});
  if (proxied !== undefined) return proxy(incoming, outgoing, `${options.server}/${proxied}${url.search}`, options);
  if (url.pathname === '/locales/resource.json') return words(incoming, outgoing, url, options);
  if (url.pathname === '/api/kubernetes/models')
    return void outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(options.models ?? []));
  if (url.pathname.startsWith('/static/')) return file(outgoing, url.pathname.slice('/static/'.length));
  if (url.pathname.startsWith('/api/')) return void outgoing.writeHead(404).end();
  return page(outgoing, options);
}

/** The console's proxy: CSRF on everything but reads; drops cookies, origin and CSRF; adds the person's token; sandboxes answers. */
async function proxy(incoming: IncomingMessage, outgoing: ServerResponse, target: string, { token }: BridgeOptions): Promise<void> {
  const reads = ['GET', 'HEAD', 'OPTIONS', 'TRACE'].includes(incoming.method ?? 'GET');
  if (!reads && incoming.headers['x-csrftoken'] !== csrf) {
    outgoing.writeHead(403, { 'content-type': 'text/plain' }).end('invalid CSRFToken');
    return;
  }
  const { cookie: _cookie, origin: _origin, 'x-csrftoken': _csrf, ...kept } = incoming.headers;
  await forward({ ...pick(incoming), headers: kept }, outgoing, target, { authorization: `Bearer ${token}` }, incoming);
}

const pick = ({ method, headers }: IncomingMessage) => ({ method, headers });

function forward(
  head: Pick<IncomingMessage, 'method' | 'headers'>,
  outgoing: ServerResponse,
  target: string,
  extra: Record<string, string>,
  body?: IncomingMessage,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const { host: _host, connection: _connection, ...headers } = head.headers;
    const upstream = request(target, { method: head.method, headers: { ...headers, ...extra } }, (reply) => {
      const { 'content-security-policy': _policy, 'set-cookie': _cookies, ...replyHeaders } = reply.headers;
      outgoing.writeHead(reply.statusCode ?? 502, {
        ...replyHeaders,
        'content-security-policy': 'sandbox',
        'x-content-type-options': 'nosniff',
      });
      reply.pipe(outgoing);
      reply.on('end', resolve);
    });
    outgoing.on('close', () => upstream.destroy());
    upstream.on('error', reject);
    if (body) body.pipe(upstream);
    else upstream.end();
  });
}

/** Words of a plugin come from its own locales folder; the console has none of its own here. */
async function words(incoming: IncomingMessage, outgoing: ServerResponse, url: URL, { server }: BridgeOptions): Promise<void> {
  const namespace = url.searchParams.get('ns') ?? '';
  const language = url.searchParams.get('lng') ?? 'en';
  if (!/^plugin__[a-z-]+$/.test(namespace) || !/^[a-z]{2}$/.test(language)) {
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    return;
  }
  await forward(
    { method: 'GET', headers: { accept: incoming.headers.accept ?? '*/*' } },
    outgoing,
    `${server}/plugin/locales/${language}/${namespace}.json`,
    {},
  );
}

async function file(outgoing: ServerResponse, name: string): Promise<void> {
  const types: Record<string, string> = { js: 'text/javascript', css: 'text/css', woff2: 'font/woff2', map: 'application/json' };
  const type = types[name.split('.').at(-1) ?? ''];
  if (!type || name.includes('..')) return void outgoing.writeHead(404).end();
  outgoing.writeHead(200, { 'content-type': type }).end(await readFile(join(import.meta.dirname, 'dist', name)));
}

async function report(incoming: IncomingMessage, outgoing: ServerResponse, violations: string[]): Promise<void> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  violations.push(text);
  outgoing.writeHead(204).end();
}

function page(outgoing: ServerResponse, { releaseVersion = '4.22.0' }: BridgeOptions): void {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'self'",
    "base-uri 'self'",
    "img-src 'self' https: data:",
    "font-src 'self' data:",
    `script-src 'self' 'unsafe-eval' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "object-src 'self'",
    'report-uri /csp-report',
  ].join('; ');
  const flags = JSON.stringify({ releaseVersion, consolePlugins: ['vigla'] }).replaceAll('"', '&quot;');
  outgoing
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'set-cookie': `csrf-token=${csrf}; Path=/; SameSite=Strict`,
    })
    .end(
      `<!doctype html><html lang="en" data-server-flags="${flags}"><head><title>Console host</title>` +
        `<link rel="stylesheet" href="/static/host.css"></head><body><div id="app"></div><script nonce="${nonce}" type="module" src="/static/host.js"></script></body></html>`,
    );
}

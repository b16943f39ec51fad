import { readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import type { Cluster as KubeconfigCluster, KubeConfig } from '@kubernetes/client-node';
import type { Dispatcher } from 'undici';
import type { Credentials } from '../http/index.ts';
import { createDispatchers, type Tls } from './dispatchers.ts';

/** How to send one request to the cluster as somebody. */
export interface Passage {
  readonly dispatcher: Dispatcher;
  readonly headers: Readonly<Record<string, string | string[]>>;
}

/** The one cluster this process speaks with. */
export interface Cluster {
  /** Where it is, without credentials and without a slash at the end. */
  readonly url: string;
  /** Fails: when the kubeconfig's helper program (exec, OIDC) does. */
  passage(credentials: Credentials): Promise<Passage>;
  /** The cluster refused the kubeconfig's own credentials: they are read afresh before the next request. */
  refused(): void;
  close(): void;
}

/** Where to find the cluster. Null `kubeconfig`: as kubectl does, KUBECONFIG, then ~/.kube/config, then the pod's service account. */
export interface ClusterOptions {
  readonly kubeconfig: string | null;
  readonly context: string | null;
}

/** Refused credentials are read afresh no more often than this: their helper program may be slow, and ask for a password. */
const rereadMs = 10_000;

/** Reads the kubeconfig. Fails: with one sentence a person can act on, when it cannot be read or names no cluster. */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  let config = await readKubeconfig(options);
  let readAtMs = performance.now();
  let isRefused = false;
  const place = placeOf(config, options);
  const url = place.server.replace(/\/+$/, '');
  const dispatchers = createDispatchers(place.proxyUrl);

  return {
    url,
    async passage(credentials) {
      if (credentials.way === 'token') return { dispatcher: dispatchers.for(tlsOf(place, {})), headers: tokenHeaders(credentials) };
      if (isRefused && performance.now() - readAtMs > rereadMs) {
        isRefused = false;
        readAtMs = performance.now();
        config = await readKubeconfig(options);
      }
      const own = await ownCredentials(config);
      return { dispatcher: dispatchers.for(tlsOf(place, own)), headers: ownHeaders(own) };
    },
    refused() {
      isRefused = true;
    },
    close: () => dispatchers.close(),
  };
}

async function readKubeconfig({ kubeconfig, context }: ClusterOptions): Promise<KubeConfig> {
  const { KubeConfig: Kubeconfig } = await import('./client-parts.ts');
  const config = new Kubeconfig();
  const where = kubeconfig ?? 'the default kubeconfig';
  try {
    if (kubeconfig === null) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    throw new Error(`Cannot read ${where}: ${error instanceof Error ? error.message : 'it is not a kubeconfig'}.`, { cause: error });
  }
  if (context !== null) {
    const known = config.getContexts().map(({ name }) => name);
    if (!known.includes(context)) throw new Error(`There is no context "${context}" in ${where}. It has: ${known.join(', ') || 'none'}.`);
    config.setCurrentContext(context);
  }
  // The library refuses http altogether, and `kubectl proxy` speaks nothing else; placeOf allows it on loopback only.
  config.clusters = config.clusters.map((one) => (one.server.startsWith('http:') ? { ...one, skipTLSVerify: true } : one));
  return config;
}

function placeOf(config: KubeConfig, { kubeconfig }: ClusterOptions): KubeconfigCluster {
  const place = config.getCurrentCluster();
  const where = kubeconfig ?? 'the default kubeconfig';
  if (kubeconfig === null && config.getCurrentContext() === 'loaded-context') {
    throw new Error(
      'There is no kubeconfig: neither KUBECONFIG nor ~/.kube/config nor a service account. Name one with --kubeconfig FILE.',
    );
  }
  if (!place) throw new Error(`The current context of ${where} names no cluster. Choose one with --context.`);
  if (!URL.canParse(place.server)) throw new Error(`The server "${place.server}" in ${where} is not a URL.`);
  const { protocol, hostname, username } = new URL(place.server);
  if (username !== '') throw new Error(`The server in ${where} has a user name in its URL. Put credentials under "users" instead.`);
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))) return place;
  throw new Error(`The server "${place.server}" in ${where} is not https: tokens would travel in the clear.`);
}

const isLoopback = (hostname: string): boolean => hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');

/** Certificate, key and headers of the kubeconfig's own user, fetched from its helper program where it has one. */
async function ownCredentials(config: KubeConfig): Promise<RequestOptions> {
  const own: RequestOptions = { headers: {} };
  await config.applyToHTTPSOptions(own);
  return own;
}

function ownHeaders({ headers, auth }: RequestOptions): Passage['headers'] {
  const named = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value).trim()] as const);
  const basic = typeof auth === 'string' ? { authorization: `Basic ${Buffer.from(auth).toString('base64')}` } : {};
  return { ...basic, ...Object.fromEntries(named) };
}

const tokenHeaders = ({ token, impersonate }: Credentials & { way: 'token' }): Passage['headers'] => ({
  authorization: `Bearer ${token}`,
  ...(impersonate && { 'impersonate-user': impersonate.user }),
  ...(impersonate && impersonate.groups.length > 0 && { 'impersonate-group': [...impersonate.groups] }),
});

/** What a connection is made with. A caller's token never travels over a connection that shows the kubeconfig's certificate: the API server would take the certificate's word. */
function tlsOf(place: KubeconfigCluster, { cert, key }: RequestOptions): Tls {
  const ca = place.caFile
    ? readFileSync(place.caFile, 'utf8')
    : place.caData
      ? Buffer.from(place.caData, 'base64').toString('utf8')
      : undefined;
  return { ca, cert: pemOf(cert), key: pemOf(key), rejectUnauthorized: !place.skipTLSVerify, servername: place.tlsServerName };
}

/** The kubeconfig's certificate and key come as text or bytes; the other forms that TLS options may have do not occur. */
const pemOf = (pem: unknown): string | undefined =>
  typeof pem === 'string' ? pem : Buffer.isBuffer(pem) ? pem.toString('utf8') : undefined;

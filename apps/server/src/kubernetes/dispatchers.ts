import { Agent, type Dispatcher, ProxyAgent, Socks5ProxyAgent } from 'undici';

/** What a connection is made with. */
export type Tls = Readonly<Record<'ca' | 'cert' | 'key', string | undefined>> & {
  readonly rejectUnauthorized: boolean;
  readonly servername: string | undefined;
};

/** One pool of connections for each set of TLS options; a rotated certificate gets a new pool and the oldest one ends. */
export function createDispatchers(proxyUrl: string | undefined) {
  const pools = new Map<string, Dispatcher>();
  return {
    for(tls: Tls): Dispatcher {
      const key = JSON.stringify(tls);
      const pool = pools.get(key) ?? createDispatcher(tls, proxyUrl);
      pools.set(key, pool);
      if (pools.size > 4) {
        const [oldest] = pools;
        if (oldest && oldest[0] !== key) {
          pools.delete(oldest[0]);
          void oldest[1].close();
        }
      }
      return pool;
    },
    close(): void {
      for (const pool of pools.values()) void pool.destroy();
      pools.clear();
    },
  };
}

function createDispatcher(tls: Tls, proxyUrl: string | undefined): Dispatcher {
  const connect = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
  if (proxyUrl?.startsWith('socks')) return new Socks5ProxyAgent(proxyUrl, { requestTls: connect });
  if (proxyUrl) return new ProxyAgent({ uri: proxyUrl, requestTls: connect });
  return new Agent({ connect: { ...connect, keepAlive: true, keepAliveInitialDelay: 30_000 }, allowH2: false });
}

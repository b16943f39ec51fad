import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { AppError } from './app-error.ts';

export interface Reach {
  /** Names by which this server may be called, without port; null lets every name through. */
  readonly hosts: ReadonlySet<string> | null;
  /** Served over TLS: browsers are told to stay with it. */
  readonly secure: boolean;
}

/** Headers that keep other sites out of our pages and our pages away from everything but this server. */
export async function useSecurity(app: FastifyInstance, { hosts, secure }: Reach): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives },
    hsts: secure && { maxAge: 31_536_000 },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
  });
  if (hosts) app.addHook('onRequest', async ({ url, hostname }) => checkHost(hosts, url, hostname));
}

/**
 * No script but our own files. Styles may be inline: the editor and the component library write `style` elements at run time,
 * for which there is no file to allow; without script, a style can do no more than look wrong.
 */
const directives = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'script-src-attr': ["'none'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'worker-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

/**
 * A page of another site can point its own name at our address and then passes for us (DNS rebinding); the name it was called
 * by gives it away. Probes come by address and learn nothing, so they may.
 */
function checkHost(hosts: ReadonlySet<string>, url: string, hostname: string): void {
  if (probes.has(url) || hosts.has(hostname.toLowerCase())) return;
  throw new AppError(
    'wrong_origin',
    `This server does not answer to the name "${hostname.slice(0, 100)}". Add it to the setting server.allowedHosts if it should.`,
  );
}

const probes: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/** The names of this very machine. */
export const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '[::1]', '::1'];

import type { SourceState } from '@vigla/contract/mesh';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../http/index.ts';
import type { Telemetry } from './telemetry.ts';

interface Probed {
  readonly telemetry: Telemetry;
  /** Every address may read the figures, not only this machine. */
  readonly publicMetrics: boolean;
  readonly states: () => readonly SourceState[];
}

/**
 * What a cluster asks of a pod. `/healthz`: the process answers. `/readyz`: every source has been asked once; one that fails
 * does not make the server unready, since it is then that people need it to say so. `/metrics`: the server's own figures.
 */
export function telemetryRoutes(app: FastifyInstance, { telemetry, publicMetrics, states }: Probed): void {
  app.addHook('onResponse', async ({ routeOptions, method }, reply) => {
    const row = routeOptions.url === undefined || routeOptions.url.endsWith('*') ? 'files' : routeOptions.url;
    telemetry.answered(row, method, reply.statusCode, reply.elapsedTime / 1000);
  });
  app.get('/healthz', async (_, reply) => reply.type('text/plain').send('ok\n'));
  app.get('/readyz', async (_, reply) => {
    const sources = states().map(({ name, state }) => ({ name, state }));
    const ready = sources.every(({ state }) => state !== 'not_asked_yet');
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ready, sources });
  });
  app.get('/metrics', async ({ ip }, reply) => {
    if (!publicMetrics && !isThisMachine(ip))
      throw new AppError('forbidden', 'Only this machine may read these figures, unless server.publicMetrics is set.');
    return reply.type(telemetry.contentType).send(await telemetry.text());
  });
}

const isThisMachine = (ip: string): boolean => ip === '::1' || /^(::ffff:)?127\./.test(ip);

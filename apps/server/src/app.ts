import type { Writable } from 'node:stream';
import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify';
import rateLimit from '@fastify/rate-limit';
import { changeRoutes } from './changes/index.ts';
import { compareRoutes } from './compare/index.ts';
import { isLoopback, type Settings, version } from './config/index.ts';
import { explainRoutes } from './explain/index.ts';
import { createInTurn, createProjections, graphRoutes } from './graph/index.ts';
import { createHealthGauge } from './health/index.ts';
import { AppError, createGate, loopbackHosts, onError, useSecurity, useStaticFiles, useZod } from './http/index.ts';
import { inventoryRoutes } from './inventory/index.ts';
import { istioRoutes } from './istio/index.ts';
import { createRetention, createTicks, meshRoutes, sourceStates } from './mesh/index.ts';
import { metricsRoutes } from './metrics/index.ts';
import { overviewRoutes } from './overview/index.ts';
import { sessionRoutes, type Sessions } from './session/index.ts';
import { clearAfterReading } from './small-heap.ts';
import { countingOnce, createCadence, createClusterFacts, createCopies, createReadings, createRecordings } from './snapshot/index.ts';
import type { Sources } from './sources/index.ts';
import { createTelemetry, type Telemetry, telemetryRoutes } from './telemetry/index.ts';
import { traceRoutes } from './traces/index.ts';
import { viewRoutes } from './views/index.ts';

/** What the server is made of. `telemetry` is lent where sources report to it too. */
export interface Parts {
  readonly settings: Settings;
  readonly sources: Sources;
  readonly sessions: Sessions;
  readonly facesFolder: string;
  readonly telemetry?: Telemetry;
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  /** Checks every answer against its row: costs time, on in tests and development. */
  readonly checkAnswers?: boolean;
  readonly log?: { readonly level: string; readonly stream: Writable };
}

/** Builds the server without a port: `inject` asks it, `listen` opens it. */
export async function buildApp(parts: Parts): Promise<FastifyInstance> {
  const { settings, sources, sessions, facesFolder, telemetry = createTelemetry(version), checkAnswers = false } = parts;
  const app = createServer(parts);
  app.decorate('gate', createGate(sessions, { readOnly: settings['server.readOnly'] }));
  app.decorateRequest('identity', null);
  app.setErrorHandler(onError);
  useZod(app, { checkAnswers });
  await useSecurity(app, { hosts: hostsOf(settings), secure: parts.tls !== undefined });
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_, { after }) => new AppError('too_many_requests', `Too many attempts. Try again in ${after}.`),
  });
  await useStaticFiles(app, facesFolder);
  logRequests(app);
  addRoutes(app, { settings, sources, sessions, telemetry });
  return app;
}

function addRoutes(
  app: FastifyInstance,
  { settings, sources: asGiven, sessions, telemetry }: Required<Pick<Parts, 'settings' | 'sources' | 'sessions' | 'telemetry'>>,
): void {
  const copies = createCopies(asGiven.now, (jobs) => app.log.warn({ jobs }, 'several jobs scrape the same proxies; each is counted once'));
  const sources = { ...asGiven, prometheus: countingOnce(asGiven.prometheus, copies) };
  const cadence = createCadence(sources.prometheus, sources.now);
  const recordings = createRecordings(sources.prometheus, sources.now);
  const readings = createReadings({ ...sources, cadence, copies, recordings, onServed: telemetry.read, onOver: clearAfterReading });
  const onTrouble = (message: string, error: unknown): void => app.log.warn({ err: error }, message);
  const ticks = createTicks({ sources, readings, onTrouble, onCount: telemetry.streams });
  const { scrapeIntervalSeconds } = cadence;
  const retentionSeconds = createRetention(sources.prometheus, sources.now);
  const projections = createProjections({ preset: settings['health.preset'], rules: settings['health.rate'] });
  const mesh = { sources, readings, cadence, projections, inTurn: createInTurn(), clusterFacts: createClusterFacts(sources.kubernetes) };
  const demo = settings.command === 'demo';

  telemetryRoutes(app, { telemetry, publicMetrics: settings['server.publicMetrics'], states: () => sourceStates(sources) });
  sessionRoutes(app, sessions);
  const readOnly = settings['server.readOnly'];
  const presets = { find: settings['graph.find'] ?? null, hide: settings['graph.hide'] ?? null };
  meshRoutes(app, sources, { version, demo, readOnly, scrapeIntervalSeconds, retentionSeconds, recordings, ticks, presets });
  if (settings['health.metric']) telemetry.tellHealth(createHealthGauge(mesh));
  graphRoutes(app, mesh);
  metricsRoutes(app, mesh);
  overviewRoutes(app, mesh);
  explainRoutes(app, mesh);
  compareRoutes(app, mesh);
  traceRoutes(app, mesh);
  inventoryRoutes(app, sources);
  changeRoutes(app, sources);
  istioRoutes(app, sources);
  viewRoutes(app, sources, { readOnly });
}

function createServer({ tls, log }: Parts): FastifyInstance {
  const options: FastifyServerOptions = {
    logger: log
      ? {
          level: log.level,
          stream: log.stream,
          redact: ['req.headers.authorization', 'req.headers.cookie', '*.headers.authorization', '*.headers.cookie'],
        }
      : false,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1024 * 1024,
    requestTimeout: 60_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: (error, request, reply) => onError(error, request, reply),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- over TLS everything is the same but the type of the socket.
  return tls
    ? (Fastify({ ...options, https: { ...tls, minVersion: 'TLSv1.2' } } as FastifyServerOptions) as FastifyInstance)
    : Fastify(options);
}

/** Names this server answers to; null where any will do, since nobody gets in there without a token. */
function hostsOf(settings: Settings): ReadonlySet<string> | null {
  const allowed = settings['server.allowedHosts'].map((name) => name.toLowerCase());
  if (!isLoopback(settings['server.host']) && allowed.length === 0) return null;
  return new Set([...loopbackHosts, ...allowed]);
}

/** One line for each answer, without headers: what was asked, by which address, what came of it. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async ({ log, method, url, ip, routeOptions }, { statusCode, elapsedTime }) => {
    const level = routeOptions.url?.startsWith('/api/') ? 'info' : 'debug';
    log[level]({ method, url, ip, statusCode, ms: Math.round(elapsedTime) }, 'answered');
  });
}

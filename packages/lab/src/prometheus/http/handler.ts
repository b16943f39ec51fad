import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Scraped, SeriesSource } from '../../series/index.ts';
import { createEngine, type Engine } from '../engine/index.ts';
import { QueryFailure } from '../failure.ts';
import { discover, exposition, openMetricsType, textType } from '../scraping/index.ts';
import { listLabels, listSeries, listValues } from './catalog.ts';
import { exemplarQuery, instantQuery, rangeQuery } from './queries.ts';
import { readRequest, type Asked } from './request.ts';
import { sendFailure, sendNotAllowed, sendReply, type Reply } from './response.ts';
import { statusPage } from './status.ts';
import { describeMetrics, listMetadata, listTargets } from './targets.ts';
import { untilNow } from './until-now.ts';

/** What the lab's Prometheus is made of. */
export interface PrometheusOptions {
  readonly source: SeriesSource;
  readonly scraped: Scraped;
  /** Units: epoch ms. */
  readonly now: () => number;
  readonly scrapeSeconds: number;
  /** False reads time windows as Prometheus 2 did: with their left end. Default: true, as Prometheus 3. */
  readonly leftOpen?: boolean;
  /** Hears of bugs: what answers `internal`. Default: a process warning. */
  readonly onBug?: (error: unknown) => void;
}

/** Serves Prometheus' HTTP API over a source, and the pages a real Prometheus scrapes. */
export function createPrometheusHandler(options: PrometheusOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const routes = routesOf(options);
  const onBug = options.onBug ?? warn;
  return (request, response) => {
    void answer(request, response, routes).catch((error: unknown) => {
      // Who hangs up before the form is sent wants no answer, and it is nobody's bug.
      if (request.destroyed && !request.complete) return;
      if (!(error instanceof QueryFailure)) onBug(error);
      sendFailure(response, error);
    });
  };
}

interface Route {
  readonly path: RegExp;
  /** Whether a form may be posted, as for queries too long for a URL. */
  readonly form: boolean;
  readonly reply: (asked: Asked, captures: readonly string[]) => Reply;
}

async function answer(request: IncomingMessage, response: ServerResponse, routes: readonly Route[]): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const route = routes.find((candidate) => candidate.path.test(path));
  if (!route) throw new QueryFailure('not_found', `there is nothing at ${JSON.stringify(path.slice(0, 200))}`);
  const method = request.method ?? 'GET';
  const allowed = route.form ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD'];
  if (!allowed.includes(method)) return sendNotAllowed(response, allowed.join(', '));
  const asked = await readRequest(request);
  const captures = (route.path.exec(path) ?? []).slice(1).map(decodePart);
  await sendReply(response, route.reply(asked, captures));
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) throw new QueryFailure('bad_data', `the path part ${JSON.stringify(part)} is not properly encoded`);
    throw error;
  }
}

const route = (path: RegExp, reply: Route['reply']): Route => ({ path, form: false, reply });
const formRoute = (path: RegExp, reply: Route['reply']): Route => ({ path, form: true, reply });

function routesOf(options: PrometheusOptions): readonly Route[] {
  const { now, scraped, scrapeSeconds, leftOpen = true } = options;
  const source = untilNow(options.source, now);
  const engine = createEngine({ source, dialect: { leftOpen }, subqueryStepMs: 60_000 });
  const status = { source, scrapeSeconds, leftOpen, startedMs: now() };
  const targets = { scraped, source, scrapeSeconds };
  const described = describeMetrics(scraped);
  return [
    ...queryRoutes(engine, source, now),
    route(/^\/api\/v1\/targets$/, ({ parameters, host }) => listTargets(parameters, targets, host, now())),
    route(/^\/api\/v1\/metadata$/, ({ parameters }) => listMetadata(parameters, described(now()))),
    route(/^\/api\/v1\/rules$/, () => ({ data: { groups: [] } })),
    route(/^\/api\/v1\/alerts$/, () => ({ data: { alerts: [] } })),
    route(/^\/api\/v1\/alertmanagers$/, () => ({ data: { activeAlertmanagers: [], droppedAlertmanagers: [] } })),
    route(/^\/api\/v1\/status\/([a-z]+)$/, ({ host }, [page = '']) => {
      const found = statusPage(page, status, host, now());
      if (!found) throw new QueryFailure('not_found', `there is no status page ${JSON.stringify(page)}`);
      return found;
    }),
    ...scrapeRoutes(scraped, now),
    route(/^\/-\/healthy$/, () => ({ text: 'The Prometheus of the lab is healthy.\n', contentType: 'text/plain; charset=utf-8' })),
    route(/^\/-\/ready$/, () => ({ text: 'The Prometheus of the lab is ready.\n', contentType: 'text/plain; charset=utf-8' })),
  ];
}

function queryRoutes(engine: Engine, source: SeriesSource, now: () => number): readonly Route[] {
  return [
    formRoute(/^\/api\/v1\/query$/, ({ parameters }) => instantQuery(parameters, engine, now())),
    formRoute(/^\/api\/v1\/query_range$/, ({ parameters }) => rangeQuery(parameters, engine)),
    formRoute(/^\/api\/v1\/query_exemplars$/, ({ parameters }) => exemplarQuery(parameters)),
    formRoute(/^\/api\/v1\/series$/, ({ parameters }) => listSeries(parameters, source, now())),
    formRoute(/^\/api\/v1\/labels$/, ({ parameters }) => listLabels(parameters, source, now())),
    route(/^\/api\/v1\/label\/([^/]+)\/values$/, ({ parameters }, [name = '']) => listValues(name, parameters, source, now())),
  ];
}

function scrapeRoutes(scraped: Scraped, now: () => number): readonly Route[] {
  return [
    route(/^\/sd$/, ({ host }) => ({ text: JSON.stringify(discover(scraped, host)), contentType: 'application/json' })),
    route(/^\/scrape\/([^/]+)\/([^/]+)$/, ({ accept }, [namespace = '', pod = '']) => {
      const families = scraped.scrape(namespace, pod, now());
      if (!families) throw new QueryFailure('not_found', `there is no pod ${JSON.stringify(`${namespace}/${pod}`)} to scrape`);
      const open = accept.includes('application/openmetrics-text');
      return { text: exposition(families, open ? 'openmetrics' : 'text'), contentType: open ? openMetricsType : textType };
    }),
  ];
}

const warn = (error: unknown): void => process.emitWarning(error instanceof Error ? error : String(error));

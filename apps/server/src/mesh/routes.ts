import { api, openApi } from '@vigla/contract/api';
import { getStatus, getTicks, type ServerStatus } from '@vigla/contract/mesh';
import { at } from '@vigla/contract/units';
import { type Recorded, shortestWindow } from '@vigla/domain/promql';
import type { FastifyInstance } from 'fastify';
import { bind, bindStream } from '../http/index.ts';
import type { Recordings } from '../snapshot/index.ts';
import type { Sources } from '../sources/index.ts';
import { sourceStates } from './source-states.ts';
import type { Ticks } from './ticks.ts';

interface Standing {
  readonly version: string;
  readonly demo: boolean;
  readonly readOnly: boolean;
  readonly scrapeIntervalSeconds: () => number | null;
  readonly retentionSeconds: () => number | null;
  readonly recordings: Pick<Recordings, 'running'>;
  readonly ticks: Ticks;
  readonly presets: ServerStatus['presets'];
}

/** How the server and its sources are doing, once and as a stream; and the description of the whole API. */
export function meshRoutes(
  app: FastifyInstance,
  sources: Sources,
  { version, demo, readOnly, scrapeIntervalSeconds, retentionSeconds, recordings, ticks, presets }: Standing,
): void {
  bind(app, getStatus, async () => ({
    version,
    now: at(sources.now()),
    demo,
    readOnly,
    sources: [...sourceStates(sources)],
    scrapeIntervalSeconds: scrapeIntervalSeconds(),
    retentionSeconds: retentionSeconds(),
    recordingRules: rulesIn(recordings.running()),
    presets,
  }));

  bindStream(app, getTicks, async (_, { identity }, open, request) => {
    ticks.admit(identity);
    ticks.attach(open(), identity, () => app.gate.admit(getTicks, request));
  });
  app.addHook('preClose', async () => ticks.close());

  const description = JSON.stringify(openApi(api, version));
  app.get('/api/v1/openapi.json', async (_, reply) => reply.type('application/json').header('cache-control', 'no-cache').send(description));
}

const rulesIn = (rules: Recorded | null): ServerStatus['recordingRules'] =>
  rules && { intervalSeconds: rules.intervalSeconds, shortestWindowSeconds: shortestWindow(rules), since: rules.since };

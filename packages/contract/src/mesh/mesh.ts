import * as z from 'zod';
import { endpoint } from '../http/index.ts';
import { SourceName } from '../problem/index.ts';
import { EpochSeconds } from '../units/index.ts';

/** How one upstream is doing, by the last requests the server made of it. */
export const SourceState = z.object({
  name: SourceName,
  state: z.enum(['ok', 'failing', 'not_asked_yet', 'not_configured']),
  /** Where it is, without credentials. */
  url: z.string().nullable(),
  version: z.string().nullable(),
  lastOkAt: EpochSeconds.nullable(),
  /** Since when it has not answered; null while it answers. */
  failingSince: EpochSeconds.nullable(),
  detail: z.string().nullable(),
  requests: z.number().int().nonnegative(),
});
export type SourceState = z.infer<typeof SourceState>;

const RecordingRules = z.object({
  /** How often they are evaluated. */
  intervalSeconds: z.number().positive(),
  /** Shorter windows are read from raw series: the rules would blur them. */
  shortestWindowSeconds: z.number().positive(),
  /** They have run without a break since then; windows that begin earlier are read from raw series. */
  since: EpochSeconds,
});

/** An expression that an administrator offers for the graph, by its name in each language. `selected`: it stands in the field until somebody says otherwise. */
export const FindPreset = z.object({
  name: z.object({ en: z.string(), de: z.string() }),
  expression: z.string(),
  selected: z.boolean(),
});
export type FindPreset = z.infer<typeof FindPreset>;

/** What the fields of find and hide offer. Null: pages offer their own. At most one of each is selected. */
const FindPresets = z.object({ find: z.array(FindPreset).nullable(), hide: z.array(FindPreset).nullable() });

export const ServerStatus = z.object({
  version: z.string(),
  /** Correct time of the server: pages measure their own clock against it. */
  now: EpochSeconds,
  /** True when the mesh is the embedded lab: everything shown is simulated. */
  demo: z.boolean(),
  readOnly: z.boolean(),
  sources: z.array(SourceState),
  /** The scrape interval the window presets are trimmed by; null when not known. */
  scrapeIntervalSeconds: z.number().positive().nullable(),
  /** How far back Prometheus keeps samples; null when not known. */
  retentionSeconds: z.number().positive().nullable(),
  /** The recording rules that graphs are read from where their window allows it; null while Prometheus evaluates none, or has not told. */
  recordingRules: RecordingRules.nullable(),
  presets: FindPresets,
});
export type ServerStatus = z.infer<typeof ServerStatus>;

export const getStatus = endpoint({
  method: 'GET',
  path: '/api/v1/status',
  access: 'signed-in',
  summary: 'Version of the server and the state of each source.',
  response: ServerStatus,
  problems: ['not_signed_in'],
});

/** One small event of the stream; pages ask again for what it makes stale. */
export const Tick = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello'), now: EpochSeconds }),
  z.object({ kind: z.literal('snapshot'), at: EpochSeconds }),
  z.object({
    kind: z.literal('object'),
    apiVersion: z.string(),
    objectKind: z.string(),
    namespace: z.string(),
    name: z.string(),
    change: z.enum(['added', 'changed', 'deleted']),
  }),
  z.object({ kind: z.literal('source'), source: SourceName, state: SourceState.shape.state }),
]);
export type Tick = z.infer<typeof Tick>;

export const getTicks = endpoint({
  method: 'GET',
  path: '/api/v1/ticks',
  access: 'signed-in',
  summary: 'Server-sent events: what became new or stale. Only objects of namespaces that the caller may see are named.',
  response: Tick,
  kind: 'stream',
  problems: ['not_signed_in', 'too_many_requests'],
});

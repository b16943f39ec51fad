import type { SourceName } from '@vigla/contract/problem';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The server's own figures, for those who run it. Nothing of the mesh is in them, but its health where an operator asked for it. */
export interface Telemetry {
  readonly answered: (row: string, method: string, status: number, seconds: number) => void;
  readonly asked: (source: SourceName, outcome: 'ok' | 'failed', seconds: number) => void;
  /** How a reading of the mesh was come by: `made` waited for Prometheus, `kept` was there already, `late` was the one before. */
  readonly read: (how: 'made' | 'kept' | 'late') => void;
  readonly streams: (open: number) => void;
  /** From now on also tells how each element of the mesh is doing, as `ask` says whenever the figures are read. */
  readonly tellHealth: (ask: () => Promise<readonly HealthFigure[]>) => void;
  /** Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Health of one element: 0 healthy, 1 not ready, 2 degraded, 3 failing. */
export interface HealthFigure {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly value: number;
}

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

export function createTelemetry(version: string): Telemetry {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: 'vigla_http_request_duration_seconds',
    help: 'Time to answer, by row of the API.',
    labelNames: ['row', 'method', 'status'],
    buckets,
    registers,
  });
  const questions = new Histogram({
    name: 'vigla_source_request_duration_seconds',
    help: 'Time a source took to answer.',
    labelNames: ['source', 'outcome'],
    buckets,
    registers,
  });
  const readings = new Counter({
    name: 'vigla_snapshot_reads_total',
    help: 'Readings of the mesh handed out, by how they were come by.',
    labelNames: ['how'],
    registers,
  });
  const streams = new Gauge({ name: 'vigla_open_streams', help: 'Event streams that are open.', registers });
  new Gauge({ name: 'vigla_build_info', help: 'Always 1; the label says which version runs.', labelNames: ['version'], registers }).set(
    { version },
    1,
  );
  const collect = function collect(this: Gauge): void {
    this.set(process.memoryUsage.rss());
  };
  registry.registerMetric(new Gauge({ name: 'vigla_resident_memory_bytes', help: 'Memory of the process.', registers: [], collect }));
  return {
    answered: (row, method, status, seconds) => requests.observe({ row, method, status }, seconds),
    asked: (source, outcome, seconds) => questions.observe({ source, outcome }, seconds),
    read: (how) => readings.inc({ how }),
    streams: (open) => streams.set(open),
    tellHealth: (ask) => registry.registerMetric(healthGauge(ask)),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** Elements come and go with the mesh, and none are told while the mesh cannot be read: an alert must not rest on what was. */
function healthGauge(ask: () => Promise<readonly HealthFigure[]>): Gauge {
  return new Gauge({
    name: 'vigla_health_status',
    help: 'Health of a workload, app or service: 0 healthy, 1 not ready, 2 degraded, 3 failing. Absent: at rest or not measured.',
    labelNames: ['namespace', 'kind', 'name'],
    registers: [],
    async collect() {
      const figures = await ask().catch(() => []);
      this.reset();
      for (const { value, ...labels } of figures) this.set(labels, value);
    },
  });
}

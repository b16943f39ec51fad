import type { GroupBy, TrafficGraph } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';
import { seconds } from '@vigla/contract/units';
import type { GraphParts } from '../graph/index.ts';
import type { HealthFigure } from '../telemetry/index.ts';

type Kind = 'workload' | 'app' | 'service';

/** What rests, and what nobody measures, is left out: neither is well nor ill. */
const values: Readonly<Partial<Record<Health, number>>> = { healthy: 0, not_ready: 1, degraded: 2, failing: 3 };
const kinds = { version: 'workload', app: 'app', service: 'service' } as const satisfies Partial<Record<GroupBy, Kind>>;
const window = seconds(300);

/**
 * Tells how everything in the mesh is doing, by the same reading, rules and judgement as the graph. Fails: when the reading
 * cannot be had; figures of old would be taken for those of now.
 */
export function createHealthGauge({
  sources,
  readings,
  cadence,
  clusterFacts,
  projections,
  inTurn,
}: GraphParts): () => Promise<readonly HealthFigure[]> {
  return async () => {
    const signal = AbortSignal.timeout(10_000);
    const reading = await readings.read(window, null, signal);
    const question = {
      namespaces: [],
      idle: true,
      visible: { all: true, namespaces: new Set<string>() },
      now: sources.now(),
      scrapeSeconds: cadence.scrapeIntervalSeconds(),
    };
    const groupings = ['version', 'app', 'service'] as const;
    const graphs = groupings.map((groupBy) => inTurn(projections.graph(reading, clusterFacts(), { ...question, groupBy }), signal));
    return (await Promise.all(graphs)).flatMap((graph, i) => rowsOf(graph, kinds[groupings[i] ?? 'version']));
  };
}

function rowsOf({ nodes }: TrafficGraph, kind: Kind): readonly HealthFigure[] {
  return nodes.flatMap((node): readonly HealthFigure[] => {
    const value = values[node.health];
    const own = kind === 'workload' ? node.kind !== 'app' && node.kind !== 'service' : node.kind === kind;
    return value === undefined || node.namespace === null || !own ? [] : [{ namespace: node.namespace, kind, name: node.name, value }];
  });
}

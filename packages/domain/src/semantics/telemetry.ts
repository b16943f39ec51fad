import type { KubeObject } from '@vigla/contract/objects';
import { labels, number, selects, text, tree, trees, type Tree } from './read.ts';
import { byAge } from './reference.ts';
import type { Workload } from './workloads.ts';

/** What a workload's proxy does about traces. */
export interface TracingPlan {
  /** The share of requests that it lets be traced when it is the first to see them, in percent; null: nobody said. */
  readonly samplingPercent: number | null;
  /** False: it hands traces on and tells nothing of its own part. */
  readonly reports: boolean;
}

/** The side on which a proxy stands in a request. */
export type Side = 'client' | 'server';

interface Level {
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly tracing: readonly Tree[];
}

/**
 * Reads what Telemetry objects say of tracing. The closest level that says something decides: workload, namespace, mesh;
 * of several at one level the oldest counts. Source: Istio, Telemetry API, "tracing" and its scoping rules.
 */
export function readTracing(objects: readonly KubeObject[], root: string): (workload: Workload, side: Side) => TracingPlan {
  const levels = objects
    .filter(({ kind }) => kind === 'Telemetry')
    .sort(byAge)
    .map(readLevel);
  return (workload, side) => {
    const at = (fits: (level: Level) => boolean): readonly Level[] => levels.filter(fits).slice(0, 1);
    const plain = ({ selector }: Level): boolean => Object.keys(selector).length === 0;
    const own = [
      ...at((level) => level.namespace === workload.namespace && !plain(level) && selects(level.selector, workload.labels)),
      ...at((level) => level.namespace === workload.namespace && level.namespace !== root && plain(level)),
      ...at((level) => level.namespace === root && plain(level)),
    ].flatMap(({ tracing }) => tracing.filter((one) => concerns(one, side)));
    const said = own.find((one) => number(one['randomSamplingPercentage']) !== undefined);
    const silenced = own.find((one) => typeof one['disableSpanReporting'] === 'boolean');
    return {
      samplingPercent: number(said?.['randomSamplingPercentage']) ?? null,
      reports: silenced?.['disableSpanReporting'] !== true,
    };
  };
}

function readLevel({ metadata, spec }: KubeObject): Level {
  const { selector, tracing } = tree(spec);
  return { namespace: metadata.namespace ?? '', selector: labels(tree(selector)['matchLabels']), tracing: trees(tracing) };
}

function concerns(one: Tree, side: Side): boolean {
  const mode = text(tree(one['match'])['mode']) ?? 'CLIENT_AND_SERVER';
  return mode === 'CLIENT_AND_SERVER' || mode === side.toUpperCase();
}

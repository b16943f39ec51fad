import type { TrafficShiftStart } from '@vigla/contract/istio';
import { labelsOf, listOf, textOf } from '../inventory/index.ts';

interface Wanted {
  readonly service: string;
  readonly weights: readonly { readonly version: string; readonly percent: number }[];
}

interface Subsets {
  readonly spec: Record<string, unknown>;
  /** The subset's name for a version. */
  readonly subsetOf: (version: string) => string;
}

/** The DestinationRule's spec with a subset for every version that takes part. Subsets and policies that are there stay as they are. */
export function mergeSubsets({ service, weights }: Wanted, { versions, destinationRule }: TrafficShiftStart): Subsets {
  const present = listOf(destinationRule?.spec, 'subsets');
  const names = new Map<string, string>();
  const taken = new Set(present.map((subset) => textOf(subset, 'name') ?? ''));
  const added: { name: string; labels: { version: string } }[] = [];
  for (const version of new Set(weights.map((weight) => weight.version))) {
    const said = versions.find((known) => known.version === version)?.subset;
    const known = said !== undefined && said !== null && taken.has(said) ? said : subsetWith(present, version);
    const name = known ?? free(subsetName(version), taken);
    names.set(version, name);
    if (known !== undefined || !isNeeded(version, weights)) continue;
    taken.add(name);
    added.push({ name, labels: { version } });
  }
  const rest = destinationRule?.spec ?? { host: service };
  const subsets = [...present, ...added];
  return {
    spec: subsets.length > 0 ? { ...rest, subsets } : { ...rest },
    subsetOf: (version) => names.get(version) ?? subsetName(version),
  };
}

const isNeeded = (version: string, weights: Wanted['weights']): boolean =>
  weights.some((weight) => weight.version === version && weight.percent > 0);

function subsetWith(subsets: readonly unknown[], version: string): string | undefined {
  const found = subsets.find((subset) => {
    const labels = labelsOf(subset, 'labels');
    return labels.size === 1 && labels.get('version') === version;
  });
  return textOf(found, 'name');
}

/** A version as Istio lets a subset be named: letters, digits and dashes. */
const subsetName = (version: string): string =>
  version
    .replaceAll(/[^A-Za-z0-9-]/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60) || 'version';

function free(name: string, taken: ReadonlySet<string>): string {
  let candidate = name;
  for (let i = 2; taken.has(candidate); i += 1) candidate = `${name}-${i}`;
  return candidate;
}

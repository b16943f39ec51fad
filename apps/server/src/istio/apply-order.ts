import type { KubeObject } from '@vigla/contract/objects';
import { listOf, textOf } from '@vigla/domain/inventory';

/** One object on its way: as the cluster holds it and as it would become. */
export interface Step {
  readonly live: KubeObject | null;
  readonly next: KubeObject;
}

/**
 * The order in which nothing points into the void on the way: subsets are there before routes name them, and go after
 * no route names them any more. Otherwise as given.
 */
export const inSafeOrder = <S extends Step>(steps: readonly S[]): readonly S[] => steps.toSorted((a, b) => rank(a) - rank(b));

function rank({ live, next }: Step): number {
  if (next.kind !== 'DestinationRule') return 1;
  const remaining = new Set(subsetsOf(next));
  return live && subsetsOf(live).some((subset) => !remaining.has(subset)) ? 2 : 0;
}

const subsetsOf = ({ spec }: KubeObject): readonly string[] => listOf(spec, 'subsets').map((subset) => textOf(subset, 'name') ?? '');

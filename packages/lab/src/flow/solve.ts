import type { LoadFactors } from './conditions.ts';
import { apart, between, hasLimits, strainUnder, type Current } from './demand.ts';
import { constant, type Distribution } from './distribution.ts';
import { reportHop, sized, type Flow } from './flows.ts';
import type { Hop } from './hop.ts';
import { createHops, type World } from './hops.ts';
import { noStrain, type Strain } from './strain.ts';

/** A mesh and its applications in balance: what flows, per request of each root as it usually is. */
export interface Solution {
  /** The first hop of each root; null where its workload has no pods. */
  readonly entries: readonly (Hop | null)[];
  readonly flows: ReadonlyMap<string, Flow>;
  readonly currents: readonly Current[];
  readonly strain: Strain;
  /** Whether load has anything to say: else the solution holds for any load. */
  readonly strained: boolean;
  /** False where no balance was found: the mesh swings, and this is the middle of it. */
  readonly converged: boolean;
}

/** What a solution is asked for. Units: `loads` are requests per second of each root, without its factor. */
export interface Question {
  readonly world: World;
  readonly factors: LoadFactors;
  readonly loads: Float64Array;
  /** How strained the mesh was before: where there is more than one balance, it stays in its own. */
  readonly before: Strain;
}

const rounds = 30;
/** The first rounds go all the way: without feedback each brings one more step of a chain of calls to its end. */
const undamped = 12;
const close = 1e-6;

/**
 * Sends one request of every root through the mesh and adds up what is reported.
 *
 * What connections refuse depends on load, and load on what is refused: the two are brought into balance by repetition.
 * Pure. Total: after 30 rounds the middle of the last two is taken and the solution says that it did not converge.
 */
export function solve(question: Question): Solution {
  const { world, loads } = question;
  let strain = question.before;
  let spread = spreadOver(question, strain);
  if (!hasLimits(spread.currents)) return solution(world, spread, { strain: noStrain, strained: false, converged: true });
  let converged = false;
  for (let round = 1; round <= rounds && !converged; round++) {
    const next = strainUnder(spread.currents, loads);
    converged = apart(strain, next) < close;
    strain = between(strain, next, converged || round <= undamped ? 1 : 0.5);
    spread = spreadOver(question, strain);
  }
  return solution(world, spread, { strain, strained: true, converged });
}

interface SpreadLoad {
  readonly entries: readonly (Hop | null)[];
  readonly currents: readonly Current[];
  readonly sizes: ReadonlyMap<Hop, Distribution>;
}

/** How often every hop is made, with the size of its requests. */
function spreadOver({ world, factors }: Question, strain: Strain): SpreadLoad {
  const { mesh, model } = world;
  const hops = createHops(world, strain);
  const entries = model.roots.map(({ from, call }) => {
    const workload = mesh.registry.workloads.get(from.workload);
    return workload?.pods.some(({ ready }) => ready) ? hops.hop(workload, call, null) : null;
  });
  const size = model.roots.length;
  const rates = new Map<Hop, Float64Array>();
  const sizes = new Map<Hop, Distribution>();
  entries.forEach((hop, index) => {
    const root = model.roots[index];
    if (!hop || !root) return;
    const own = rates.get(hop) ?? new Float64Array(size);
    own[index] = factors.get(root.id) ?? 1;
    rates.set(hop, own);
    sizes.set(hop, sized(root.requestBytes));
  });
  const currents: Current[] = [];
  for (const hop of inOrder(entries)) {
    const own = rates.get(hop) ?? new Float64Array(size);
    currents.push({ hop, rates: own });
    for (const { share, reply } of hop.arrivals) {
      for (const { does, hop: next } of reply?.calls ?? []) {
        const onward = rates.get(next) ?? new Float64Array(size);
        own.forEach((rate, root) => (onward[root] = (onward[root] ?? 0) + rate * share * does.perRequest));
        rates.set(next, onward);
        sizes.set(next, sized(does.requestBytes));
      }
    }
  }
  return { entries, currents, sizes };
}

function solution(
  { mesh }: World,
  { entries, currents, sizes }: SpreadLoad,
  found: Pick<Solution, 'strain' | 'strained' | 'converged'>,
): Solution {
  const flows = new Map<string, Flow>();
  for (const { hop, rates } of currents) reportHop(flows, { mesh, hop, rates, request: sizes.get(hop) ?? constant(0) });
  return { entries, flows, currents, ...found };
}

/** Hops so that each comes after everything that leads to it. Circles were cut when the hops were made. */
function inOrder(entries: readonly (Hop | null)[]): readonly Hop[] {
  const seen = new Set<Hop>();
  const order: Hop[] = [];
  const visit = (hop: Hop): void => {
    if (seen.has(hop)) return;
    seen.add(hop);
    for (const { reply } of hop.arrivals) for (const { hop: next } of reply?.calls ?? []) visit(next);
    order.push(hop);
  };
  for (const hop of entries) if (hop) visit(hop);
  return order.toReversed();
}

import type { LoadFactors } from './conditions.ts';
import { demandOf, strainOf, type Current, type Demand } from './demand.ts';
import { constant, type Distribution } from './distribution.ts';
import { reportHop, sized, type Flow } from './flows.ts';
import type { Hop } from './hop.ts';
import { createHops } from './hops.ts';
import { apart, nextStrain, type Step, type Strain } from './strain.ts';
import type { World } from './world.ts';

/** A mesh and its applications in balance: what flows, per request of each root as it usually is. */
export interface Solution {
  /** The first hop of each root; null where its workload has no pods. */
  readonly entries: readonly (Hop | null)[];
  readonly flows: ReadonlyMap<string, Flow>;
  readonly currents: readonly Current[];
  readonly strain: Strain;
  readonly demand: Demand;
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
  /** What proxies remember, by name: endpoints that are left out. */
  readonly remembered: ReadonlyMap<string, number>;
  /** Whether a bucket of a rate limit still has what it was filled with. */
  readonly full: (bucket: string) => boolean;
}

const rounds = 30;

/** The first rounds go all the way: without feedback each brings one more step of a chain of calls to its end. */
const plainRounds = 10;
const close = 1e-6;

/**
 * Sends one request of every root through the mesh and adds up what is reported.
 *
 * What limits refuse depends on load, and load on what is refused: the two are brought into balance by repetition.
 * Pure. Total: after 30 rounds what is reached is taken, in the middle of what swings, and the solution says that it did not converge.
 */
export function solve(question: Question): Solution {
  const { world, loads, full } = question;
  const asked = (spread: SpreadLoad): Demand => demandOf(world, spread.currents, loads);
  let strain = question.before;
  let spread = spreadOver(question, strain);
  let demand = asked(spread);
  let converged = false;
  let before: Step | null = null;
  for (let round = 1; round <= rounds && !converged; round++) {
    const step: Step = { from: strain, to: strainOf(demand, full) };
    converged = apart(step.from, step.to) < close;
    const next = nextStrain(step, before, !converged && round > plainRounds);
    if (apart(strain, next) > 0) {
      spread = spreadOver(question, next);
      demand = asked(spread);
    }
    strain = next;
    before = step;
  }
  const flows = new Map<string, Flow>();
  for (const { hop, rates } of spread.currents) {
    reportHop(flows, { mesh: world.mesh, hop, rates, request: spread.sizes.get(hop) ?? constant(0) });
  }
  return { entries: spread.entries, currents: spread.currents, flows, strain, demand, strained: strain.size > 0, converged };
}

interface SpreadLoad {
  readonly entries: readonly (Hop | null)[];
  readonly currents: readonly Current[];
  readonly sizes: ReadonlyMap<Hop, Distribution>;
}

/** How often every hop is made, with the size of its requests. */
function spreadOver({ world, factors, remembered }: Question, strain: Strain): SpreadLoad {
  const { mesh, model } = world;
  const hops = createHops(world, (name) => remembered.get(name) ?? strain.get(name) ?? 0);
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

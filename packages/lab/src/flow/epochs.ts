import type { AppModel } from './app-model.ts';
import type { Mesh } from '@vigla/domain/semantics';
import type { Conditions, LoadFactors } from './conditions.ts';
import { demandOf, strainOf } from './demand.ts';
import { after, atRest, isFull, namesOf, nextChange } from './dynamics.ts';
import type { Epoch } from './epoch.ts';
import type { Loads } from './load.ts';
import { solve } from './solve.ts';
import type { Stretch } from './stretch.ts';
import { hasDrifted, noStrain } from './strain.ts';
import { createWorld, type World } from './world.ts';

/** The epochs of a timeline. Those that load makes come into being when somebody asks for their time. */
export interface Epochs {
  /** Begins an epoch that somebody wrote, in place of what was worked out from there on. Order: instants rise. */
  begin(told: Told): void;
  /** Works out everything up to an instant, a day at most. Total: an instant that is past, or not finite, asks for nothing. */
  advance(toMs: number): void;
  latest(): Epoch | undefined;
  /** When somebody wrote last; -Infinity for never. */
  toldMs(): number;
  at(ms: number): Epoch | undefined;
  /** Epochs that overlap a span, oldest first. */
  within(fromMs: number, toMs: number): readonly Epoch[];
}

/** The past that can still be traced, in epochs. Series do not need it: each remembers its own pieces. */
const rememberedEpochs = 600;

/** How often load is looked at where it matters. Units: ms. */
const knotMs = 60_000;

/** What somebody wrote, and from when on it holds. */
export interface Told {
  readonly startMs: number;
  readonly mesh: Mesh;
  readonly conditions: Conditions;
  readonly load: LoadFactors;
}

/** How far ahead one question may lead. Units: ms. */
const farthestMs = 86_400_000;

interface Setting {
  readonly model: AppModel;
  readonly loads: Loads;
  readonly seed: number;
  /** Told of every epoch when it begins. */
  readonly began: (epoch: Epoch) => void;
}

/**
 * Keeps epochs. What limits do is worked out for the mean load of the next minute, and anew in each minute in which it has
 * drifted, and when a proxy leaves out an endpoint, takes it back, or runs out of tokens. When that is looked at depends on
 * nothing but what was told, so any order of questions gives the same answers.
 */
export function createEpochs({ model, loads, seed, began }: Setting): Epochs {
  let epochs: Epoch[] = [];
  /** Up to where load has been looked at. */
  let knownMs = -Infinity;
  let toldMs = -Infinity;

  const stretchOf = ({ world, solution, startMs }: Epoch): Stretch => ({
    world,
    currents: solution.currents,
    loads: meanLoad(loads, startMs),
    fromMs: startMs,
    seed,
  });

  const start = (told: Told, its: World): void => {
    const { startMs, load } = told;
    const before = epochs.findLast((epoch) => epoch.startMs < startMs);
    const dynamics = before ? after(before.dynamics, stretchOf(before), startMs) : atRest;
    const full = (bucket: string): boolean => isFull(dynamics, bucket);
    const mean = meanLoad(loads, startMs);
    const solution = solve({
      world: its,
      factors: load,
      loads: mean,
      before: before?.solution.strain ?? noStrain,
      remembered: namesOf(dynamics),
      full,
    });
    const stretch: Stretch = { world: its, currents: solution.currents, loads: mean, fromMs: startMs, seed };
    const epoch: Epoch = { ...told, world: its, solution, dynamics, untilMs: nextChange(dynamics, stretch, solution.demand) };
    epochs = [...epochs.filter((one) => one.startMs < startMs).slice(-rememberedEpochs), epoch];
    knownMs = startMs;
    began(epoch);
  };

  const begin = (told: Told): void => {
    toldMs = told.startMs;
    start(told, createWorld(told.mesh, model, told.conditions));
  };

  /** Whether load has moved what limits do since the epoch began. */
  const drifted = ({ world, solution, dynamics }: Epoch): boolean => {
    const demand = demandOf(world, solution.currents, meanLoad(loads, knownMs));
    return hasDrifted(
      solution.strain,
      strainOf(demand, (bucket) => isFull(dynamics, bucket)),
    );
  };

  const advance = (toMs: number): void => {
    const endMs = Number.isFinite(toMs) ? Math.min(toMs, knownMs + farthestMs) : -Infinity;
    for (let last = epochs.at(-1); last; last = epochs.at(-1)) {
      const { untilMs, solution, world } = last;
      const knot = solution.strained ? knownMs + knotMs : Infinity;
      const next = Math.min(knot, untilMs);
      if (next > endMs) return;
      knownMs = next;
      if (next === untilMs || drifted(last)) start({ ...last, startMs: next }, world);
    }
  };

  return {
    begin,
    advance,
    latest: () => epochs.at(-1),
    toldMs: () => toldMs,
    at(ms) {
      advance(ms);
      return epochs.findLast((epoch) => epoch.startMs <= ms);
    },
    within(fromMs, toMs) {
      advance(toMs);
      return epochs.filter((epoch, i) => epoch.startMs <= toMs && (epochs[i + 1]?.startMs ?? Infinity) > fromMs);
    },
  };
}

/** The mean load over the time until it is looked at again. Units: requests per second of each root. */
function meanLoad(loads: Loads, fromMs: number): Float64Array {
  const before = loads.countsAt(fromMs);
  return loads.countsAt(fromMs + knotMs).map((count, root) => ((count - (before[root] ?? 0)) / knotMs) * 1000);
}

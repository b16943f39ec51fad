import type { AppModel } from './app-model.ts';
import { apart, strainUnder } from './demand.ts';
import type { Epoch } from './epoch.ts';
import type { Loads } from './load.ts';
import { solve } from './solve.ts';
import { noStrain } from './strain.ts';

/** The epochs of a timeline. Those that load makes come into being when somebody asks for their time. */
export interface Epochs {
  /** Begins an epoch that somebody wrote. Order: instants rise; one at the start of the last takes its place. */
  begin(told: Omit<Epoch, 'solution'>): void;
  /** Works out everything up to an instant. Total: an instant that is not finite, or past, asks for nothing. */
  advance(toMs: number): void;
  latest(): Epoch | undefined;
  at(ms: number): Epoch | undefined;
  /** Epochs that overlap a span, oldest first. */
  within(fromMs: number, toMs: number): readonly Epoch[];
}

/** The past that can still be traced, in epochs. Series do not need it: each remembers its own pieces. */
const rememberedEpochs = 600;

/** How often load is looked at where it matters. Units: ms. */
const knotMs = 60_000;

/** How far the strain on limits may drift before an epoch ends: shares, or seconds of waiting. */
const drift = 0.004;

interface Setting {
  readonly model: AppModel;
  readonly loads: Loads;
  /** Told of every epoch when it begins. */
  readonly began: (epoch: Epoch) => void;
}

/**
 * Keeps epochs. What limits do is worked out for the mean load of the next minute, and anew in each minute in which it has
 * drifted; when that is looked at depends on nothing but the last write, so any order of questions gives the same answers.
 */
export function createEpochs({ model, loads, began }: Setting): Epochs {
  let epochs: Epoch[] = [];
  /** Up to where load has been looked at. */
  let knownMs = -Infinity;

  const begin = (told: Omit<Epoch, 'solution'>): void => {
    const { startMs, mesh, conditions, load } = told;
    const before = epochs.findLast((epoch) => epoch.startMs < startMs)?.solution.strain ?? noStrain;
    const solution = solve({ world: { mesh, model, conditions }, factors: load, loads: meanLoad(loads, startMs), before });
    const epoch = { ...told, solution };
    epochs = [...epochs.filter((one) => one.startMs < startMs).slice(-rememberedEpochs), epoch];
    knownMs = startMs;
    began(epoch);
  };

  const advance = (toMs: number): void => {
    for (let last = epochs.at(-1); last?.solution.strained && Number.isFinite(toMs) && knownMs + knotMs <= toMs; last = epochs.at(-1)) {
      knownMs += knotMs;
      const { currents, strain } = last.solution;
      if (apart(strain, strainUnder(currents, meanLoad(loads, knownMs))) > drift) begin({ ...last, startMs: knownMs });
    }
  };

  return {
    begin,
    advance,
    latest: () => epochs.at(-1),
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

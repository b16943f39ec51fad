import type { Gap } from '@vigla/contract/problem';
import { at, type EpochSeconds, seconds } from '@vigla/contract/units';
import type { HistoryAnswers } from '@vigla/domain/graph';
import { historyQueries } from '@vigla/domain/promql';
import { type Cadence, type ClusterFacts, createRecentlyUsed } from '../snapshot/index.ts';
import { createInFlight, type Prometheus } from '../sources/index.ts';

/** Traffic of the whole mesh over time. It belongs to nobody: every caller's history is a projection of it. */
export interface History {
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
  readonly stepSeconds: number;
  readonly answers: HistoryAnswers;
  readonly gaps: readonly Gap[];
}

interface HistoryQuestion {
  readonly to: EpochSeconds;
  readonly spanSeconds: number;
  readonly facts: ClusterFacts;
}

/** Shared readings of the past. Shape: about 120 steps, whatever the span. */
export interface Histories {
  read(question: HistoryQuestion, signal: AbortSignal): Promise<History>;
}

const points = 120;
/** A rate over less than this shows single requests of a quiet mesh as spikes. Units: seconds. */
const calmestWindow = 60;
const mostKept = 16;

export function createHistories({ prometheus, cadence }: { readonly prometheus: Prometheus; readonly cadence: Cadence }): Histories {
  const kept = createRecentlyUsed<History>(mostKept);
  const making = createInFlight<History>();

  return {
    async read({ to, spanSeconds, facts: { facts } }, signal) {
      const align = cadence.alignSeconds();
      const stepSeconds = Math.max(align, Math.ceil(spanSeconds / points / align) * align);
      // Steps lie on the same instants for everybody, whenever they ask.
      const last = at(to - (to % stepSeconds));
      const first = at(Math.max(0, last - Math.ceil(spanSeconds / stepSeconds) * stepSeconds));
      const gateways = [...(facts?.workloads.values() ?? [])]
        .filter(({ role }) => role === 'gateway')
        .map(({ name }) => name)
        .sort();
      const key = JSON.stringify([first, last, stepSeconds, gateways]);
      const ready = kept.get(key);
      if (ready) return ready;
      return making.join(key, signal, async (gone) => {
        const [entering, failing] = historyQueries({ window: seconds(Math.max(2 * stepSeconds, 4 * align, calmestWindow)), gateways });
        const span = { from: first, to: last, stepSeconds };
        const [entered, failed] = await Promise.all([
          prometheus.range(entering.query, span, gone),
          prometheus.range(failing.query, span, gone),
        ]);
        const history: History = { ...span, answers: { entering: entered, failing: failed }, gaps: [] };
        kept.set(key, history);
        return history;
      });
    },
  };
}

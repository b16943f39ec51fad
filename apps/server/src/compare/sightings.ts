import { at, type EpochSeconds } from '@vigla/contract/units';
import type { Counted } from '@vigla/domain/compare';
import { sightingQueries, type SightingQuestion } from '@vigla/domain/promql';
import { type Cadence, createRecentlyUsed } from '../snapshot/index.ts';
import { createInFlight, type Prometheus } from '../sources/index.ts';

interface SightingsQuestion extends SightingQuestion {
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
}

/** Counters over time of the few calls that findings are about. Two range queries each, shared by everybody who asks the same. */
export interface Sightings {
  read(question: SightingsQuestion, signal: AbortSignal): Promise<Counted>;
}

/** As fine as scrapes are, up to an hour of five seconds; coarser beyond. */
const mostSteps = 720;
const mostKept = 16;

export function createSightings({ prometheus, cadence }: { readonly prometheus: Prometheus; readonly cadence: Cadence }): Sightings {
  const kept = createRecentlyUsed<Counted>(mostKept);
  const making = createInFlight<Counted>();
  return {
    async read({ from, to, ...ends }, signal) {
      const align = cadence.alignSeconds();
      const stepSeconds = Math.max(align, Math.ceil((to - from) / mostSteps / align) * align);
      const span = { from: at(from - (from % stepSeconds)), to: at(to - (to % stepSeconds)), stepSeconds };
      const key = JSON.stringify([span, ends]);
      const ready = kept.get(key);
      if (ready) return ready;
      return making.join(key, signal, async (gone) => {
        const [made, failed] = await Promise.all(sightingQueries(ends).map(({ query }) => prometheus.range(query, span, gone)));
        const counted: Counted = { from: span.from, stepSeconds, made: made ?? [], failed: failed ?? [] };
        kept.set(key, counted);
        return counted;
      });
    },
  };
}

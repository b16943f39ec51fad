import type { Gap } from '@vigla/contract/problem';
import { at, type DurationSeconds, type EpochSeconds, seconds } from '@vigla/contract/units';
import { type AnswersOverTime, type MeshFlows, readSteps } from '@vigla/domain/graph';
import { elementQueries, type Selectors } from '@vigla/domain/promql';
import { AppError } from '../http/index.ts';
import { type Cadence, createRecentlyUsed } from '../snapshot/index.ts';
import { createInFlight, type Prometheus } from '../sources/index.ts';

/** A part of the mesh over time, one reading per step. It belongs to nobody: every caller's series is a projection of it. */
export interface ElementHistory {
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
  readonly stepSeconds: number;
  readonly readings: readonly MeshFlows[];
  readonly gaps: readonly Gap[];
}

interface ElementQuestion {
  readonly selectors: Selectors;
  /** Requests and bytes alone, without what takes twenty series for each. */
  readonly lean: boolean;
  readonly to: EpochSeconds;
  readonly spanSeconds: number;
}

/** Shared readings of elements over time. Shape: about 60 steps, whatever the span; a handful of questions, however busy the element. */
export interface ElementHistories {
  read(question: ElementQuestion, signal: AbortSignal): Promise<ElementHistory>;
}

const points = 60;
/** A rate over less than this shows single requests of a quiet element as spikes. Units: seconds. */
const calmestWindow = 60;
const mostKept = 16;

export function createElementHistories(prometheus: Prometheus, cadence: Cadence): ElementHistories {
  const kept = createRecentlyUsed<ElementHistory>(mostKept);
  const making = createInFlight<ElementHistory>();

  return {
    async read({ selectors, lean, to, spanSeconds }, signal) {
      const align = cadence.alignSeconds();
      const stepSeconds = Math.max(align, Math.ceil(spanSeconds / points / align) * align);
      // Steps lie on the same instants for everybody, whenever they ask.
      const last = at(to - (to % stepSeconds));
      const first = at(Math.max(0, last - Math.ceil(spanSeconds / stepSeconds) * stepSeconds));
      const key = JSON.stringify([first, last, stepSeconds, selectors, lean]);
      const ready = kept.get(key);
      if (ready) return ready;
      return making.join(key, signal, async (gone) => {
        const span = { from: first, to: last, stepSeconds };
        const window = seconds(Math.max(stepSeconds, 4 * align, calmestWindow));
        const outcomes = await Promise.all(
          questionsOf(window, last, selectors, lean).map(async ({ name, query, lacks }) => {
            try {
              return { name, series: await prometheus.range(query, span, gone), gap: null };
            } catch (error) {
              if (name === 'requests' || gone.aborted || !(error instanceof AppError)) throw error;
              return { name, series: null, gap: { source: 'prometheus' as const, lacks, detail: error.message } };
            }
          }),
        );
        const answers: AnswersOverTime = Object.fromEntries(outcomes.flatMap(({ name, series }) => (series ? [[name, series]] : [])));
        const gaps = [...new Map(outcomes.flatMap(({ gap }) => (gap ? [[gap.lacks, gap] as const] : []))).values()];
        const history: ElementHistory = { ...span, readings: readSteps(answers, span, window), gaps };
        if (gaps.length === 0) kept.set(key, history);
        return history;
      });
    },
  };
}

/** What cannot be done without. */
const leanNames: readonly string[] = ['requests', 'tcp'];

function questionsOf(window: DurationSeconds, last: EpochSeconds, selectors: Selectors, lean: boolean): ReturnType<typeof elementQueries> {
  const all = elementQueries(window, last, selectors);
  return lean ? all.filter(({ name }) => leanNames.includes(name)) : all;
}

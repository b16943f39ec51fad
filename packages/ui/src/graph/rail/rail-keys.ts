import type { KeyboardEvent } from 'react';
import type { RailSpan } from './rail-scale.ts';

interface RailKeys {
  readonly shown: number;
  readonly step: number;
  readonly span: RailSpan;
  readonly onAt: (at: number | null) => void;
}

/** Arrows go one step of the measurement, with Shift ten; Home and End to the ends. The end of a live rail is live. */
export function onRailKey(event: KeyboardEvent, { shown, step, span, onAt }: RailKeys): void {
  const by = event.shiftKey ? 10 * step : step;
  const to =
    event.key === 'ArrowLeft'
      ? shown - by
      : event.key === 'ArrowRight'
        ? shown + by
        : event.key === 'Home'
          ? span.from
          : event.key === 'End'
            ? span.to
            : null;
  if (to === null) return;
  event.preventDefault();
  event.stopPropagation();
  onAt(to >= span.to ? null : Math.max(span.from, Math.round(to)));
}

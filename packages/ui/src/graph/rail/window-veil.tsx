import type { TrafficHistory } from '@vigla/contract/graph';
import { type KeyboardEvent, type PointerEvent, type RefObject, useState } from 'react';
import { useFormat } from '../../format/index.ts';
import { useWords } from '../../words/index.ts';
import { shareOf } from './rail-scale.ts';

interface WindowVeilProps {
  /** End of the window. Units: epoch seconds. */
  readonly end: number;
  readonly windowSeconds: number;
  readonly history: Pick<TrafficHistory, 'from' | 'to' | 'stepSeconds'>;
  /** What the pointer is measured against. */
  readonly track: RefObject<HTMLElement | null>;
  /** Sets the length of the window; absent where it cannot be changed. Units: seconds. */
  readonly onWindow: ((windowSeconds: number) => void) | undefined;
}

/** Shorter windows hold too few samples for a rate. Units: seconds. */
const shortest = 60;

/** The window of the picture on the rail. Its early edge is dragged, or moved by arrow keys, for a longer or shorter one. */
export function WindowVeil({ end, windowSeconds, history, track, onWindow }: WindowVeilProps) {
  const t = useWords();
  const { span } = useFormat();
  const [pulled, setPulled] = useState<number | null>(null);
  const shown = pulled ?? windowSeconds;
  const { from, to, stepSeconds } = history;
  const longest = end - from;
  const within = (seconds: number): number => Math.round(Math.min(longest, Math.max(shortest, seconds)));
  const under = ({ clientX }: PointerEvent): number => {
    const box = track.current?.getBoundingClientRect();
    const share = box && box.width > 0 ? (clientX - box.left) / box.width : 0;
    const seconds = end - from - share * (to - from);
    return within(Math.round(seconds / stepSeconds) * stepSeconds);
  };
  const begins = shareOf(end - shown, { from, to });
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps = (event.key === 'ArrowLeft' ? 1 : event.key === 'ArrowRight' ? -1 : 0) * (event.shiftKey ? 10 : 1);
    if (steps === 0) return;
    event.preventDefault();
    event.stopPropagation();
    onWindow?.(within(windowSeconds + steps * Math.max(stepSeconds, shortest)));
  };
  return (
    <>
      <div
        className="vigla-graph-rail__veil"
        style={{ insetInlineStart: `${begins * 100}%`, insetInlineEnd: `${(1 - shareOf(end, { from, to })) * 100}%` }}
      />
      {onWindow && windowSeconds <= longest && longest > shortest && (
        <div
          className="vigla-graph-rail__edge"
          style={{ insetInlineStart: `${begins * 100}%` }}
          role="slider"
          tabIndex={0}
          aria-label={t('graph.rail.window')}
          aria-valuemin={shortest}
          aria-valuemax={Math.round(longest)}
          aria-valuenow={Math.round(shown)}
          aria-valuetext={span(shown)}
          title={span(shown)}
          onKeyDown={onKeyDown}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            event.stopPropagation();
            event.currentTarget.setPointerCapture(event.pointerId);
            setPulled(under(event));
          }}
          onPointerMove={(event) => pulled !== null && setPulled(under(event))}
          onPointerUp={(event) => {
            if (pulled === null) return;
            event.stopPropagation();
            setPulled(null);
            onWindow(under(event));
          }}
          onPointerCancel={() => setPulled(null)}
        />
      )}
    </>
  );
}

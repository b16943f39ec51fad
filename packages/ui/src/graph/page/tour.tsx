import { Button } from '@patternfly/react-core';
import { QuestionCircleIcon } from '@patternfly/react-icons';
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { usePreference } from '../../preferences/index.ts';
import { useWords } from '../../words/index.ts';
import { type TourStop, tourStops } from './tour-stops.ts';

const partOf = ({ at }: Pick<TourStop, 'at'>): Element | null => document.querySelector(`.vigla-graph ${at}`);

/** Starts the tour of the page; says so in words until it has been taken or declined once. */
export function TourButton() {
  const t = useWords();
  const [taken, setTaken] = usePreference('tourTaken');
  const [stops, setStops] = useState<readonly TourStop[]>([]);
  const button = useRef<HTMLButtonElement>(null);
  const start = (): void => setStops(tourStops.filter(({ at }) => partOf({ at }) !== null));
  return (
    <div className="vigla-graph-controls">
      <Button
        ref={button}
        variant="plain"
        icon={<QuestionCircleIcon />}
        aria-label={t('display.tour.start')}
        title={t('display.tour.start')}
        onClick={start}
      >
        {!taken && <span className="vigla-graph-tour-offer">{t('display.tour.offer')}</span>}
      </Button>
      {stops.length > 0 && (
        <Tour
          stops={stops}
          onEnd={() => {
            setStops([]);
            setTaken(true);
            button.current?.focus();
          }}
        />
      )}
    </div>
  );
}

/** Leads from part to part. Arrow keys go on and back, Escape ends it. */
function Tour({ stops, onEnd }: { readonly stops: readonly TourStop[]; readonly onEnd: () => void }) {
  const t = useWords();
  const [at, setAt] = useState(0);
  const card = useRef<HTMLDivElement>(null);
  const ring = useRef<HTMLDivElement>(null);
  const title = useId();
  const stop = stops[at];
  useLayoutEffect(() => {
    const place = (): void => placeBeside(stop ? partOf(stop) : null, card.current, ring.current);
    place();
    card.current?.focus();
    addEventListener('resize', place);
    return () => removeEventListener('resize', place);
  }, [stop]);
  if (!stop) return null;
  const last = at === stops.length - 1;
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') onEnd();
    if (event.key === 'ArrowRight') (last ? onEnd : () => setAt(at + 1))();
    if (event.key === 'ArrowLeft') setAt(Math.max(0, at - 1));
  };
  return createPortal(
    <div className="vigla-graph-tour">
      <div ref={ring} className="vigla-graph-tour__ring" />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrow keys lead through a dialog of steps */}
      <div ref={card} role="dialog" aria-labelledby={title} tabIndex={-1} className="vigla-graph-tour__card" onKeyDown={onKeyDown}>
        <h3 id={title}>{t(stop.title)}</h3>
        <p>{t(stop.text)}</p>
        <div className="vigla-graph-tour__end">
          <span>{t('display.tour.step', { step: at + 1, count: stops.length })}</span>
          <Button variant="link" isInline onClick={onEnd}>
            {t('display.tour.skip')}
          </Button>
          <Button variant="secondary" size="sm" isDisabled={at === 0} onClick={() => setAt(at - 1)}>
            {t('display.tour.back')}
          </Button>
          <Button variant="primary" size="sm" onClick={last ? onEnd : () => setAt(at + 1)}>
            {t(last ? 'display.tour.done' : 'display.tour.next')}
          </Button>
        </div>
      </div>
    </div>,
    document.body,
  );
}

const gap = 12;

/** Puts the ring around a part and the card where there is room: below it, above it, else in its middle. */
function placeBeside(part: Element | null, card: HTMLElement | null, ring: HTMLElement | null): void {
  if (!part || !card || !ring) return;
  const { left, top, right, bottom, width, height } = part.getBoundingClientRect();
  const [start, head] = [Math.max(0, left - 4), Math.max(0, top - 4)];
  const [end, foot] = [Math.min(innerWidth, right + 4), Math.min(innerHeight, bottom + 4)];
  Object.assign(ring.style, { left: `${start}px`, top: `${head}px`, width: `${end - start}px`, height: `${foot - head}px` });
  const { width: wide, height: high } = card.getBoundingClientRect();
  const below = top + height + gap;
  const above = top - gap - high;
  const y = below + high < innerHeight ? below : above > 0 ? above : top + (height - high) / 2;
  const x = Math.max(gap, Math.min(innerWidth - wide - gap, below + high < innerHeight || above > 0 ? left : left + (width - wide) / 2));
  Object.assign(card.style, { left: `${x}px`, top: `${Math.max(gap, y)}px` });
}

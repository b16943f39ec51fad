import type { TrafficGraph } from '@vigla/contract/graph';
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type FieldOffer, offersFor } from './offers.ts';
import type { Field, NamedPreset } from './presets.ts';

interface Setting {
  readonly field: Field;
  readonly presets: readonly NamedPreset[];
  readonly graph: Pick<TrafficGraph, 'nodes' | 'edges' | 'namespaces'>;
  readonly value: string;
  readonly onCommit: (text: string) => void;
}

/** What is being typed, and what could be typed next. */
export interface FieldState {
  readonly draft: string;
  readonly offers: readonly FieldOffer[];
  /** Index of the offer that Enter would take; -1 for none. */
  readonly active: number;
  readonly isOpen: boolean;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly type: (text: string) => void;
  readonly moveCursor: () => void;
  readonly pick: (offer: FieldOffer) => void;
  readonly open: () => void;
  readonly leave: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Finding follows the typing; hiding moves things and waits until one is done. Units: milliseconds. */
const pauseMs = 250;

/** The behaviour of a field with completion: arrows choose, Enter or Tab takes, Escape closes. */
export function useField({ field, presets, graph, value, onCommit }: Setting): FieldState {
  const input = useRef<HTMLInputElement>(null);
  const [cursor, setCursor] = useState(value.length);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { draft, setDraft, commit } = useDraft(field, value, onCommit);
  const jump = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (jump.current === null) return;
    input.current?.setSelectionRange(jump.current, jump.current);
    jump.current = null;
  });
  const offers = useMemo(() => (isOpen ? offersFor(presets, graph, draft, cursor) : []), [presets, graph, draft, cursor, isOpen]);
  const pick = (offer: FieldOffer): void => {
    setDraft(offer.text);
    setCursor(offer.cursor);
    setActive(-1);
    jump.current = offer.cursor;
    if (offer.kind !== 'preset') return;
    setOpen(false);
    commit(offer.text);
  };
  const begun = /\S$/.test(draft.slice(0, cursor));
  const step = (by: 1 | -1): void => {
    setOpen(true);
    if (offers.length > 0) setActive(active < 0 ? (by > 0 ? 0 : offers.length - 1) : (active + by + offers.length) % offers.length);
  };
  const take = (offer: FieldOffer | undefined): boolean => {
    if (offer) pick(offer);
    return offer !== undefined;
  };
  const keys: Readonly<Record<string, () => boolean>> = {
    ArrowDown: () => (step(1), true),
    ArrowUp: () => (step(-1), true),
    Tab: () => begun && take(offers[Math.max(0, active)]),
    Enter: () => {
      if (take(offers[active])) return true;
      setOpen(false);
      commit(draft);
      return true;
    },
    Escape: () => {
      if (!isOpen) return false;
      setOpen(false);
      return true;
    },
  };
  return {
    draft,
    offers,
    active,
    isOpen,
    input,
    type: (text) => {
      setDraft(text);
      setCursor(input.current?.selectionStart ?? text.length);
      setActive(-1);
      setOpen(true);
    },
    moveCursor: () => setCursor(input.current?.selectionStart ?? draft.length),
    pick,
    open: () => setOpen(true),
    leave: () => {
      setOpen(false);
      setActive(-1);
      if (draft !== value) commit(draft);
    },
    onKeyDown: (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !keys[event.key]?.()) return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

/** What is typed before it counts. Another's change of the value, by link or preset, replaces it. */
function useDraft(field: Field, value: string, onCommit: (text: string) => void) {
  const [draft, setDraft] = useState(value);
  const committed = useRef(value);
  const latest = useRef(onCommit);
  useLayoutEffect(() => {
    latest.current = onCommit;
  });
  useEffect(() => {
    if (value === committed.current) return;
    committed.current = value;
    setDraft(value);
  }, [value]);
  const commit = (text: string): void => {
    committed.current = text;
    if (text !== value) latest.current(text);
  };
  useEffect(() => {
    if (field !== 'find' || draft === committed.current) return undefined;
    const timer = setTimeout(() => {
      committed.current = draft;
      latest.current(draft);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [field, draft]);
  return { draft, setDraft, commit };
}

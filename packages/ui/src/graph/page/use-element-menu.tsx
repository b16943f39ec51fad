import { type MouseEvent, type ReactNode, type RefObject, useState } from 'react';
import { useLanguage, useWords } from '../../words/index.ts';
import type { GraphCanvasHandle } from '../canvas/graph-canvas.tsx';
import type { Point } from '../drawing/curve.ts';
import { actionsFor, type Surroundings } from './element-actions.ts';
import { ElementMenu } from './element-menu.tsx';
import { usePageOpener } from './use-page-opener.ts';

interface MenuSetting extends Pick<Surroundings, 'graph' | 'frames' | 'place' | 'onPlace' | 'onSelect' | 'onShiftTraffic'> {
  readonly canvas: RefObject<GraphCanvasHandle | null>;
  /** Takes the focus back when the menu closes. */
  readonly stage: RefObject<HTMLElement | null>;
}

interface ElementMenuState {
  readonly menu: ReactNode;
  /** Opens it at a pointer. */
  readonly onContextMenu: (event: MouseEvent) => void;
  /** Opens it for an element, where that stands; for the keyboard. */
  readonly openFor: (id: string | null) => void;
}

/** The menu of an element: at the pointer by the right button, beside the element by the keyboard. */
export function useElementMenu({ canvas, stage, ...around }: MenuSetting): ElementMenuState {
  const words = useWords();
  const language = useLanguage();
  const onOpenPage = usePageOpener(around.place);
  const [open, setOpen] = useState<{ readonly id: string; readonly at: Point } | null>(null);
  const close = (): void => {
    setOpen(null);
    stage.current?.focus({ preventScroll: true });
  };
  const offer =
    open && actionsFor(open.id, { ...around, words, language, onOpenPage, onCopy: (text) => void navigator.clipboard.writeText(text) });
  return {
    menu: open && offer && <ElementMenu title={offer.title} actions={offer.actions} at={open.at} onClose={close} />,
    onContextMenu: (event) => {
      event.preventDefault();
      const { left, top } = event.currentTarget.getBoundingClientRect();
      const at = { x: event.clientX - left, y: event.clientY - top };
      const hit = canvas.current?.hit(at);
      setOpen(hit ? { id: hit.id, at } : null);
    },
    openFor: (id) => {
      const at = id === null ? null : (canvas.current?.placeOf(id) ?? null);
      setOpen(id !== null && at ? { id, at } : null);
    },
  };
}

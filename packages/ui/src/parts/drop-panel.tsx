import './drop-panel.css';
import { MenuToggle } from '@patternfly/react-core';
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react';

export interface DropPanelProps {
  /** What stands on the button. */
  readonly toggle: ReactNode;
  /** Names the button where its content is a sign only, and the panel always. */
  readonly label: string;
  readonly look?: 'default' | 'plain';
  readonly side?: 'start' | 'end';
  readonly children: (close: () => void) => ReactNode;
}

/** A button that opens a panel beneath it. For forms and lists with fields, which a menu may not hold. */
export function DropPanel({ toggle, label, look = 'default', side = 'start', children }: DropPanelProps) {
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();
  useOutside(frame, open, setOpen);
  const close = () => {
    setOpen(false);
    document.getElementById(`${id}-button`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    close();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape closes from anywhere inside
    <div ref={frame} className="vigla-drop" onKeyDown={onKeyDown}>
      <MenuToggle
        id={`${id}-button`}
        variant={look}
        isExpanded={open}
        aria-label={label}
        aria-haspopup="dialog"
        {...(open && { 'aria-controls': id })}
        onClick={() => setOpen(!open)}
      >
        {toggle}
      </MenuToggle>
      {open && (
        <div id={id} role="dialog" aria-label={label} className={`vigla-drop__panel vigla-drop__panel--${side}`}>
          {children(close)}
        </div>
      )}
    </div>
  );
}

/** Closes when the person goes on elsewhere, by pointer or by focus. */
function useOutside(frame: RefObject<HTMLElement | null>, open: boolean, setOpen: (open: boolean) => void): void {
  useEffect(() => {
    if (!open) return undefined;
    const elsewhere = ({ target }: Event): void => {
      if (target instanceof Node && !frame.current?.contains(target)) setOpen(false);
    };
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('focusin', elsewhere);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('focusin', elsewhere);
    };
  }, [frame, open, setOpen]);
}

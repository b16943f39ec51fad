import { Divider, Menu, MenuContent, MenuItem, MenuList } from '@patternfly/react-core';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Point } from '../drawing/curve.ts';
import { useWords } from '../../words/index.ts';
import type { ElementAction } from './element-actions.ts';

interface ElementMenuProps {
  /** What it is about. */
  readonly title: string;
  readonly actions: readonly ElementAction[];
  /** Units: CSS px of the picture. */
  readonly at: Point;
  readonly onClose: () => void;
}

/** What can be done with an element of the picture, where the pointer or the keyboard stands. */
export function ElementMenu({ title, actions, at, onClose }: ElementMenuProps) {
  const t = useWords();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => frame.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus(), []);
  useEffect(() => {
    const elsewhere = ({ target }: Event): void => {
      if (target instanceof Node && !frame.current?.contains(target)) onClose();
    };
    document.addEventListener('pointerdown', elsewhere);
    return () => document.removeEventListener('pointerdown', elsewhere);
  }, [onClose]);
  // The menu stays within the picture: it opens to the side where there is room.
  useEffect(() => {
    const box = frame.current;
    const stage = box?.parentElement?.getBoundingClientRect();
    if (!box || !stage) return;
    const { width, height } = box.getBoundingClientRect();
    box.style.left = `${Math.max(4, Math.min(at.x, stage.width - width - 8))}px`;
    box.style.top = `${Math.max(4, Math.min(at.y, stage.height - height - 8))}px`;
  }, [at]);
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      onClose();
    }
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape closes from anywhere inside
    <div ref={frame} className="vigla-graph-menu" onKeyDown={onKeyDown}>
      <Menu aria-label={t('display.menu.label', { name: title })}>
        <div className="vigla-graph-menu__title" aria-hidden="true">
          {title}
        </div>
        <Divider component="div" />
        <MenuContent>
          <MenuList>
            {actions.map(({ key, text, what, run }) => (
              <MenuItem
                key={key}
                itemId={key}
                {...(what && { description: what })}
                onClick={() => {
                  onClose();
                  run();
                }}
              >
                {text}
              </MenuItem>
            ))}
          </MenuList>
        </MenuContent>
      </Menu>
    </div>
  );
}

import { type KeyboardEvent, type PointerEvent, type RefObject, useLayoutEffect, useState } from 'react';
import { usePreference } from '../../preferences/index.ts';
import { useWords } from '../../words/index.ts';

/** Below this width the panel is a sheet at the bottom. Units: CSS pixels; the stylesheet has the same number. */
const sheetBelow = 1200;
const widths = { least: 320, most: 900 } as const;
const heights = { first: 240, least: 160 } as const;
const step = 24;

const isSheet = (): boolean => window.innerWidth < sheetBelow;
const within = (value: number, least: number, most: number): number => Math.round(Math.min(Math.max(value, least), Math.max(least, most)));

/** The edge by which a panel is made wider, or a sheet higher: by pointer, or by arrow keys. The width is kept. */
export function PanelGrip({ panel }: { readonly panel: RefObject<HTMLElement | null> }) {
  const t = useWords();
  const [width, setWidth] = usePreference('panelWidthPx');
  const [height, setHeight] = useState<number>(heights.first);
  const [dragged, setDragged] = useState(false);
  const sheet = isSheet();
  const room = (): DOMRect | undefined => panel.current?.parentElement?.getBoundingClientRect();
  useLayoutEffect(() => {
    const { style } = panel.current?.parentElement ?? {};
    style?.setProperty('--vigla-panel-width', `${width}px`);
    style?.setProperty('--vigla-panel-height', `${height}px`);
  }, [panel, width, height]);
  const set = (size: number): void => {
    const most = room();
    if (isSheet()) setHeight(within(size, heights.least, (most?.height ?? window.innerHeight) * 0.85));
    else setWidth(within(size, widths.least, Math.min(widths.most, (most?.width ?? window.innerWidth) * 0.7)));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const now = isSheet() ? height : width;
    const to: Readonly<Record<string, number>> = {
      ArrowLeft: now + step,
      ArrowUp: now + step,
      ArrowRight: now - step,
      ArrowDown: now - step,
      Home: 0,
      End: 10_000,
    };
    const size = to[event.key];
    if (size === undefined) return;
    event.preventDefault();
    set(size);
  };
  const onPointerMove = (event: PointerEvent): void => {
    const box = dragged ? room() : undefined;
    if (box) set(isSheet() ? box.bottom - event.clientY : box.right - event.clientX);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a separator that can be focused is moved by its own keys
    <div
      role="separator"
      aria-orientation={sheet ? 'horizontal' : 'vertical'}
      aria-label={t(sheet ? 'panel.height' : 'panel.width')}
      aria-valuenow={sheet ? height : width}
      aria-valuemin={sheet ? heights.least : widths.least}
      aria-valuemax={sheet ? window.innerHeight : widths.most}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above
      tabIndex={0}
      className={`vigla-graph-grip${dragged ? ' vigla-graph-grip--dragged' : ''}`}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragged(true);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => setDragged(false)}
      onPointerCancel={() => setDragged(false)}
    />
  );
}

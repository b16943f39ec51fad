import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { usePreference } from '../../preferences/index.ts';
import { isCostly } from '../canvas/clear-fit.ts';
import { standingClear } from '../canvas/marks.ts';
import { boundsOf, type Scene } from '../canvas/scene.ts';
import type { Rect } from '../drawing/frame.ts';

interface LegendSetting {
  readonly scene: Pick<Scene, 'drawing' | 'positions'>;
  /** How far a small graph may be enlarged. */
  readonly largest: number;
  /** Holds the legend first, then whatever else stands on the picture. */
  readonly corner: RefObject<HTMLElement | null>;
  /** A panel stands beside the picture. */
  readonly crowded: boolean;
}

interface LegendState {
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
}

/** Whether the legend is unfolded: as preferred, but where it would cost the picture much of its size it waits to be asked for. */
export function useLegend({ scene: { drawing, positions }, largest, corner, crowded }: LegendSetting): LegendState {
  const [preferred, setPreferred] = usePreference('legendOpen');
  const [costly, setCostly] = useState(false);
  const [asked, setAsked] = useState(false);
  const judged = useRef(false);
  const folded = crowded || costly;
  const open = folded ? asked : preferred;
  useLayoutEffect(() => {
    const sizes = judged.current || !open ? null : sizesOf(corner.current);
    const scene = { drawing, positions };
    const bounds = boundsOf(scene);
    if (!sizes || !bounds) return;
    judged.current = true;
    const room = { bounds, size: sizes.stage, largest, marks: (zoom: number) => standingClear(scene, zoom) };
    setCostly(isCostly(room, sizes.open, sizes.folded));
  }, [open, corner, largest, drawing, positions]);
  return { open, setOpen: folded ? setAsked : setPreferred };
}

interface Sizes {
  readonly stage: Rect;
  readonly open: readonly Rect[];
  readonly folded: readonly Rect[];
}

/** What covers the picture with an open legend, and with a folded one beside the controls; null where the page has no room yet. */
function sizesOf(corner: HTMLElement | null): Sizes | null {
  const [legend, ...others] = [...(corner?.children ?? [])];
  const stage = corner?.parentElement?.getBoundingClientRect();
  const button = legend?.lastElementChild?.getBoundingClientRect();
  if (!legend || !button || !stage || stage.width === 0) return null;
  const inStage = ({ x, y, width, height }: Rect): Rect => ({ x: x - stage.x, y: y - stage.y, width, height });
  const open = inStage(legend.getBoundingClientRect());
  const beside = others.map((one) => inStage(one.getBoundingClientRect()));
  const bottom = Math.max(open.y + open.height, ...beside.map(({ y, height }) => y + height));
  const height = Math.max(button.height, ...beside.map((one) => one.height));
  const width = beside.reduce((sum, one) => sum + one.width, button.width) + 40;
  return { stage, open: [open, ...beside], folded: [{ x: open.x, y: bottom - height, width, height }] };
}

import type { Locator, Page } from '@playwright/test';
import type { Spot } from './point-at.ts';

/** A hand that counts: a click, a key chord, a drag or a chosen result is one each. Looking and pointing cost nothing. */
export interface Hand {
  readonly click: (target: Locator) => Promise<void>;
  /** Clicks where an element of the picture stands. */
  readonly clickAt: (spot: Spot) => Promise<void>;
  readonly press: (keys: string) => Promise<void>;
  /** Units: CSS px of the page. */
  readonly drag: (from: Spot, to: Spot) => Promise<void>;
  readonly used: () => number;
}

export function handOf(page: Page): Hand {
  let used = 0;
  const once =
    <Args extends readonly unknown[]>(act: (...args: Args) => Promise<void>) =>
    (...args: Args): Promise<void> => {
      used += 1;
      return act(...args);
    };
  return {
    click: once((target: Locator) => target.click()),
    clickAt: once(({ x, y }: Spot) => page.mouse.click(x, y)),
    press: once((keys: string) => page.keyboard.press(keys)),
    drag: once(async (from: Spot, to: Spot) => {
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(to.x, to.y, { steps: 4 });
      await page.mouse.up();
    }),
    used: () => used,
  };
}

import { expect, type Locator, type Page } from '@playwright/test';

/** A place on the screen. Units: CSS px of the page. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

const plateStep = { x: 60, y: 16 };
const lineStep = 2;

/**
 * Looks over the picture, as somebody does who moves the pointer and reads what it is on, until it is on the node of this name:
 * closer where plates are small or have just moved. Fails: when it is nowhere.
 */
export async function spotOfNode(picture: Locator, name: string): Promise<Spot> {
  const { x: left, y: top, width, height } = await boxOf(picture);
  const looks = [1, 1.4, 2].map((closer) => {
    const spots: Spot[] = [];
    for (let y = top + 8; y < top + height; y += plateStep.y / closer)
      for (let x = left + 8; x < left + width; x += plateStep.x / closer) spots.push({ x, y });
    return spots;
  });
  return firstCalled(picture, looks.flat(), name);
}

/** The same for a call, on the way between its ends. Shape of name: "productpage v1 → reviews v1". */
export async function spotOfCall(picture: Locator, from: string, to: string): Promise<Spot> {
  const [a, b] = [await spotOfNode(picture, from), await spotOfNode(picture, to)];
  const { y: top, height } = await boxOf(picture);
  const spots: Spot[] = [];
  for (const share of [0.5, 0.65]) {
    const middle = a.y + (b.y - a.y) * share;
    for (let off = 0; off < height / 2; off += lineStep)
      spots.push(...[middle + off, middle - off].map((y) => ({ x: a.x + (b.x - a.x) * share, y })));
  }
  return firstCalled(
    picture,
    spots.filter(({ y }) => y > top && y < top + height),
    `${from} → ${to}`,
  );
}

/** Takes the pointer off the picture, so that nothing is emphasised by it. */
export const pointAway = (page: Page): Promise<void> => page.mouse.move(4, 4);

/** Where something stands. Units: CSS px of the page. Fails: when it has no place. */
export async function boxOf(target: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  await expect(target).toBeVisible();
  const box = await target.boundingBox();
  if (!box) throw new Error(`${String(target)} has no place on the page.`);
  return box;
}

/**
 * Looks from spot to spot what the picture says of it. The moves are made within the page: those of a real pointer come
 * once a frame, and a whole picture of them would take minutes. Only what is then clicked is clicked with a pointer.
 */
async function firstCalled(picture: Locator, spots: readonly Spot[], name: string): Promise<Spot> {
  const found = await picture.evaluate(
    async (element, asked) => {
      // A task of its own, after those that stand in line; a timer would wait for a painted frame.
      const soon = (): Promise<void> =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          const came = (): void => {
            port1.close();
            resolve();
          };
          port1.addEventListener('message', came, { once: true });
          port1.start();
          port2.postMessage(null);
        });
      const saidAt = async ({ x, y }: { x: number; y: number }, waits: number): Promise<string | null> => {
        const under = document.elementFromPoint(x, y);
        if (!under || !element.contains(under)) return null;
        under.dispatchEvent(new PointerEvent('pointermove', { clientX: x, clientY: y, bubbles: true, pointerType: 'mouse' }));
        for (let waited = 0; waited < waits; waited += 1) await soon();
        return element.getAttribute('title');
      };
      for (const spot of asked.spots) {
        if ((await saidAt(spot, 2)) === asked.name && (await saidAt(spot, 10)) === asked.name) return spot;
      }
      return null;
    },
    { spots, name },
  );
  if (!found) throw new Error(`The pointer is on ${name} nowhere on the picture.`);
  return found;
}

import type { BrowserContext } from '@playwright/test';

/** What a picture is made of, as far as it tells a drawing from an empty sheet. */
export interface Paint {
  readonly colours: number;
  /** Share of pixels that differ from the most frequent colour. */
  readonly inked: number;
  /** Brightness of the most frequent colour, 0..255. */
  readonly ground: number;
  /** Mean distance of brightness from that of the ground, 0..255: what fades gets closer to it. */
  readonly contrast: number;
  /** Greatest distance of brightness from that of the ground, 0..255: of words, how strongly they are inked. */
  readonly boldest: number;
}

/** Looks at the pixels of a screenshot, in a page of its own: what is on the screen counts, not what some element believes. */
export async function paintOf(context: BrowserContext, png: Buffer): Promise<Paint> {
  const page = await context.newPage();
  try {
    return await page.evaluate(async (base64) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], { type: 'image/png' }));
      const ink = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      if (!ink) throw new Error('There is no canvas to look at pixels with.');
      ink.drawImage(bitmap, 0, 0);
      const { data } = ink.getImageData(0, 0, bitmap.width, bitmap.height);
      const counts = new Map<number, number>();
      for (let at = 0; at < data.length; at += 4) {
        const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]];
        const colour = (r << 16) | (g << 8) | b;
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
      const pixels = data.length / 4;
      const [ground, most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0] as [number, number]);
      const light = (colour: number): number => ((colour >> 16) + ((colour >> 8) & 255) + (colour & 255)) / 3;
      const distance = [...counts].reduce((sum, [colour, count]) => sum + count * Math.abs(light(colour) - light(ground)), 0);
      const boldest = [...counts.keys()].reduce((so, colour) => Math.max(so, Math.abs(light(colour) - light(ground))), 0);
      return { colours: counts.size, inked: 1 - most / pixels, ground: light(ground), contrast: distance / pixels, boldest };
    }, png.toString('base64'));
  } finally {
    await page.close();
  }
}

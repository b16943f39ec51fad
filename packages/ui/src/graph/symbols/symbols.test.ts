import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Palette } from '../canvas/colours.ts';
import { sampleScene } from '../canvas/paint-sample.ts';
import { paintLines } from '../canvas/paint-lines.ts';
import { paintPlate } from '../canvas/paint-plate.ts';
import type { Ink } from '../canvas/pen.ts';
import { speech } from '../test/speech.ts';
import { callSamples, changeSamples, healthSamples, kindSamples, type Sample } from './samples.ts';

/** A path that remembers what it was made of. */
class PathOf {
  readonly data: string;
  constructor(data = '') {
    this.data = data;
  }
}
beforeAll(() => void vi.stubGlobal('Path2D', PathOf));

const greys: ReadonlySet<string> = new Set(['fillStyle', 'strokeStyle', 'globalAlpha', 'font']);

/** An ink without colours and letters: it writes down every shape, width and dash that it is told to draw. */
function greyInk(): { readonly ink: Ink; readonly drawn: string[] } {
  const drawn: string[] = [];
  const note = (name: string, given: readonly unknown[]): void => {
    drawn.push(
      `${name} ${given.map((one) => (one instanceof PathOf ? one.data : typeof one === 'number' ? one.toFixed(1) : JSON.stringify(one))).join(' ')}`,
    );
  };
  const ink = new Proxy(
    {},
    {
      get: (_, name) => {
        if (name === 'measureText') return (text: string) => ({ width: text.length * 6 });
        if (name === 'fillText') return () => undefined;
        return (...given: readonly unknown[]) => note(String(name), given);
      },
      set: (_, name, value) => {
        if (!greys.has(String(name))) note(String(name), [value]);
        return true;
      },
    },
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the painters use nothing else of an ink
  return { ink: ink as Ink, drawn };
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all colours are one grey
const grey = new Proxy({}, { get: () => 'grey' }) as Palette;

function shapeOf(sample: Sample): string {
  const { ink, drawn } = greyInk();
  const scene = sampleScene(sample, speech);
  const view = { viewport: { x: 0, y: 0, z: 1 }, ...scene.size, density: 1, margin: 0, far: false };
  for (const plate of scene.drawing.plates) paintPlate(ink, plate, grey, { zoom: 1, detail: 'full' });
  paintLines(ink, scene, view, grey);
  return drawn.join('\n');
}

const groups = [
  ['kinds of nodes', kindSamples],
  ['states of health', healthSamples],
  ['calls', callSamples],
  ['differences', changeSamples],
] as const;

describe('GRF-38: all symbols', () => {
  it.each(groups)('differ in grey: %s', (_, samples) => {
    const shapes = samples.map((sample) => shapeOf(sample));
    expect(shapes.every((shape) => shape.length > 0)).toBe(true);
    const alike = samples.flatMap((a, i) =>
      samples
        .slice(i + 1)
        .filter((_b, j) => shapes[i] === shapes[i + 1 + j])
        .map((b) => [a.word, b.word]),
    );
    expect(alike).toEqual([]);
  });

  it('GRF-26: failing and degraded calls differ in width and sign, not in colour alone', () => {
    const [healthy, degraded, failing] = callSamples.map((sample) => shapeOf(sample));
    expect(new Set([healthy, degraded, failing]).size).toBe(3);
  });
});

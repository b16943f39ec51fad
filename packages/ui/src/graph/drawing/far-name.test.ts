import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { farName } from './far-name.ts';

const room = { width: 200, height: 70, smallest: 10.5 };
const letters = (text: string): number => text.length * 0.55;
const written = (name: string, version: string | null = null): readonly string[] =>
  farName({ name, version }, room, letters).lines.map(({ strong, soft }) => strong + soft);

describe('a name on a far screen', () => {
  it.each<[because: string, name: string, version: string | null, lines: readonly string[]]>([
    ['stays on one line while that is largest', 'cart', null, ['cart']],
    ['keeps a short version beside it', 'web', 'v3', ['web v3']],
    ['puts the version below a longer name', 'productpage', 'v1', ['productpage', 'v1']],
    ['is parted where its words are', 'istio-ingressgateway', null, ['istio-', 'ingressgateway']],
    ['is parted where its halves are most alike', 'a-very-long-name-indeed', null, ['a-very-long-', 'name-indeed']],
  ])('%s', (_, name, version, lines) => {
    expect(written(name, version)).toEqual(lines);
  });

  it('goes on two lines where one would have to be cut, though it is the larger', () => {
    const flat = { width: 60, height: 21.6, smallest: 10.5 };
    const { lines } = farName({ name: 'payments', version: 'v2' }, flat, letters);
    expect(lines.map(({ strong, soft }) => strong + soft)).toEqual(['payments', 'v2']);
  });

  it('fits its plate and loses no letter, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.option(fc.string({ minLength: 1, maxLength: 8 })), (name, version) => {
        const { lines, size } = farName({ name, version }, room, letters);
        expect(
          lines
            .map(({ strong, soft }) => strong + soft)
            .join('')
            .replaceAll(/\s/g, ''),
        ).toBe(`${name}${version ?? ''}`.replaceAll(/\s/g, ''));
        expect(lines.length * size).toBeLessThanOrEqual(room.height);
        const widest = Math.max(...lines.map(({ strong, soft }) => letters(strong + soft)));
        expect(widest * size).toBeLessThanOrEqual(Math.max(room.width, widest * room.smallest) + 1e-6);
      }),
    );
  });
});

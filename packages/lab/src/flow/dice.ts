/**
 * A number in [0, 1) that looks random and is a pure function of its keys: the lab's only source of chance.
 * The same seed and keys give the same number on every machine; only integer operations are used.
 */
export const roll = (seed: number, ...keys: readonly (string | number)[]): number => {
  const [high, low] = lanes(seed, keys);
  return (high * 2_097_152 + (low >>> 11)) / 9_007_199_254_740_992;
};

/** `length` characters of an alphabet, chosen by the keys. */
export function letters(alphabet: string, length: number, seed: number, ...keys: readonly (string | number)[]): string {
  let written = '';
  for (let i = 0; i < length; i++) written += alphabet[Math.floor(roll(seed, ...keys, i) * alphabet.length)] ?? '';
  return written;
}

/** Two 32-bit lanes over the keys, as unsigned integers. */
function lanes(seed: number, keys: readonly (string | number)[]): readonly [number, number] {
  let a = Math.imul(seed | 0, 0x9e3779b1) ^ 0xdeadbeef;
  let b = Math.imul(Math.floor(seed / 4_294_967_296) ^ 0x41c6ce57, 0x85ebca6b);
  for (const key of keys) {
    const written = `${typeof key === 'number' ? '#' : '$'}${key};`;
    for (let i = 0; i < written.length; i++) {
      const code = written.charCodeAt(i);
      a = Math.imul(a ^ code, 2_654_435_761);
      b = Math.imul(b ^ code, 1_597_334_677);
    }
  }
  a = finish(a ^ (b >>> 15));
  b = finish(b ^ (a >>> 13));
  return [a >>> 0, b >>> 0];
}

function finish(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

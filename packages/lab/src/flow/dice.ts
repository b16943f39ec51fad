/**
 * A number in [0, 1) that looks random and is a pure function of its keys: the lab's only source of chance.
 * The same seed and keys give the same number on every machine; only integer operations are used.
 */
export const roll = (seed: number, ...keys: readonly (string | number)[]): number => {
  const lanes = startOf(seed);
  for (const key of keys) mix(lanes, key);
  return finished(lanes);
};

/** `length` characters of an alphabet, chosen by the keys. */
export function letters(alphabet: string, length: number, seed: number, ...keys: readonly (string | number)[]): string {
  const shared = startOf(seed);
  for (const key of keys) mix(shared, key);
  const lanes = { a: 0, b: 0 };
  let written = '';
  for (let i = 0; i < length; i++) {
    lanes.a = shared.a;
    lanes.b = shared.b;
    mix(lanes, i);
    written += alphabet[Math.floor(finished(lanes) * alphabet.length)] ?? '';
  }
  return written;
}

/** Two 32-bit lanes over keys. */
interface Lanes {
  a: number;
  b: number;
}

const startOf = (seed: number): Lanes => ({
  a: Math.imul(seed | 0, 0x9e3779b1) ^ 0xdeadbeef,
  b: Math.imul(Math.floor(seed / 4_294_967_296) ^ 0x41c6ce57, 0x85ebca6b),
});

function mix(lanes: Lanes, key: string | number): void {
  const written = `${typeof key === 'number' ? '#' : '$'}${key};`;
  let { a, b } = lanes;
  for (let i = 0; i < written.length; i++) {
    const code = written.charCodeAt(i);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  lanes.a = a;
  lanes.b = b;
}

/** In [0, 1). */
function finished({ a, b }: Lanes): number {
  const high = finish(a ^ (b >>> 15));
  const low = finish(b ^ (high >>> 13));
  return ((high >>> 0) * 2_097_152 + ((low >>> 0) >>> 11)) / 9_007_199_254_740_992;
}

function finish(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

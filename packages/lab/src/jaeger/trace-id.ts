import { roll } from '../flow/index.ts';

/** Where a trace comes from: nothing about it is stored, its id says all. Units: `ms` epoch ms, below 2^44. */
export interface Origin {
  readonly root: number;
  readonly ms: number;
  /** Tells traces of one root and millisecond apart. */
  readonly nth: number;
}

const half = 0xffff_ffff_ffff_ffffn;
const rounds = [0, 1, 2, 3];

/**
 * A trace id that looks random and can be read back: the origin and a checksum of it, shuffled by four Feistel rounds.
 * Shape: 32 hex digits.
 */
export function traceId({ root, ms, nth }: Origin, seed: number): string {
  const origin = (BigInt(ms) << 20n) | (BigInt(root & 0x3f) << 14n) | BigInt(nth & 0x3fff);
  let left = origin;
  let right = digest(seed, 'check', origin);
  for (const round of rounds) [left, right] = [right, left ^ digest(seed, round, right)];
  return left.toString(16).padStart(16, '0') + right.toString(16).padStart(16, '0');
}

/** The origin of a trace id; undefined when this lab never gave it out. */
export function originOf(id: string, seed: number): Origin | undefined {
  if (!/^[0-9a-f]{1,32}$/i.test(id)) return undefined;
  const padded = id.padStart(32, '0');
  let left = BigInt(`0x${padded.slice(0, 16)}`);
  let right = BigInt(`0x${padded.slice(16)}`);
  for (const round of rounds.toReversed()) [left, right] = [right ^ digest(seed, round, left), left];
  if (right !== digest(seed, 'check', left)) return undefined;
  return { ms: Number(left >> 20n), root: Number((left >> 14n) & 0x3fn), nth: Number(left & 0x3fffn) };
}

function digest(seed: number, round: number | string, value: bigint): bigint {
  const lane = (name: string): bigint => BigInt(Math.floor(roll(seed, 'feistel', round, name, value.toString(16)) * 4_294_967_296));
  return ((lane('a') << 32n) | lane('b')) & half;
}

/** A range of addresses: the leading `bits` of `address` count. */
interface Range {
  readonly width: 32 | 128;
  readonly address: bigint;
  readonly bits: number;
}

/**
 * Compiles `10.0.0.0/8`, `2001:db8::/32` or a single address into a test; undefined when it is none of these. An address of
 * the other family is never in the range.
 */
export function compileRange(written: string): ((address: string) => boolean) | undefined {
  const range = readRange(written);
  if (!range) return undefined;
  const rest = BigInt(range.width - range.bits);
  return (address) => {
    const given = readAddress(address);
    return given !== undefined && given.width === range.width && given.address >> rest === range.address >> rest;
  };
}

function readRange(written: string): Range | undefined {
  const [host = '', length, ...more] = written.split('/');
  const address = readAddress(host);
  if (!address || more.length > 0) return undefined;
  if (length === undefined) return { ...address, bits: address.width };
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : Infinity;
  return bits <= address.width ? { ...address, bits } : undefined;
}

const readAddress = (written: string): Omit<Range, 'bits'> | undefined => (written.includes(':') ? readIpv6(written) : readIpv4(written));

function readIpv4(written: string): Omit<Range, 'bits'> | undefined {
  const parts = written.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return { width: 32, address: parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) };
}

function readIpv6(written: string): Omit<Range, 'bits'> | undefined {
  const [head = '', tail, ...more] = expandIpv4(written).split('::');
  if (more.length > 0) return undefined;
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = 8 - before.length - after.length;
  if (tail === undefined ? gap !== 0 : gap < 1) return undefined;
  const groups = [...before, ...Array.from({ length: gap }, () => '0'), ...after];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return { width: 128, address: groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n) };
}

/** `::ffff:10.0.0.1` as `::ffff:a00:1`. */
function expandIpv4(written: string): string {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(written);
  const address = readIpv4(dotted?.[2] ?? '')?.address;
  if (!dotted || address === undefined) return written;
  return `${dotted[1]}${(address >> 16n).toString(16)}:${(address & 0xffffn).toString(16)}`;
}

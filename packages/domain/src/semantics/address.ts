/** Whether an address is one that a list names, as itself or by a block, `10.0.0.0/8`. IPv6 is compared as it is written. */
export function inBlock(address: string, block: string): boolean {
  if (address === block) return true;
  const [network = '', bits] = block.split('/');
  const [own, base] = [bitsOf(address), bitsOf(network)];
  const length = Number(bits);
  if (own === undefined || base === undefined || bits === undefined || !Number.isInteger(length) || length > 32) return false;
  return own.slice(0, length) === base.slice(0, length);
}

/** The 32 bits of an IPv4 address as text; undefined for anything else. */
function bitsOf(address: string): string | undefined {
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || !/^[\d.]+$/.test(address) || parts.some((part) => part > 255)) return undefined;
  return parts.map((part) => part.toString(2).padStart(8, '0')).join('');
}

import { describe, expect, it } from 'vitest';
import { compileRange } from './authorization-cidr.ts';

/** Source: RFC 4632 for ranges, RFC 4291 for the spelling of IPv6. */
describe('a range of addresses', () => {
  it.each<[because: string, range: string, address: string, holds: boolean]>([
    ['holds its first address', '10.1.0.0/16', '10.1.0.0', true],
    ['holds its last address', '10.1.0.0/16', '10.1.255.255', true],
    ['does not hold the next', '10.1.0.0/16', '10.2.0.0', false],
    ['takes an address inside for its name', '10.1.2.3/16', '10.1.9.9', true],
    ['of all bits holds one address', '10.1.2.3/32', '10.1.2.2', false],
    ['of no bits holds every address', '0.0.0.0/0', '255.255.255.255', true],
    ['does not hold the other family', '::/0', '10.1.2.3', false],
    ['does not hold the other family either', '0.0.0.0/0', '::1', false],
    ['holds an address in short and long spelling', '2001:db8::/32', '2001:0db8:0:0:0:0:0:1', true],
    ['holds an address that ends in nothing', 'fe80::/10', 'fe80::', true],
    ['holds an address that begins with nothing', '::1', '0:0:0:0:0:0:0:1', true],
    ['takes an IPv4 address inside IPv6 for its bits', '::ffff:10.0.0.0/104', '::ffff:a01:203', true],
    ['holds nothing that is no address', '0.0.0.0/0', 'unix:/socket', false],
    ['holds no empty address', '0.0.0.0/0', '', false],
  ])('%s', (_, range, address, holds) => expect(compileRange(range)?.(address)).toBe(holds));

  it.each([
    '',
    'ten',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '::/129',
    '1:2:3:4:5:6:7::8',
    '1::2::3',
    '1:2:3',
    'g::',
    '::1.2.3.400',
  ])('is not %j', (written) => expect(compileRange(written)).toBeUndefined());
});

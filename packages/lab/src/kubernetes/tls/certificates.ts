import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { bits, boolean, element, integer, octets, oid, sequence, set, time, utf8 } from './der.ts';

/** What a server needs to speak TLS, and what its clients need to trust it. Everything is PEM; keys exist in memory only. */
export interface ServerIdentity {
  readonly caPem: string;
  readonly certPem: string;
  readonly keyPem: string;
}

/**
 * Makes an authority of this run and a server certificate it signs, on the P-256 curve, good for loopback and for `hosts`.
 * Node can read certificates but not write them; the 3 structures needed here do not earn a dependency. Source: RFC 5280.
 */
export function createServerIdentity(hosts: readonly string[], now: Date): ServerIdentity {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = name('Vigla lab authority');
  const validity = sequence(time(days(now, -1)), time(days(now, 397)));
  const authorityId = keyId(authority.publicKey);
  const signed = (subject: Buffer, publicKey: KeyObject, extensions: readonly Buffer[]): string =>
    certificate(
      authority.privateKey,
      sequence(version3, serial(), ecdsaWithSha256, issuer, validity, subject, spki(publicKey), element(0xa3, sequence(...extensions))),
    );
  return {
    caPem: signed(issuer, authority.publicKey, [
      extension('2.5.29.19', true, sequence(boolean(true))),
      extension('2.5.29.15', true, bits(Buffer.from([0x06]), 1)),
      extension('2.5.29.14', false, octets(authorityId)),
    ]),
    certPem: signed(name('kube-apiserver'), server.publicKey, [
      extension('2.5.29.19', true, sequence()),
      extension('2.5.29.15', true, bits(Buffer.from([0x80]), 7)),
      extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.35', false, sequence(element(0x80, authorityId))),
      extension('2.5.29.17', false, sequence(...alternativeNames(hosts))),
    ]),
    keyPem: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const version3 = element(0xa0, integer(Buffer.from([2])));
const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
const days = (from: Date, count: number): Date => new Date(from.getTime() + count * 86_400_000);

/** A random positive number; its first bit is cleared and its second set, so that it is neither negative nor short. */
function serial(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return integer(bytes);
}

const name = (commonName: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8(commonName))));
const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });
const keyId = (key: KeyObject): Buffer => createHash('sha1').update(spki(key).subarray(-65)).digest();

const extension = (id: string, critical: boolean, content: Buffer): Buffer =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(content));

function alternativeNames(hosts: readonly string[]): readonly Buffer[] {
  const all = new Set(['localhost', '127.0.0.1', '::1', ...hosts]);
  return [...all].map((host) => (isIP(host) === 0 ? element(0x82, Buffer.from(host)) : element(0x87, address(host))));
}

function address(host: string): Buffer {
  if (isIP(host) === 4) return Buffer.from(host.split('.').map(Number));
  const [head = '', tail] = host.split('::');
  const words = (part: string | undefined): readonly string[] => (part ? part.split(':') : []);
  const missing = tail === undefined ? 0 : 8 - words(head).length - words(tail).length;
  const all = [...words(head), ...Array.from({ length: missing }, () => '0'), ...words(tail)];
  return Buffer.from(all.map((word) => word.padStart(4, '0')).join(''), 'hex');
}

function certificate(signer: KeyObject, toBeSigned: Buffer): string {
  const signature = sign('sha256', toBeSigned, signer);
  const lines =
    sequence(toBeSigned, ecdsaWithSha256, bits(signature))
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

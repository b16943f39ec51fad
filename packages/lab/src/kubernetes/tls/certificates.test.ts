import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { createServerIdentity } from './certificates.ts';

const now = new Date('2026-03-02T12:00:00Z');
const identity = createServerIdentity(['10.1.2.3', 'fe80::1', 'lab.example'], now);
const [ca, server] = [new X509Certificate(identity.caPem), new X509Certificate(identity.certPem)];

it('makes an authority that signs itself, and a server certificate that it signed', () => {
  expect([ca.ca, server.ca]).toEqual([true, false]);
  expect(ca.verify(ca.publicKey)).toBe(true);
  expect(server.verify(ca.publicKey)).toBe(true);
  expect(server.checkIssued(ca)).toBe(true);
  expect(server.publicKey.asymmetricKeyDetails).toMatchObject({ namedCurve: 'prime256v1' });
});

it.each(['localhost', '127.0.0.1', '::1', '10.1.2.3', 'fe80::1', 'lab.example'])('is good for %s', (host) => {
  expect(/[:\d]$/.test(host) ? server.checkIP(host) : server.checkHost(host)).toBe(host);
});

it('is good for nothing else', () => {
  expect([server.checkHost('example.com'), server.checkIP('10.1.2.4')]).toEqual([undefined, undefined]);
});

it('is valid from yesterday for more than a year', () => {
  expect(server.validFromDate.toISOString()).toBe('2026-03-01T12:00:00.000Z');
  expect(server.validToDate.toISOString()).toBe('2027-04-03T12:00:00.000Z');
});

it('never makes the same twice', () => {
  const other = createServerIdentity([], now);
  expect(other.keyPem).not.toBe(identity.keyPem);
  expect(new X509Certificate(other.certPem).serialNumber).not.toBe(server.serialNumber);
});

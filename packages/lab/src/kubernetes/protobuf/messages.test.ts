import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { StatusError } from '../status/status.ts';
import { decodeProtobuf } from './messages.ts';

const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)]);
const field = (number: number, content: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(Buffer.byteLength(content))]), Buffer.from(content)]);
const envelope = (apiVersion: string, kind: string, raw: Buffer): Buffer =>
  Buffer.concat([Buffer.from('k8s\0'), field(1, Buffer.concat([field(1, apiVersion), field(2, kind)])), field(2, raw)]);

it('reads a question about rights', () => {
  const attributes = Buffer.concat([
    field(1, 'bookinfo'),
    field(2, 'create'),
    field(3, 'networking.istio.io'),
    field(5, 'virtualservices'),
  ]);
  expect(
    decodeProtobuf(
      envelope('authorization.k8s.io/v1', 'SelfSubjectAccessReview', Buffer.concat([field(1, ''), field(2, field(1, attributes))])),
    ),
  ).toEqual({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    metadata: {},
    spec: { resourceAttributes: { namespace: 'bookinfo', verb: 'create', group: 'networking.istio.io', resource: 'virtualservices' } },
  });
});

it('reads maps, and passes over what it does not know', () => {
  const entry = (key: string, value: string) => Buffer.concat([field(1, key), field(2, value)]);
  const raw = Buffer.concat([
    field(1, Buffer.concat([field(1, 'cm'), field(99, 'unknown')])),
    field(2, entry('a', '1')),
    field(2, entry('b', '2')),
    Buffer.from([0x20, 0x01]),
  ]);
  expect(decodeProtobuf(envelope('v1', 'ConfigMap', raw))).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cm' },
    data: { a: '1', b: '2' },
    immutable: true,
  });
});

const number = (at: number, value: number): Buffer => Buffer.from([...varint(at * 8), ...varint(value)]);

it('reads instants of the lease of a leader, and leaves out the one that is not set', () => {
  const acquired = Buffer.concat([number(1, 1_772_452_800), number(2, 250_000_000)]);
  const spec = Buffer.concat([field(1, 'me'), number(2, 15), field(3, acquired), field(4, Buffer.alloc(0))]);
  expect(
    decodeProtobuf(envelope('coordination.k8s.io/v1', 'Lease', Buffer.concat([field(1, field(1, 'leader')), field(2, spec)]))),
  ).toEqual({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'leader' },
    spec: { holderIdentity: 'me', leaseDurationSeconds: 15, acquireTime: '2026-03-02T12:00:00.250000Z' },
  });
});

it('reads the ports of a service by number and by name', () => {
  const port = (...target: readonly Buffer[]) => field(1, Buffer.concat([field(1, ''), number(3, 80), field(4, Buffer.concat(target))]));
  const spec = Buffer.concat([port(number(1, 0), number(2, 9080)), port(number(1, 1), field(3, 'web'))]);
  expect(decodeProtobuf(envelope('v1', 'Service', field(2, spec)))['spec']).toEqual({
    ports: [
      { port: 80, targetPort: 9080 },
      { port: 80, targetPort: 'web' },
    ],
  });
});

it('keeps the empty name of a group in a list, and the bytes of a secret as they are', () => {
  const rule = Buffer.concat([field(1, 'get'), field(2, ''), field(3, 'pods')]);
  expect(decodeProtobuf(envelope('rbac.authorization.k8s.io/v1', 'Role', field(2, rule)))['rules']).toEqual([
    { verbs: ['get'], apiGroups: [''], resources: ['pods'] },
  ]);
  const data = field(2, Buffer.concat([field(1, 'key'), field(2, 'word')]));
  expect(decodeProtobuf(envelope('v1', 'Secret', data))['data']).toEqual({ key: 'd29yZA==' });
});

it('says which kind it does not read', () => {
  expect(() => decodeProtobuf(envelope('batch/v1', 'CronJob', Buffer.alloc(0)))).toThrow(
    expect.objectContaining({ code: 415, message: expect.stringContaining('"CronJob"') }),
  );
});

const codeOf = (bytes: Buffer): number => {
  try {
    return 'kind' in decodeProtobuf(bytes) ? 200 : 0;
  } catch (error) {
    if (error instanceof StatusError) return error.code;
    throw error;
  }
};

it('refuses bytes it cannot read, whatever they are', () => {
  const start = envelope('v1', 'ConfigMap', Buffer.alloc(0)).subarray(0, -2);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (bytes, begun) => {
      expect([200, 400, 415]).toContain(codeOf(Buffer.concat([begun ? start : Buffer.from('k8s\0'), bytes])));
    }),
  );
});

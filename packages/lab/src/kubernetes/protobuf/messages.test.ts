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

it('says which kind it does not read', () => {
  expect(() => decodeProtobuf(envelope('apps/v1', 'Deployment', Buffer.alloc(0)))).toThrow(
    expect.objectContaining({ code: 415, message: expect.stringContaining('"Deployment"') }),
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

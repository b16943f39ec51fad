import { describe, expect, it } from 'vitest';
import { compileMesh } from './compile-mesh.ts';
import { readPeerAuthentications } from './peer-authentication.ts';
import { istio, workload } from './test/draw.ts';
import type { KubeObject } from '@vigla/contract/objects';

const reviews = workload('bookinfo/reviews-v1');
const mtls = (mode: string) => ({ mtls: { mode } });
const forReviews = { selector: { matchLabels: { app: 'reviews' } } };
const mesh = istio('PeerAuthentication istio-system/default', mtls('STRICT'));

const rows: readonly (readonly [why: string, objects: readonly KubeObject[], mode: string, port?: number])[] = [
  ['takes both by default', [], 'PERMISSIVE'],
  ['follows the mesh', [mesh], 'STRICT'],
  ['follows its namespace before the mesh', [mesh, istio('PeerAuthentication bookinfo/default', mtls('DISABLE'))], 'DISABLE'],
  [
    'follows a policy for itself before its namespace',
    [
      istio('PeerAuthentication bookinfo/default', mtls('DISABLE')),
      istio('PeerAuthentication bookinfo/own', { ...forReviews, ...mtls('STRICT') }),
    ],
    'STRICT',
  ],
  [
    'follows a policy for the port before one for itself',
    [istio('PeerAuthentication bookinfo/own', { ...forReviews, ...mtls('STRICT'), portLevelMtls: { 9080: { mode: 'DISABLE' } } })],
    'DISABLE',
    9080,
  ],
  [
    'keeps its own mode on other ports',
    [istio('PeerAuthentication bookinfo/own', { ...forReviews, ...mtls('STRICT'), portLevelMtls: { 9080: { mode: 'DISABLE' } } })],
    'STRICT',
    8000,
  ],
  ['inherits where a level is unset', [mesh, istio('PeerAuthentication bookinfo/default', mtls('UNSET'))], 'STRICT'],
  ['inherits where a policy for itself says nothing', [mesh, istio('PeerAuthentication bookinfo/own', forReviews)], 'STRICT'],
  [
    'follows the oldest of two',
    [istio('PeerAuthentication bookinfo/b', mtls('STRICT')), istio('PeerAuthentication bookinfo/a', mtls('DISABLE'))],
    'STRICT',
  ],
  [
    'follows the first by name of two made in the same second',
    ['b', 'a'].map((name) =>
      istio(`PeerAuthentication bookinfo/${name}`, mtls(name === 'a' ? 'STRICT' : 'DISABLE'), {
        creationTimestamp: '2026-01-05T00:00:00Z',
      }),
    ),
    'STRICT',
  ],
  [
    'does not follow a policy of the root namespace that selects',
    [istio('PeerAuthentication istio-system/own', { ...forReviews, ...mtls('STRICT') })],
    'PERMISSIVE',
  ],
  ['does not follow another namespace', [istio('PeerAuthentication other/default', mtls('STRICT'))], 'PERMISSIVE'],
  [
    'survives a policy that makes no sense',
    [istio('PeerAuthentication bookinfo/bad', { mtls: 'STRICT', portLevelMtls: [1, 'x'] })],
    'PERMISSIVE',
  ],
];

describe('a workload', () => {
  it.each(rows.map((row) => ({ why: row[0], row })))('$why', ({ row: [, objects, mode, port = 9080] }) => {
    const { registry } = compileMesh(reviews);
    const found = registry.workloads.get('bookinfo/reviews-v1');
    expect(found && readPeerAuthentications(objects, 'istio-system').mode(found, port)).toBe(mode);
  });
});

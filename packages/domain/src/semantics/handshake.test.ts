import { describe, expect, it } from 'vitest';
import type { ClientTls } from './destination-rule.ts';
import { handshake } from './handshake.ts';
import type { ServerMode } from './peer-authentication.ts';

const open = (security: 'mutual_tls' | 'none') => ({ kind: 'open', security });
const mutual = open('mutual_tls');
const plain = open('none');
const refused = { kind: 'connect_failure' };
const closed = { kind: 'closed' };

type Row = readonly [why: string, client: ClientTls | null, server: ServerMode | null, ending: object];

/** Source: Istio's reachability tests; "naked" there is null here. */
const rows: readonly Row[] = [
  ['auto mTLS meets a proxy that takes both', 'auto', 'PERMISSIVE', mutual],
  ['auto mTLS meets a proxy that insists', 'auto', 'STRICT', mutual],
  ['auto mTLS falls back where the server takes plain text only', 'auto', 'DISABLE', plain],
  ['auto mTLS falls back where there is no proxy', 'auto', null, plain],
  ['forced mTLS meets a proxy that takes both', 'ISTIO_MUTUAL', 'PERMISSIVE', mutual],
  ['forced mTLS meets a proxy that insists', 'ISTIO_MUTUAL', 'STRICT', mutual],
  ['forced mTLS meets plain text: wrong version', 'ISTIO_MUTUAL', 'DISABLE', refused],
  ['forced mTLS meets an application without proxy', 'ISTIO_MUTUAL', null, refused],
  ['a proxy told to speak plain text meets one that takes both', 'DISABLE', 'PERMISSIVE', plain],
  ['a proxy told to speak plain text meets one that insists', 'DISABLE', 'STRICT', closed],
  ['a proxy told to speak plain text meets plain text', 'DISABLE', 'DISABLE', plain],
  ['a proxy told to speak plain text meets an application', 'DISABLE', null, plain],
  ['no proxy meets one that takes both', null, 'PERMISSIVE', plain],
  ['no proxy meets one that insists', null, 'STRICT', closed],
  ['no proxy meets plain text', null, 'DISABLE', plain],
  ['no proxy meets no proxy', null, null, plain],
  ['one-way TLS is not what a proxy of the mesh expects', 'SIMPLE', 'PERMISSIVE', refused],
  ['a foreign certificate is not what a proxy of the mesh expects', 'MUTUAL', 'STRICT', refused],
];

describe('a handshake', () => {
  it.each(rows)('%s', (_why, client, server, ending) => {
    expect(handshake({ client, server, autoMtls: true })).toEqual(ending);
  });

  it('is plain text by default where auto mTLS is off, and a server that insists closes it', () => {
    expect(handshake({ client: 'auto', server: 'PERMISSIVE', autoMtls: false })).toEqual(plain);
    expect(handshake({ client: 'auto', server: 'STRICT', autoMtls: false })).toEqual(closed);
  });

  it('does not need auto mTLS when a rule forces it', () => {
    expect(handshake({ client: 'ISTIO_MUTUAL', server: 'STRICT', autoMtls: false })).toEqual(mutual);
  });
});

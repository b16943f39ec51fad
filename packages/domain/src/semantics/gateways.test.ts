import { describe, expect, it } from 'vitest';
import { known, unknown } from './known.ts';
import { classOf } from './request-class.ts';
import { call, istio } from './test/draw.ts';
import { meshWith, named, routed, short, to, type Row } from './test/route.ts';

const reference = 'Istio reference: Gateway';
const port = (number: number, protocol: string) => ({ number, protocol, name: protocol.toLowerCase() });
const gateway = (servers: readonly object[], name = 'bookinfo/entrance', more: object = {}) =>
  istio(`Gateway ${name}`, { selector: { app: 'ingress' }, servers, ...more });
const plain = (hosts: readonly string[], more: object = {}) => ({ port: port(80, 'HTTP'), hosts, ...more });
const secure = (hosts: readonly string[], mode: string, protocol = 'HTTPS') => ({
  port: port(443, protocol),
  hosts,
  tls: { mode, credentialName: 'x' },
});
const rules = (host: string, more: object = {}, name = 'bookinfo/shop') =>
  istio(`VirtualService ${name}`, { hosts: [host], gateways: ['bookinfo/entrance'], http: [{ route: [to()] }], ...more });
const ratings = { http: [{ route: [{ destination: { host: 'ratings.bookinfo.svc.cluster.local' } }] }] };
const reviews = 'reviews-v1+reviews-v2 100%';
const at = (host: string, number = 80) => call(host, { port: number });
const sni = (hosts: readonly string[]) => ({ http: [], tls: [{ match: [{ sniHosts: hosts, port: 443 }], route: [to()] }] });
const host = 'shop.example.com';
const labelled = 'Istio, rules of a proxy: labels are those of the proxy that is configured';

const rows: readonly Row[] = [
  [
    'is not taken by a gateway of other pods',
    `${reference}.selector`,
    [gateway([plain(['*'])], 'bookinfo/entrance', { selector: { app: 'other' } }), rules(host)],
    'no_listener',
    at(host),
  ],
  [
    'is taken by any gateway without a selector',
    `${reference}.selector`,
    [gateway([plain(['*'])], 'bookinfo/entrance', { selector: {} }), rules(host)],
    reviews,
    at(host),
  ],
  [
    'is taken for a host of its own namespace',
    `${reference}, Server.hosts: ./`,
    [gateway([plain(['./shop.example.com'])]), rules(host)],
    reviews,
    at(host),
  ],
  [
    'has no rules of another namespace for such a host',
    `${reference}, Server.hosts: ./`,
    [gateway([plain(['./shop.example.com'])]), rules(host, ratings, 'clients/shop')],
    'no_route',
    at(host),
  ],
  [
    'has the rules of a namespace that the host names',
    `${reference}, Server.hosts: namespace/`,
    [gateway([plain(['clients/*'])]), rules(host, ratings, 'clients/shop')],
    'ratings-v1 100%',
    at(host),
  ],
  [
    'does not follow rules that are kept to their namespace',
    'Istio reference: VirtualService.exportTo',
    [gateway([plain(['*'])]), rules(host, { exportTo: ['.'] })],
    'no_route',
    at(host),
  ],
  [
    'does not meet rules for sidecars alone',
    'Istio reference: VirtualService.gateways',
    [gateway([plain(['*'])]), rules(host, { gateways: ['mesh'] })],
    'no_route',
    at(host),
  ],
  [
    'does not meet rules for another gateway',
    'Istio reference: VirtualService.gateways',
    [gateway([plain(['*'])]), rules(host, { gateways: ['bookinfo/other'] })],
    'no_route',
    at(host),
  ],
  [
    'finds rules that name the gateway by its short name from its own namespace',
    'Istio reference: VirtualService.gateways',
    [gateway([plain(['*'])]), rules(host, { gateways: ['entrance'] })],
    reviews,
    at(host),
  ],
  [
    'does not find them from another',
    'Istio reference: VirtualService.gateways',
    [gateway([plain(['*'])]), rules(host, { gateways: ['entrance'], ...ratings }, 'clients/shop')],
    'no_route',
    at(host),
  ],
  [
    'meets rules for all hosts within the hosts of the gateway',
    `${reference}, Server.hosts`,
    [gateway([plain(['shop.example.com'])]), rules('*')],
    reviews,
    at(host),
  ],
  [
    'does not meet them for other hosts',
    `${reference}, Server.hosts`,
    [gateway([plain(['shop.example.com'])]), rules('*')],
    'no_route',
    at('other.example.com'),
  ],
  [
    'meets the rules of either of two gateways on one port',
    `${reference}: several on a port are one listener`,
    [
      gateway([plain(['a.example.com'])]),
      gateway([plain(['b.example.com'])], 'bookinfo/second'),
      rules('b.example.com', { gateways: ['second'], ...ratings }),
    ],
    'ratings-v1 100%',
    at('b.example.com'),
  ],
  [
    'is sent to HTTPS',
    `${reference}, ServerTLSSettings.httpsRedirect`,
    [gateway([plain(['*'], { tls: { httpsRedirect: true } })]), rules(host)],
    'direct 301',
    at(host),
  ],
  [
    'is sent to HTTPS also where there are no rules',
    `${reference}, ServerTLSSettings.httpsRedirect`,
    [gateway([plain(['*'], { tls: { httpsRedirect: true } })])],
    'direct 301',
    at(host),
  ],
  [
    'is not sent to HTTPS for hosts of another server',
    `${reference}, ServerTLSSettings.httpsRedirect`,
    [gateway([plain(['a.example.com'], { tls: { httpsRedirect: true } }), plain(['shop.example.com'])]), rules(host)],
    reviews,
    at(host),
  ],
  [
    'is looked into where TLS ends',
    `${reference}, TLSmode.SIMPLE`,
    [gateway([secure(['*'], 'SIMPLE')]), rules(host)],
    reviews,
    at(host, 443),
  ],
  [
    'is looked into where both sides show who they are',
    `${reference}, TLSmode.MUTUAL`,
    [gateway([secure(['*'], 'MUTUAL')]), rules(host)],
    reviews,
    at(host, 443),
  ],
  [
    'has the scheme https there',
    'Istio reference: HTTPMatchRequest.scheme',
    [gateway([secure(['*'], 'SIMPLE')]), rules(host, { http: [{ match: [{ scheme: { exact: 'https' } }], route: [to()] }] })],
    reviews,
    at(host, 443),
  ],
  [
    'finds no listener for a name that no TLS server has',
    `${reference}, Server.hosts: SNI`,
    [gateway([secure(['a.example.com'], 'SIMPLE')]), rules(host)],
    'no_listener',
    at(host, 443),
  ],
  [
    'is taken by the TLS server that names it most closely',
    'Envoy: filter chain match, server names',
    [gateway([secure(['*.example.com'], 'SIMPLE'), secure(['shop.example.com'], 'PASSTHROUGH', 'TLS')]), rules(host, sni([host]))],
    reviews,
    at(host, 443),
  ],
  [
    'goes on unopened by the name it asks for',
    `${reference}, TLSmode.PASSTHROUGH`,
    [gateway([secure(['*'], 'PASSTHROUGH', 'TLS')]), rules(host, sni(['*.example.com']))],
    reviews,
    at(host, 443),
  ],
  [
    'does not meet rules for requests there',
    `${reference}, TLSmode.PASSTHROUGH`,
    [gateway([secure(['*'], 'PASSTHROUGH', 'TLS')]), rules(host)],
    'no_route',
    at(host, 443),
  ],
  [
    'goes on as a connection',
    `${reference}, Port.protocol TCP`,
    [gateway([{ port: port(31400, 'TCP'), hosts: ['*'] }]), rules('*', { http: [], tcp: [{ match: [{ port: 31400 }], route: [to()] }] })],
    reviews,
    call('anything', { port: 31400, protocol: 'tcp' }),
  ],
  [
    'matches the port of the server, not of the Service',
    'Istio reference: HTTPMatchRequest.port',
    [gateway([plain(['*'])]), rules(host, { http: [{ match: [{ port: 81 }], route: [to()] }] })],
    'no_route',
    at(host),
  ],
  [
    'meets rules of a match for this gateway',
    'Istio reference: HTTPMatchRequest.gateways',
    [
      gateway([plain(['*'])]),
      rules(host, { gateways: ['mesh', 'bookinfo/entrance'], http: [{ match: [{ gateways: ['entrance'] }], route: [to()] }] }),
    ],
    reviews,
    at(host),
  ],
  [
    'meets no rules of a match for the mesh',
    'Istio reference: HTTPMatchRequest.gateways',
    [
      gateway([plain(['*'])]),
      rules(host, { gateways: ['mesh', 'bookinfo/entrance'], http: [{ match: [{ gateways: ['mesh'] }], route: [to()] }] }),
    ],
    'no_route',
    at(host),
  ],
  [
    'is asked for the labels of the gateway itself',
    labelled,
    [gateway([plain(['*'])]), rules(host, { http: [{ match: [{ sourceLabels: { app: 'ingress' } }], route: [to()] }] })],
    reviews,
    at(host),
  ],
  [
    'is asked for them also where they are of nobody',
    labelled,
    [gateway([plain(['*'])]), rules(host, { http: [{ match: [{ sourceLabels: { app: 'nobody' } }], route: [to()] }] })],
    'no_route',
    at(host),
  ],
];

describe('a request at a gateway', () => {
  it.each(named(rows))('$why ($source)', ({ row: [, , objects, ending, request] }) => {
    expect(short(routed(objects, request, 'istio-system/ingress'))).toBe(ending);
  });

  it('may go on unopened or nowhere when the name it asks for is unknown', () => {
    const { mesh, caller } = meshWith(
      [gateway([secure(['*'], 'PASSTHROUGH', 'TLS')]), rules(host, sni(['*.example.com']))],
      'istio-system/ingress',
    );
    const request = classOf(at(host, 443));
    const endings = (given: typeof request) => mesh.decide(caller, given)[0]?.routes.map(({ route }) => short(route));
    expect(endings({ ...request, sni: unknown })).toEqual([reviews, 'no_route']);
    expect(endings({ ...request, sni: known('elsewhere.org') })).toEqual(['no_route']);
  });
});

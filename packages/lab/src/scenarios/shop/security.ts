import type { KubeObject } from '@vigla/contract/objects';
import { object, type Told } from '../object.ts';
import type { Telling } from '../scenario.ts';
import { tellerOf } from './history.ts';

/** Who may call whom in the shop, and what is known of it. */
export function shopSecurity(telling: Telling): readonly KubeObject[] {
  const told = tellerOf(telling);
  return [
    security('PeerAuthentication', 'payments/default', { mtls: { mode: 'PERMISSIVE' } }, told('argo', 10)),
    security('PeerAuthentication', 'orders/default', { mtls: { mode: 'PERMISSIVE' } }, told('vigla', 1)),
    security('AuthorizationPolicy', 'payments/deny-all', {}, told('argo', 19)),
    security('AuthorizationPolicy', 'payments/payments-callers', callers, told('argo', 19)),
    security('AuthorizationPolicy', 'payments/inside', inside, told('argo', 19)),
    security('RequestAuthentication', 'edge/customers', customers, told('helm', 66)),
    object(
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Sidecar',
        name: 'default',
        namespace: 'orders',
        body: { spec: { egress: [{ hosts: ['./*', 'cart/*', 'payments/*', 'istio-system/*'] }] } },
      },
      told('argo', 66),
    ),
    object(
      {
        apiVersion: 'networking.istio.io/v1beta1',
        kind: 'ProxyConfig',
        name: 'ingressgateway',
        namespace: 'edge',
        body: { spec: { selector: { matchLabels: { istio: 'ingressgateway' } }, concurrency: 4 } },
      },
      told('helm', 51),
    ),
    object(
      {
        apiVersion: 'telemetry.istio.io/v1',
        kind: 'Telemetry',
        name: 'mesh-default',
        namespace: 'istio-system',
        body: { spec: { tracing: [{ randomSamplingPercentage: 10 }] } },
      },
      told('helm', 81),
    ),
  ];
}

/** The checkout by its name; billing, which has no name without a proxy, by what it may do. */
const callers = {
  selector: { matchLabels: { app: 'payments' } },
  action: 'ALLOW',
  rules: [
    { from: [{ source: { principals: ['shop.example/ns/orders/sa/checkout'] } }] },
    { to: [{ operation: { methods: ['POST'], paths: ['/settlements'] } }] },
  ],
};

const inside = { action: 'ALLOW', rules: [{ from: [{ source: { principals: ['shop.example/ns/payments/sa/payments'] } }] }] };

const customers = {
  selector: { matchLabels: { istio: 'ingressgateway' } },
  jwtRules: [{ issuer: 'https://accounts.shop.example', jwksUri: 'https://accounts.shop.example/keys' }],
};

function security(kind: string, where: string, spec: Readonly<Record<string, unknown>>, told: Told): KubeObject {
  const [namespace = '', name = ''] = where.split('/');
  return object({ apiVersion: 'security.istio.io/v1', kind, name, namespace, body: { spec } }, told);
}

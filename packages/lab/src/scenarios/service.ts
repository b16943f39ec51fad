import type { KubeObject } from '@vigla/contract/objects';
import { roll } from '../flow/index.ts';
import { object, type Told } from './object.ts';
import { nthAddress } from './running.ts';

/** A Service in front of pods. */
export function service(
  {
    namespace,
    name,
    selector,
    ports,
    type = 'ClusterIP',
    address,
  }: {
    readonly namespace: string;
    readonly name: string;
    readonly selector: Readonly<Record<string, string>>;
    readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort?: number }[];
    readonly type?: 'ClusterIP' | 'LoadBalancer';
    /** In a crowd: which address it has. Elsewhere dice choose. */
    readonly address?: number;
  },
  told: Told,
): KubeObject {
  const octet = (lane: string): number => 1 + Math.floor(roll(told.seed, 'service', lane, namespace, name) * 250);
  const clusterIP = address === undefined ? `172.30.${octet('a')}.${octet('b')}` : nthAddress([172, 31], address);
  return object(
    {
      apiVersion: 'v1',
      kind: 'Service',
      name,
      namespace,
      labels: selector,
      body: {
        spec: {
          type,
          clusterIP,
          clusterIPs: [clusterIP],
          selector,
          ports: ports.map(({ targetPort, ...port }) => ({ ...port, protocol: 'TCP', targetPort: targetPort ?? port.port })),
        },
        status: type === 'LoadBalancer' ? { loadBalancer: { ingress: [{ ip: '192.0.2.10' }] } } : { loadBalancer: {} },
      },
    },
    told,
  );
}

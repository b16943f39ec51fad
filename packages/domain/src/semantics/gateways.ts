import type { KubeObject } from '@vigla/contract/objects';
import { covers } from './hosts.ts';
import { labels, number, selects, text, texts, tree, trees } from './read.ts';
import type { Workload } from './workloads.ts';

/** One listener of a Gateway. */
export interface GatewayServer {
  /** `namespace/name` of the Gateway. */
  readonly gateway: string;
  readonly port: number;
  readonly tls: boolean;
  /** Hosts without the namespace part. */
  readonly hosts: readonly { readonly namespace: string; readonly host: string }[];
  readonly selector: Readonly<Record<string, string>>;
}

/** The servers of all Gateways of Istio's own kind. */
export function readGatewayServers(objects: readonly KubeObject[]): readonly GatewayServer[] {
  return objects
    .filter(({ kind, apiVersion }) => kind === 'Gateway' && apiVersion.startsWith('networking.istio.io/'))
    .flatMap(({ metadata, spec }) =>
      trees(tree(spec)['servers']).map((server) => ({
        gateway: `${metadata.namespace ?? ''}/${metadata.name}`,
        port: number(tree(server['port'])['number']) ?? 0,
        tls: Object.keys(tree(server['tls'])).length > 0 && text(tree(server['port'])['protocol'])?.toUpperCase() !== 'HTTP',
        hosts: texts(server['hosts']).map((written) => splitHost(written, metadata.namespace ?? '')),
        selector: labels(tree(spec)['selector']),
      })),
    );
}

/** Servers that a gateway workload listens with, by any of the numbers its port goes by. */
export const serversOf = (servers: readonly GatewayServer[], workload: Workload, ports: readonly number[]): readonly GatewayServer[] =>
  servers.filter((server) => ports.includes(server.port) && selects(server.selector, workload.labels));

/** Whether a server lets a VirtualService of a namespace answer for a host. */
export const admits = ({ hosts }: GatewayServer, host: string, namespace: string): boolean =>
  hosts.some((own) => (own.namespace === '*' || own.namespace === namespace) && (covers(own.host, host) || covers(host, own.host)));

function splitHost(written: string, namespace: string): { readonly namespace: string; readonly host: string } {
  const slash = written.indexOf('/');
  if (slash < 0) return { namespace: '*', host: written };
  const place = written.slice(0, slash);
  return { namespace: place === '.' ? namespace : place, host: written.slice(slash + 1) };
}

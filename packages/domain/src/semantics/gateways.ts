import type { KubeObject } from '@vigla/contract/objects';
import { covers } from './hosts.ts';
import { labels, number, selects, text, texts, tree, trees, type Tree } from './read.ts';
import { reference, type Reference, type Unsupported } from './reference.ts';
import type { Workload } from './workloads.ts';

/** One listener of a gateway. */
export interface GatewayServer {
  /** What rules call it: `namespace/name` of a Gateway of Istio's own kind, with the listener's name for one of the Gateway API. */
  readonly gateway: string;
  readonly object: Reference;
  /** Where it stands in its object. */
  readonly path: string;
  readonly port: number;
  /** What it carries: requests it looks into, or connections it does not. */
  readonly carries: 'requests' | 'connections';
  /** `passthrough`: TLS that it does not open. */
  readonly tls: 'none' | 'terminate' | 'passthrough';
  /** Sends whoever comes by plain text to HTTPS. */
  readonly redirects: boolean;
  /** Hosts with the namespace whose rules may answer for them. */
  readonly hosts: readonly { readonly namespace: string; readonly host: string }[];
  /** The pods that listen: by labels, of one namespace or of any. */
  readonly selector: Readonly<Record<string, string>>;
  readonly namespace: string | null;
}

/** The servers of all Gateways of Istio's own kind. */
export function readGatewayServers(objects: readonly KubeObject[], report: (unsupported: Unsupported) => void): readonly GatewayServer[] {
  return objects
    .filter(({ kind, apiVersion }) => kind === 'Gateway' && apiVersion.startsWith('networking.istio.io/'))
    .flatMap((object) =>
      trees(tree(object.spec)['servers']).map((server, index) => {
        const path = `spec.servers[${index}]`;
        if (tree(server['tls'])['mode'] === 'AUTO_PASSTHROUGH') {
          report({ object: reference(object), path: `${path}.tls.mode`, detail: 'AUTO_PASSTHROUGH is not followed' });
        }
        return readServer(object, server, path);
      }),
    );
}

function readServer(object: KubeObject, server: Tree, path: string): GatewayServer {
  const { name, namespace = '' } = object.metadata;
  const protocol = text(tree(server['port'])['protocol'])?.toUpperCase() ?? 'HTTP';
  const tls = tlsOf(protocol, tree(server['tls']));
  return {
    gateway: `${namespace}/${name}`,
    object: reference(object),
    path,
    port: number(tree(server['port'])['number']) ?? 0,
    carries: tls === 'passthrough' || /^(TCP|TLS|MONGO|MYSQL|REDIS)$/.test(protocol) ? 'connections' : 'requests',
    tls,
    redirects: tree(server['tls'])['httpsRedirect'] === true && tls === 'none',
    hosts: texts(server['hosts']).map((written) => splitHost(written.toLowerCase(), namespace)),
    selector: labels(tree(object.spec)['selector']),
    namespace: null,
  };
}

/** Source: Istio reference, ServerTLSSettings.TLSmode: passthrough is the first of the enumeration. */
function tlsOf(protocol: string, tls: Tree): GatewayServer['tls'] {
  if (protocol !== 'HTTPS' && protocol !== 'TLS') return 'none';
  const mode = text(tls['mode']) ?? 'PASSTHROUGH';
  return mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH' ? 'passthrough' : 'terminate';
}

/** Servers that a gateway workload listens with, by any of the numbers its port goes by. */
export const serversOf = (servers: readonly GatewayServer[], workload: Workload, ports: readonly number[]): readonly GatewayServer[] =>
  servers.filter(
    (server) =>
      ports.includes(server.port) &&
      (server.namespace === null || server.namespace === workload.namespace) &&
      selects(server.selector, workload.labels),
  );

/** The hosts for which a server lets rules of a namespace answer, where these are for a host: the narrower of both. */
export const answersFor = ({ hosts }: GatewayServer, host: string, namespace: string): readonly string[] =>
  hosts.filter((own) => own.namespace === '*' || own.namespace === namespace).flatMap((own) => narrower(own.host, host) ?? []);

/** The host that both of two patterns cover; undefined where they have none in common. */
export function narrower(one: string, other: string): string | undefined {
  if (covers(one, other)) return other;
  return covers(other, one) ? one : undefined;
}

function splitHost(written: string, namespace: string): { readonly namespace: string; readonly host: string } {
  const slash = written.indexOf('/');
  if (slash < 0) return { namespace: '*', host: written };
  const place = written.slice(0, slash);
  return { namespace: place === '.' ? namespace : place, host: written.slice(slash + 1) };
}

import type { KubeObject } from '@vigla/contract/objects';
import { labels, number, selects, text, tree } from './read.ts';
import { byAge } from './reference.ts';
import type { Workload } from './workloads.ts';

/** What a proxy accepts on a port. */
export type ServerMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

/** Who must show a certificate, for every workload and port. */
export interface PeerAuthentications {
  /** Units: `port` is the port of the pod, not of the service. */
  mode(workload: Workload, port: number): ServerMode;
  /** What holds for a namespace as a whole: where this is DISABLE, callers never try mTLS. */
  namespaceMode(namespace: string): ServerMode;
}

interface Rule {
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>> | null;
  readonly mode: ServerMode | null;
  readonly ports: ReadonlyMap<number, ServerMode | null>;
}

/**
 * Reads PeerAuthentications. The closest level that says something decides: port, workload, namespace, mesh; the start is
 * PERMISSIVE. Of several at one level the oldest counts. In the root namespace a policy with a selector is of no level.
 */
export function readPeerAuthentications(objects: readonly KubeObject[], root: string): PeerAuthentications {
  const rules = objects
    .filter(({ kind }) => kind === 'PeerAuthentication')
    .sort(byAge)
    .map(readRule);
  const mesh = rules.find(({ namespace, selector }) => namespace === root && selector === null)?.mode ?? 'PERMISSIVE';
  const namespaceMode = (namespace: string): ServerMode =>
    (namespace === root ? undefined : rules.find((rule) => rule.namespace === namespace && rule.selector === null))?.mode ?? mesh;
  return {
    namespaceMode,
    mode(workload, port) {
      const own = rules.find(
        ({ namespace, selector }) =>
          namespace === workload.namespace && namespace !== root && selector !== null && selects(selector, workload.labels),
      );
      return own?.ports.get(port) ?? own?.mode ?? namespaceMode(workload.namespace);
    },
  };
}

function readRule(object: KubeObject): Rule {
  const spec = tree(object.spec);
  const wanted = labels(tree(spec['selector'])['matchLabels']);
  const ports = Object.entries(tree(spec['portLevelMtls'])).flatMap(([port, mtls]) => {
    const own = number(port);
    return own === undefined ? [] : [[own, readMode(mtls)] as const];
  });
  return {
    namespace: object.metadata.namespace ?? '',
    selector: Object.keys(wanted).length === 0 ? null : wanted,
    mode: readMode(spec['mtls']),
    ports: new Map(ports),
  };
}

/** UNSET, and whatever is not a mode, inherits. */
function readMode(mtls: unknown): ServerMode | null {
  const mode = text(tree(mtls)['mode']);
  return mode === 'STRICT' || mode === 'PERMISSIVE' || mode === 'DISABLE' ? mode : null;
}

import type { KubeObject } from '@vigla/contract/objects';
import { readPlace } from './place.ts';
import { labels, number, text, texts, tree, trees, type Tree } from './read.ts';
import { carries, endpointsOf, whatSelects, type Endpoints, type Members, type Service, type ServicePort } from './reachable.ts';
import { byAge, createdMs, reference, type Unsupported } from './reference.ts';
import type { Pod, Workload } from './workloads.ts';

type Report = (unsupported: Unsupported) => void;

/** Services that ServiceEntries name: one for each host. Order: oldest first. */
export function readServiceEntries(
  objects: readonly KubeObject[],
  membersOf: (namespace: string) => Members,
  { exportTo, report }: { exportTo: readonly string[]; report: Report },
): readonly Service[] {
  return objects
    .filter(({ kind }) => kind === 'ServiceEntry')
    .sort(byAge)
    .flatMap((object) => readEntry(object, membersOf(object.metadata.namespace ?? ''), { exportTo, report }));
}

const followed = ['hosts', 'addresses', 'ports', 'location', 'resolution', 'endpoints', 'workloadSelector', 'exportTo', 'subjectAltNames'];

function readEntry(
  object: KubeObject,
  members: Members,
  { exportTo, report }: { exportTo: readonly string[]; report: Report },
): readonly Service[] {
  const spec = tree(object.spec);
  for (const field of Object.keys(spec)) {
    if (!followed.includes(field)) report({ object: reference(object), path: `spec.${field}`, detail: 'is not followed' });
  }
  const namespace = object.metadata.namespace ?? '';
  const own = texts(spec['exportTo']);
  return texts(spec['hosts']).map((written) => {
    const host = written.toLowerCase();
    return {
      host,
      namespace,
      name: host,
      ports: readPorts(spec),
      endpoints: endpointsIn(object, host, members),
      // Source: Istio reference, ServiceEntry.Location: outside is the first of the enumeration.
      external: text(spec['location']) !== 'MESH_INTERNAL',
      resolution: resolutionOf(spec),
      exportTo: own.length > 0 ? own : exportTo,
      addresses: texts(spec['addresses']),
    };
  });
}

const readPorts = (spec: Tree): readonly ServicePort[] =>
  trees(spec['ports']).flatMap((port) => {
    const own = number(port['number']);
    return own === undefined
      ? []
      : [{ number: own, target: number(port['targetPort']) ?? own, protocol: carries((text(port['protocol']) ?? '').toLowerCase()) }];
  });

function resolutionOf(spec: Tree): Service['resolution'] {
  switch (text(spec['resolution'])) {
    case 'STATIC':
      return 'static';
    case 'DNS':
    case 'DNS_ROUND_ROBIN':
      return 'dns';
    default:
      return 'none';
  }
}

/** Written endpoints, chosen ones, or whoever has the name. A fixed list without members has nobody. */
function endpointsIn(object: KubeObject, host: string, members: Members): readonly Endpoints[] {
  const spec = tree(object.spec);
  const written = trees(spec['endpoints']);
  const { name, namespace = '' } = object.metadata;
  if (written.length > 0) {
    return written.map((endpoint, index) => {
      const machine = readMachine(endpoint, { name: `${name}-${index}`, namespace, createdMs: createdMs(object), labels: {} });
      return { workload: machine, pods: machine.pods };
    });
  }
  const selector = labels(tree(spec['workloadSelector'])['labels']);
  if (Object.keys(selector).length > 0) return endpointsOf(whatSelects(selector, members));
  if (resolutionOf(spec) === 'static') return [];
  const itself = readMachine({ address: host }, { name: host, namespace, createdMs: createdMs(object), labels: {} });
  return [{ workload: itself, pods: itself.pods }];
}

/** Machines of a namespace that WorkloadEntries name. */
export function readWorkloadEntries(objects: readonly KubeObject[], report: Report): readonly Workload[] {
  return objects
    .filter(({ kind }) => kind === 'WorkloadEntry')
    .sort(byAge)
    .map((object) => {
      const spec = tree(object.spec);
      for (const field of ['weight', 'network', 'ports']) {
        if (spec[field] !== undefined) report({ object: reference(object), path: `spec.${field}`, detail: 'is not followed' });
      }
      const { name, namespace = '', labels: own = {} } = object.metadata;
      return readMachine(spec, { name, namespace, createdMs: createdMs(object), labels: own });
    });
}

interface Named {
  readonly name: string;
  readonly namespace: string;
  readonly createdMs: number;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * One machine outside of the cluster, drawn as a workload of one pod.
 * Source: Istio, `security.istio.io/tlsMode: istio` marks endpoints that have a proxy.
 */
function readMachine(spec: Tree, { name, namespace, createdMs: made, labels: more }: Named): Workload {
  const own = { ...more, ...labels(spec['labels']) };
  const injected = own['security.istio.io/tlsMode'] === 'istio';
  const key = `${namespace}/${name}`;
  const pod: Pod = {
    name,
    uid: key,
    ip: text(spec['address']) ?? null,
    ready: true,
    injected,
    createdMs: made,
    place: readPlace(text(spec['locality']) ?? ''),
  };
  const app = own['app'] ?? null;
  return {
    key,
    namespace,
    name,
    labels: own,
    serviceAccount: text(spec['serviceAccount']) ?? 'default',
    app,
    version: own['version'] ?? null,
    canonicalService: own['service.istio.io/canonical-name'] ?? own['app.kubernetes.io/name'] ?? app ?? name,
    canonicalRevision: own['service.istio.io/canonical-revision'] ?? own['app.kubernetes.io/version'] ?? own['version'] ?? 'latest',
    proxy: injected ? 'sidecar' : null,
    pods: [pod],
  };
}

import type { MissingFinding, MissingStep } from '@vigla/contract/explain';
import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { KubeObject } from '@vigla/contract/objects';
import { idOf } from '../graph/index.ts';
import { fieldOf, listOf, type MeshFacts, textOf, type WorkloadFacts } from '../inventory/index.ts';
import type { Mesh } from '../semantics/index.ts';
import { findObject, refOf } from './object-fields.ts';
import { allLegs, requestOf } from './semantic-call.ts';

/** What is known of a call that is not on the graph. */
export interface MissingMatter {
  readonly graph: TrafficGraph;
  readonly from: GraphNode | null;
  readonly to: GraphNode | null;
  /** As it was asked for; null: not asked about. */
  readonly asked: { readonly from: string | null; readonly to: string | null };
  /** Series of proxies: any at all, and of each end. Null: Prometheus was not asked, or did not answer. */
  readonly series: { readonly any: number | null; readonly from: number | null; readonly to: number | null };
  /** Null: not within what was looked at. */
  readonly lastCallAt: number | null;
  /** Null: nobody could look. Units: seconds. */
  readonly lookedBackSeconds: number | null;
  readonly facts: MeshFacts | null;
  readonly mesh: Mesh | null;
  readonly objects: readonly KubeObject[];
  readonly maySee: (namespace: string) => boolean;
  readonly seesAll: boolean;
}

type Outcome = Pick<MissingStep, 'outcome' | 'finding'> & Partial<Pick<MissingStep, 'facts' | 'object'>>;

/** Looks for the reason why a call is not there, in the order in which a person would. Every step says what it found, or that it could not look. */
export function explainMissing(matter: MissingMatter): readonly MissingStep[] {
  const step = (
    check: MissingStep['check'],
    source: MissingStep['source'],
    { outcome, finding, facts = {}, object = null }: Outcome,
  ): MissingStep => ({ check, outcome, finding, facts, object, source });
  return [
    step('scrape', 'series', scrape(matter)),
    step('sidecar', 'pods', sidecar(matter)),
    step('rights', 'rights', rights(matter)),
    step('protocol', 'configuration', protocol(matter)),
    step('requests', 'series', requests(matter)),
    step('telemetry', 'configuration', telemetry(matter)),
    step('sampling', 'configuration', { outcome: 'not_needed', finding: 'graph_counts_all' }),
    step('excluded_ports', 'configuration', excludedPorts(matter)),
    step('routed_elsewhere', 'configuration', routed(matter)),
    step('egress', 'configuration', egress(matter)),
  ];
}

const passed = (finding: MissingFinding, facts: Outcome['facts'] = {}): Outcome => ({ outcome: 'passed', finding, facts });
const reason = (finding: MissingFinding, facts: Outcome['facts'] = {}, object: Outcome['object'] = null): Outcome => ({
  outcome: 'reason',
  finding,
  facts,
  object,
});
const needless = (finding: MissingFinding): Outcome => ({ outcome: 'not_needed', finding });
const unclear = (finding: MissingFinding): Outcome => ({ outcome: 'not_known', finding });

const endsOf = ({ from, to }: MissingMatter): readonly GraphNode[] => [from, to].flatMap((end) => end ?? []);

/** Whether Prometheus has anything of these proxies at all. */
function scrape({ series, from, to }: MissingMatter): Outcome {
  if (series.any === null) return unclear('prometheus_silent');
  if (series.any === 0) return reason('no_series');
  const silent = [[from, series.from] as const, [to, series.to] as const]
    .filter(([node, count]) => node?.namespace && node.inMesh === true && count === 0)
    .map(([node]) => node?.name ?? '');
  return silent.length > 0 ? reason('no_series_of', { names: silent.join(', ') }) : passed('has_series');
}

/** Whether there is a proxy that could count. */
function sidecar(matter: MissingMatter): Outcome {
  const ends = endsOf(matter);
  if (ends.length === 0) return anyProxy(matter);
  const bare = ends.filter(({ inMesh }) => inMesh === false);
  const [first] = bare;
  if (!first) return ends.every(({ inMesh }) => inMesh === null) ? unclear('pods_not_read') : passed('has_proxies');
  if (bare.length === 2) return reason('no_proxies', { from: ends[0]?.name ?? '', to: ends[1]?.name ?? '' });
  if (ends.length === 1) return reason('no_proxy', { name: first.name });
  // The other side still counts, and knows the bare one as unknown where it calls.
  return first === matter.from ? reason('caller_bare', { name: first.name }) : passed('callee_bare', { name: first.name });
}

function anyProxy({ facts, maySee }: MissingMatter): Outcome {
  if (!facts) return unclear('pods_not_read');
  const workloads = [...facts.workloads.values()].filter(({ namespace, role }) => maySee(namespace) && role !== 'infrastructure');
  const inside = workloads.filter(({ inMesh }) => inMesh).length;
  return inside === 0 ? reason('nobody_in_mesh', { count: workloads.length }) : passed('some_in_mesh', { inside, count: workloads.length });
}

function rights({ asked, from, to, seesAll }: MissingMatter): Outcome {
  const missing = [[asked.from, from] as const, [asked.to, to] as const]
    .filter(([name, node]) => name !== null && !node)
    .map(([name]) => name ?? '');
  if (missing.length > 0) return reason('not_found', { names: missing.join(', ') });
  return seesAll ? passed('sees_all') : passed('sees_some');
}

/** Whether what the called ports carry is counted at all. */
function protocol(matter: MissingMatter): Outcome {
  if (!matter.to) return needless('not_asked');
  const ports = servicesOf(matter, matter.to).flatMap((service) => listOf(service.spec, 'ports').map((port) => ({ port, service })));
  const udp = ports.filter(({ port }) => textOf(port, 'protocol') === 'UDP');
  if (udp.length > 0 && udp.length === ports.length) return reason('udp', { name: matter.to.name }, refOf(udp[0]?.service ?? never()));
  const headless = ports.find(({ service }) => textOf(service.spec, 'clusterIP') === 'None');
  if (headless) return passed('headless', { name: headless.service.metadata.name });
  if (ports.length === 0) return matter.to.kind === 'external' || matter.to.kind === 'outside' ? passed('outside') : unclear('no_service');
  return matter.to.kind === 'store' ? passed('tcp') : passed('counted');
}

function never(): never {
  throw new Error('There is a port without its service.');
}

function servicesOf({ objects, facts }: MissingMatter, node: GraphNode): readonly KubeObject[] {
  const keys = new Set(workloadsOf(facts, node).flatMap(({ services }) => services));
  return objects.filter(({ kind, apiVersion, metadata }) => {
    if (kind !== 'Service' || apiVersion !== 'v1') return false;
    const key = `${metadata.namespace ?? ''}/${metadata.name}`;
    return keys.has(key) || idOf.service(metadata.namespace ?? '', metadata.name) === node.id;
  });
}

function workloadsOf(facts: MeshFacts | null, { id }: GraphNode): readonly WorkloadFacts[] {
  const all = [...(facts?.workloads.values() ?? [])];
  return all.filter(({ namespace, name, app, services }) => {
    if (idOf.workload(namespace, name) === id || idOf.app(namespace, app) === id) return true;
    return services.some((key) => idOf.service(key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)) === id);
  });
}

function requests({ lastCallAt, lookedBackSeconds, graph }: MissingMatter): Outcome {
  if (lookedBackSeconds === null) return unclear('not_looked');
  if (lastCallAt === null) return reason('never', { seconds: lookedBackSeconds });
  return lastCallAt >= graph.at - graph.window ? passed('in_window') : reason('last_call', { at: lastCallAt });
}

/** Whether somebody switched the metrics off. */
function telemetry({ objects, from, to, maySee, mesh }: MissingMatter): Outcome {
  const root = mesh?.settings.rootNamespace ?? 'istio-system';
  const near = new Set([root, from?.namespace, to?.namespace]);
  const off = objects.find(
    ({ kind, metadata, spec }) =>
      kind === 'Telemetry' &&
      near.has(metadata.namespace ?? '') &&
      listOf(spec, 'metrics').some((metrics) => listOf(metrics, 'overrides').some(isOff)),
  );
  if (!off) return objects.length === 0 ? unclear('configuration_not_read') : passed('metrics_on');
  return maySee(off.metadata.namespace ?? '') ? reason('metrics_off', {}, refOf(off)) : reason('metrics_off_hidden');
}

function isOff(override: unknown): boolean {
  const disabled = fieldOf(override, 'disabled');
  return disabled === true || disabled === 'true';
}

const exclusions = {
  from: ['traffic.sidecar.istio.io/excludeOutboundPorts', 'traffic.sidecar.istio.io/excludeOutboundIPRanges'],
  to: ['traffic.sidecar.istio.io/excludeInboundPorts'],
} as const;

/** Whether pods keep these ports away from their proxies. */
function excludedPorts(matter: MissingMatter): Outcome {
  const { objects, facts } = matter;
  if (endsOf(matter).length === 0) return needless('not_asked');
  if (objects.length === 0) return unclear('configuration_not_read');
  for (const side of ['from', 'to'] as const) {
    const node = matter[side];
    const names = new Set(node ? workloadsOf(facts, node).map(({ namespace, name }) => `${namespace}/${name}`) : []);
    const owners = objects.filter(
      ({ kind, metadata }) =>
        ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind) && names.has(`${metadata.namespace ?? ''}/${metadata.name}`),
    );
    for (const owner of owners) {
      for (const annotation of exclusions[side]) {
        const ports = textOf(owner.spec, 'template', 'metadata', 'annotations', annotation);
        if (ports) return reason('excluded', { name: owner.metadata.name, annotation, ports }, refOf(owner));
      }
    }
  }
  return passed('nothing_excluded');
}

/** Whether a route leads callers somewhere else. */
function routed(matter: MissingMatter): Outcome {
  const { from, to, mesh, facts } = matter;
  if (!from || !to) return needless('not_asked');
  const targets = new Set(workloadsOf(facts, to).map(({ namespace, name }) => `${namespace}/${name}`));
  const legs = mesh && legsFor(mesh, from, targets);
  if (!legs) return unclear('route_not_known');
  if (legs.some(({ leg }) => leg.share > 0 && leg.endpoints.some(({ workload }) => targets.has(workload.key))))
    return passed('route_leads_there');
  return legs.length === 0 ? reason('no_route') : elsewhere(matter, legs);
}

type Legs = ReturnType<typeof allLegs>;

/** Where requests of a caller to these workloads are sent; null where caller or service are not known. */
function legsFor(mesh: Mesh, { id }: GraphNode, targets: ReadonlySet<string>): Legs | null {
  const caller = [...mesh.registry.workloads.values()].find(
    ({ namespace, name, canonicalService }) => idOf.workload(namespace, name) === id || idOf.app(namespace, canonicalService) === id,
  );
  const service = [...mesh.registry.services.values()].find(({ endpoints }) => endpoints.some(({ workload }) => targets.has(workload.key)));
  const [port] = service?.ports ?? [];
  if (!caller?.proxy || !service || !port) return null;
  return allLegs(mesh.decide(caller, requestOf(service.host, port.number, port.protocol)).flatMap(({ routes }) => routes));
}

/** Where they go instead, and the object that sends them there, as far as the reader may see both. */
function elsewhere({ objects, maySee }: MissingMatter, legs: Legs): Outcome {
  const workloads = legs.flatMap(({ leg }) => leg.endpoints.map(({ workload }) => workload));
  const names = [...new Set(workloads.filter(({ namespace }) => maySee(namespace)).map(({ name }) => name))];
  const [by] = legs.flatMap((one) => one.by ?? []);
  const object = by && maySee(by.object.namespace) ? findObject(objects, by.object) : undefined;
  return reason(names.length > 0 ? 'elsewhere' : 'elsewhere_hidden', { names: names.join(', ') }, object ? refOf(object) : null);
}

/** Whether the mesh lets requests out to a host. */
function egress({ to, mesh }: MissingMatter): Outcome {
  if (!to || (to.kind !== 'external' && to.kind !== 'outside')) return needless('inside');
  if (!mesh) return unclear('configuration_not_read');
  return mesh.registry.services.has(to.name) ? passed('registered', { host: to.name }) : reason('not_registered', { host: to.name });
}

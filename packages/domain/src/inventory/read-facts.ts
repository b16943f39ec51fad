import type { Badge } from '@vigla/contract/graph';
import type { KubeObject } from '@vigla/contract/objects';
import { readTolerances, toleranceAnnotation } from '../health/index.ts';
import { atOnce, eachInSteps, type InSteps } from '../steps/index.ts';
import { entryKey, type MeshFacts, type ServiceFacts, type WorkloadFacts } from './facts.ts';
import { labelsOf, listOf, selects } from './fields.ts';
import { serviceKey } from './host.ts';
import { readBadges, type ServiceBadge } from './read-badges.ts';
import { type BareWorkload, nameByLabels, readCluster, readWorkloads, runsToAnEnd } from './read-workloads.ts';

/** Joins workloads, services and mesh configuration. Order of the objects does not matter. Total: misshapen objects lack what they lack. */
export const readFacts = (objects: readonly KubeObject[]): MeshFacts => atOnce(readFactsInSteps(objects));

/** Each takes some hundredths of a millisecond. */
const objectsAtOnce = 200;

/** The same, bit by bit: 100,000 objects take half a second and more. */
export function* readFactsInSteps(objects: readonly KubeObject[]): InSteps<MeshFacts> {
  const namespaces = new Set(
    objects.flatMap(({ kind, metadata }) => (kind === 'Namespace' ? [metadata.name] : (metadata.namespace ?? []))),
  );
  yield;
  const badges = byService(readBadges(objects, namespaces));
  yield;
  const bare = yield* readWorkloads(objects);
  yield;
  const inNamespace = new Map<string, BareWorkload[]>();
  for (const workload of bare) {
    const others = inNamespace.get(workload.namespace);
    if (others) others.push(workload);
    else inNamespace.set(workload.namespace, [workload]);
  }
  yield;
  const services = new Map<string, ServiceFacts>();
  yield* eachInSteps(objects, objectsAtOnce, (object) => {
    if (object.kind !== 'Service' || object.apiVersion !== 'v1') return;
    const service = serviceFacts(object, inNamespace.get(object.metadata.namespace ?? '') ?? [], badges);
    services.set(serviceKey(service), service);
  });
  const workloads = yield* workloadFacts(bare, services, badges);
  yield;
  return {
    workloads,
    services,
    namespaces,
    namespaceLabels: namespaceLabels(objects),
    registeredHosts: registeredHosts(objects),
    workloadEntries: workloadEntries(objects),
    cluster: readCluster(objects),
  };
}

type BadgeIndex = ReadonlyMap<string, readonly ServiceBadge[]>;

function byService(badges: readonly ServiceBadge[]): BadgeIndex {
  const index = new Map<string, ServiceBadge[]>();
  for (const badge of badges) index.set(badge.service, [...(index.get(badge.service) ?? []), badge]);
  return index;
}

function serviceFacts({ metadata, spec }: KubeObject, workloads: readonly BareWorkload[], badges: BadgeIndex): ServiceFacts {
  const namespace = metadata.namespace ?? '';
  const selector = labelsOf(spec, 'selector');
  const annotation = metadata.annotations?.[toleranceAnnotation];
  return {
    namespace,
    name: metadata.name,
    // A service without a selector selects nothing: its endpoints are written by hand.
    workloads:
      selector.size === 0
        ? []
        : workloads
            .filter(({ labels }) => selects(selector, labels))
            .map(keyOf)
            .sort(),
    badges: unique((badges.get(`${namespace}/${metadata.name}`) ?? []).map(({ badge }) => badge)),
    tolerances: annotation === undefined ? null : readTolerances(annotation),
  };
}

function* workloadFacts(
  bare: readonly BareWorkload[],
  services: ReadonlyMap<string, ServiceFacts>,
  badges: BadgeIndex,
): InSteps<ReadonlyMap<string, WorkloadFacts>> {
  const behind = new Map<string, string[]>();
  for (const [key, { workloads }] of services)
    for (const workload of workloads) behind.set(workload, [...(behind.get(workload) ?? []), key]);
  yield;
  const facts = new Map<string, WorkloadFacts>();
  yield* eachInSteps(bare, objectsAtOnce, (workload) => {
    const mine = (behind.get(keyOf(workload)) ?? []).sort();
    const given = mine
      .flatMap((service) => badges.get(service) ?? [])
      .filter(({ labels }) => labels === null || selects(labels, workload.labels));
    const scaled: readonly Badge[] = workload.pods.desired === 0 && !runsToAnEnd(workload.kind) ? ['scaled_down'] : [];
    facts.set(keyOf(workload), { ...workload, services: mine, badges: unique([...given.map(({ badge }) => badge), ...scaled]) });
  });
  return facts;
}

const keyOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string => `${namespace}/${name}`;
const unique = (badges: readonly Badge[]): readonly Badge[] => [...new Set(badges)].sort();

const namespaceLabels = (objects: readonly KubeObject[]): MeshFacts['namespaceLabels'] =>
  new Map(
    objects
      .filter(({ kind, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1')
      .map(({ metadata }) => [metadata.name, new Map(Object.entries(metadata.labels ?? {}))]),
  );

function registeredHosts(objects: readonly KubeObject[]): readonly string[] {
  const entries = objects.filter(({ kind, apiVersion }) => kind === 'ServiceEntry' && apiVersion.startsWith('networking.istio.io/'));
  return [...new Set(entries.flatMap(({ spec }) => listOf(spec, 'hosts').filter((host) => typeof host === 'string')))].sort();
}

/** Labels of the machine itself come before those of the object that describes it. */
function workloadEntries(objects: readonly KubeObject[]): ReadonlySet<string> {
  const entries = objects.filter(({ kind, apiVersion }) => kind === 'WorkloadEntry' && apiVersion.startsWith('networking.istio.io/'));
  return new Set(
    entries.flatMap(({ metadata, spec }) => {
      const { app, version } = nameByLabels(new Map([...Object.entries(metadata.labels ?? {}), ...labelsOf(spec, 'labels')]));
      return app === null ? [] : [entryKey(metadata.namespace ?? '', app, version)];
    }),
  );
}

import type { KubeObject } from '@vigla/contract/objects';
import { fieldOf } from '../inventory/index.ts';
import type { EdgeMatter } from './edge-matter.ts';
import { type Culprit, type Finding, finding, type Sourced } from './finding.ts';
import { fits, writeBehind } from './last-write.ts';
import type { Mechanism } from './mechanism.ts';
import { refOf } from './object-fields.ts';

/** Below this part of what fails, the callee's own failing calls are not the reason. */
const leastPart = 0.5;

/** The called app answers errors itself: because its own calls fail, or because of what was done to it, or nobody knows why. */
export function findApp(matter: EdgeMatter, { perSecond }: Mechanism): Finding {
  const { graph, to, edge } = matter;
  const failing = graph.edges
    .filter((one) => one.from === to.id && one.id !== edge.id && (one.health === 'failing' || one.health === 'degraded'))
    .sort((a, b) => failedOf(b, graph.window) - failedOf(a, graph.window));
  const [worst] = failing;
  const sum = failing.reduce((total, one) => total + failedOf(one, graph.window), 0);
  if (worst && sum >= leastPart * perSecond) {
    const name = graph.nodes.find(({ id }) => id === worst.to)?.name ?? worst.to;
    return finding(
      'callee_fails',
      { kind: 'element', element: worst.to, certainty: 'likely' },
      failing.slice(0, 3).map((one) => ({
        fact: {
          kind: 'callee_call_fails',
          element: one.id,
          name: graph.nodes.find(({ id }) => id === one.to)?.name ?? name,
          perSecond: failedOf(one, graph.window),
          failedShare: one.traffic.errorRatio,
          share: Math.min(1, failedOf(one, graph.window) / perSecond),
        },
        source: 'graph',
      })),
    );
  }
  return finding('app_fails', deploymentWritten(matter) ?? { kind: 'element', element: to.id, certainty: 'likely' }, siblings(matter), [
    { kind: 'why_app_fails', name: to.id },
  ]);
}

const failedOf = ({ traffic }: EdgeMatter['edge'], window: number): number => (traffic.failed ?? 0) / window;

/** Other versions of the same app that the same caller calls, and that do much better: then the version is the difference. */
function siblings({ graph, edge, to }: EdgeMatter): readonly Sourced[] {
  const versions = graph.nodes.filter(
    ({ id, app, namespace }) => id !== to.id && app !== null && app === to.app && namespace === to.namespace,
  );
  const calls = graph.edges.filter(
    (one) => one.from === edge.from && versions.some(({ id }) => id === one.to) && (one.traffic.requestsPerSecond ?? 0) > 0,
  );
  const sent = calls.reduce((sum, { traffic }) => sum + (traffic.requestsPerSecond ?? 0), 0);
  const bad = calls.reduce((sum, one) => sum + failedOf(one, graph.window), 0);
  if (sent === 0 || bad / sent > (edge.traffic.errorRatio ?? 0) / 3) return [];
  const names = versions.filter(({ id }) => calls.some((one) => one.to === id)).map(({ name }) => name);
  return [{ fact: { kind: 'siblings_well', names, perSecond: sent, share: Math.min(1, bad / sent) }, source: 'graph' }];
}

/** The called workload itself, where it was written shortly before failures began. */
function deploymentWritten({ call, objects, onset, graph }: EdgeMatter): Culprit | null {
  const workload = call?.callee;
  if (!workload || !onset) return null;
  const object = objects.find(
    ({ kind, metadata }) =>
      ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind) &&
      metadata.name === workload.name &&
      metadata.namespace === workload.namespace,
  );
  const write = object && writeBehind(object, onset.at, graph.at);
  if (!object || !write || !fits(write)) return null;
  const changed = templateChange(object, objects);
  return { kind: 'object', object: refOf(object), field: changed?.field ?? null, part: null, certainty: 'likely' };
}

/** What a rollout changed of the containers: a Deployment's replica sets keep its earlier templates. Null: there is no earlier one, or it is not there that they differ. */
export function templateChange(
  deployment: KubeObject,
  objects: readonly KubeObject[],
): { readonly field: string; readonly before: string | null } | null {
  const sets = objects
    .filter(
      ({ kind, metadata }) =>
        kind === 'ReplicaSet' &&
        metadata.namespace === deployment.metadata.namespace &&
        (metadata.ownerReferences ?? []).some(({ uid }) => uid === deployment.metadata.uid),
    )
    .sort((a, b) => Date.parse(b.metadata.creationTimestamp ?? '') - Date.parse(a.metadata.creationTimestamp ?? ''));
  const [, earlier] = sets;
  if (!earlier) return null;
  for (let index = 0; index < 8; index += 1) {
    for (const name of ['image', 'env', 'args', 'command', 'resources']) {
      const path = ['spec', 'template', 'spec', 'containers', index, name] as const;
      const [now, was] = [fieldOf(deployment, ...path), fieldOf(earlier, ...path)];
      if (JSON.stringify(now) === JSON.stringify(was)) continue;
      return {
        field: `spec.template.spec.containers[${index}].${name}`,
        before: typeof was === 'string' ? was : was === undefined ? null : JSON.stringify(was),
      };
    }
  }
  return null;
}

/** Calls of somebody without a proxy: nobody knows who, but workloads without one are few. */
export function findCallerWithoutProxy({ facts, objects, maySee, onset, graph, edge }: EdgeMatter): Finding {
  const bare = [...(facts?.workloads.values() ?? [])].filter(
    ({ namespace, inMesh, role, pods }) => !inMesh && role === null && pods.ready > 0 && maySee(namespace),
  );
  const spaces = objects.filter(({ kind, metadata }) => kind === 'Namespace' && bare.some(({ namespace }) => namespace === metadata.name));
  const written = spaces
    .map((space) => ({ space, write: writeBehind(space, onset?.at ?? null, graph.at) }))
    .filter(({ space, write }) => write !== null && write.kind === 'changed' && space.metadata.labels?.['istio-injection'] !== 'enabled')
    .sort((a, b) => (b.write?.at ?? 0) - (a.write?.at ?? 0))[0];
  const culprit: Culprit | null = written
    ? { kind: 'object', object: refOf(written.space), field: 'metadata.labels.istio-injection', part: null, certainty: 'likely' }
    : null;
  const inSpace = written ? bare.filter(({ namespace }) => namespace === written.space.metadata.name) : bare;
  return finding(
    'caller_without_proxy',
    culprit,
    [
      ...(edge.mtlsRatio !== null && edge.mtlsRatio < 1
        ? [{ fact: { kind: 'plain_text' as const, share: 1 - edge.mtlsRatio }, source: 'destination' as const }]
        : []),
      ...inSpace.slice(0, 3).map(({ namespace, name }) => ({
        fact: {
          kind: 'unsidecared' as const,
          namespace,
          name,
          injects: spaces.some(({ metadata }) => metadata.name === namespace && metadata.labels?.['istio-injection'] === 'enabled'),
        },
        source: 'pods' as const,
      })),
    ],
    [{ kind: 'calling_side' }],
  );
}
